import { classifyTable, type Judgement } from '../card/classify.ts';
import { type Extraction, extractScores } from '../card/extract.ts';
import type { ModelChoice } from '../card/select-model.ts';
import { toScores } from '../card/to-scores.ts';
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import { renderModelIndex } from '../formats/model-index/render.ts';
import type { Score } from '../scores/score.ts';
import { extractCommand } from '../report/commands.ts';
import { plainText, shorten } from '../report/plain-text.ts';
import { loadCard, type Ports } from './load-card.ts';

/** The scores of one model in one table, and the YAML that they become. */
export type Preview = {
  readonly status: 'previewed';
  readonly card: string;
  readonly judgements: readonly Judgement[];
  /** The table that was used. */
  readonly judgement: Judgement;
  readonly extraction: Extraction;
  /** The model-index entry's name. */
  readonly modelName: string;
  readonly scores: readonly Score[];
  readonly yaml: string;
};

/**
 * Extracts the scores of one table and renders them; writes nothing.
 *
 * @throws UserError what reading a card, choosing a table and choosing a model throw.
 */
export async function preview(config: Config, ports: Ports): Promise<Preview> {
  const card = await loadCard(config, ports);
  const judgements = card.tables.map((table) => classifyTable(table));
  const judgement = chooseTable(judgements, config, card.name);
  const choice = modelChoice(config);
  const extraction = extractScores(judgement, choice);
  const modelName = config.repoId?.split('/').at(-1) ?? config.modelName ?? extraction.model;
  if (modelName === undefined) {
    throw new UserError('model-name-required', `Table ${judgement.table.table} names no model, so its scores need a name.`, {
      hint: 'Give --repo-id (or --model-name) of the model that the card is about.',
    });
  }
  const scores = toScores(extraction, {
    taskType: config.taskType,
    ...(config.datasetName === undefined ? {} : { datasetName: config.datasetName }),
    ...(config.datasetType === undefined ? {} : { datasetType: config.datasetType }),
    modelName,
    ...(config.repoId === undefined
      ? {}
      : { source: { name: 'Model README', url: `${config.endpoint}/${config.repoId}` } }),
  });
  return {
    status: 'previewed',
    card: card.name,
    judgements,
    judgement,
    extraction,
    modelName,
    scores,
    yaml: renderModelIndex(scores, modelName),
  };
}

/** How the configuration names the model. */
export function modelChoice(config: Config): ModelChoice {
  return {
    ...(config.modelColumnIndex === undefined ? {} : { columnIndex: config.modelColumnIndex }),
    ...(config.modelName === undefined ? {} : { name: config.modelName }),
    ...(config.repoId === undefined ? {} : { repoId: config.repoId }),
  };
}

function chooseTable(judgements: readonly Judgement[], config: Config, card: string): Judgement {
  const evaluations = judgements.filter((judgement) => judgement.kind === 'evaluation');
  const listed = (items: readonly Judgement[]): unknown[] =>
    items.map(({ table, kind, why }) => ({ table: table.table, line: table.line, kind, why, ...(table.heading === undefined ? {} : { heading: table.heading }) }));
  if (config.table === undefined) {
    const [only] = evaluations;
    if (only === undefined) {
      throw new UserError('not-an-evaluation', `None of the ${count(judgements.length)} of ${card} is an evaluation.`, {
        hint: 'inspect-tables tells why for each; --table N with --force-table takes one all the same.',
        details: { tables: listed(judgements) },
      });
    }
    if (evaluations.length > 1) {
      throw new UserError('several-tables', `${card} has ${count(evaluations.length)} with scores; choose one with --table.`, {
        hint: evaluations.map((judgement) => describeTable(judgement, config)).join('\n'),
        details: { tables: listed(evaluations) },
      });
    }
    return only;
  }
  const chosen = judgements[config.table - 1];
  if (chosen === undefined) {
    throw new UserError('table-out-of-range', `${card} has ${count(judgements.length)}, so there is no table ${config.table}.`, {
      hint: `Choose --table 1${judgements.length > 1 ? ` to ${judgements.length}` : ''}; inspect-tables lists them.`,
      details: { tables: listed(judgements) },
    });
  }
  if (chosen.kind === 'evaluation') return chosen;
  if (config.forceTable) return classifyTable(chosen.table, { force: true });
  throw new UserError('not-an-evaluation', `Table ${config.table} (line ${chosen.table.line}) of ${card} is not an evaluation: ${chosen.why}.`, {
    hint: 'Choose another table, or take it all the same with --force-table.',
    details: { tables: listed(evaluations) },
  });
}

function describeTable(judgement: Judgement, config: Config): string {
  const { table } = judgement;
  const heading = table.heading === undefined ? '' : `, "${shorten(plainText(table.heading), 50)}"`;
  return `table ${table.table} (line ${table.line}${heading}): ${extractCommand(judgement, config, modelChoice(config))}`;
}

function count(tables: number): string {
  return tables === 1 ? '1 table' : `${tables} tables`;
}
