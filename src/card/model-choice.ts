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

/** The refusal of a name that a table has more than once. */
export function ambiguous(
  choice: ModelChoice,
  which: string,
  where: string,
  details: { candidates: unknown[] },
): UserError {
  const names = details.candidates.map((candidate) =>
    typeof candidate === 'string' ? `"${candidate}"` : JSON.stringify(candidate),
  );
  return new UserError(
    'model-ambiguous',
    `${which} has "${choice.name ?? choice.repoId ?? ''}" more than once: ${where}.`,
    {
      hint: `Name one of them in full: ${names.join(', ')}.`,
      details,
    },
  );
}
