import { UserError } from '../errors.ts';

/** How a model is chosen; the first that is given decides, and the repo's own name when none is. */
export type ModelChoice = {
  /** 0-based column of the table's grid, as `inspect-tables` prints it. */
  readonly columnIndex?: number;
  readonly name?: string;
  readonly repoId?: string;
};

/** The first names of a list, and how many more there are. */
export function shorten(names: readonly string[]): string {
  const shown = names
    .slice(0, 20)
    .map((name) => `"${name}"`)
    .join(', ');
  return names.length > 20 ? `${shown} and ${names.length - 20} more` : shown;
}

/** The refusal of a name that a table does not have. */
export function notFound(
  choice: ModelChoice,
  which: string,
  offers: string,
  details: Record<string, unknown>,
): UserError {
  const wanted = choice.name ?? choice.repoId;
  if (wanted === undefined) {
    return new UserError('model-not-found', `${which} has several models and none was named: ${offers}.`, {
      hint: 'Choose one with --model-name (or --model-column-index), or give --repo-id.',
      details,
    });
  }
  return new UserError(
    'model-not-found',
    `${which} does not name ${choice.name === undefined ? `the model of ${wanted}` : `"${wanted}"`}: ${offers}.`,
    {
      hint: 'Names must agree in full (spaces, hyphens and case apart). Give the one meant as --model-name, or its column as --model-column-index.',
      details,
    },
  );
}

/** Something that bears the wanted name: a row by its label, or a column by its place and header. */
type Candidate = string | { readonly index: number; readonly header: string };

/** The refusal of a name that a table has more than once. */
export function ambiguous(
  choice: ModelChoice,
  which: string,
  where: string,
  candidates: readonly Candidate[],
): UserError {
  return new UserError(
    'model-ambiguous',
    `${which} has "${choice.name ?? choice.repoId ?? ''}" more than once: ${where}.`,
    { hint: howToChoose(candidates), details: { candidates } },
  );
}

function howToChoose(candidates: readonly Candidate[]): string {
  const columns = candidates.filter((candidate) => typeof candidate !== 'string');
  if (columns.length > 0) {
    return `Choose its column with --model-column-index: ${columns.map(({ index, header }) => `${index} ("${header}")`).join(', ')}.`;
  }
  return new Set(candidates).size === candidates.length
    ? `Name one of them in full with --model-name: ${candidates.map((name) => `"${name}"`).join(', ')}.`
    : 'They bear the same name, so no choice can tell them apart. Give each a name of its own in the card.';
}
