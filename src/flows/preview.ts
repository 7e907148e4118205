import { classifyTable, type Judgement } from '../card/classify.ts';
import { type Extraction, extractScores } from '../card/extract.ts';
import type { ModelChoice } from '../card/model-choice.ts';
import { remember } from '../card/remember.ts';
import type { Table } from '../card/tables/table.ts';
import { toScores } from '../card/to-scores.ts';
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import { renderModelIndex } from '../formats/model-index/render.ts';
import { suggest } from '../nearest.ts';
import { quote } from '../raw-options.ts';
import { extractCommand } from '../report/commands.ts';
import { count, plainText, shorten } from '../report/plain-text.ts';
import type { Registry } from '../scores/benchmarks.ts';
import { checkOffered } from '../scores/check.ts';
import type { Finding } from '../scores/finding.ts';
import type { Score } from '../scores/score.ts';
import { RETIRED_TASK_TYPES, TASK_TYPES } from '../scores/tasks.ts';
import { type LoadedCard, loadCard, type Ports, targetOf } from './load-card.ts';
import { loadRegistry } from './load-registry.ts';

/** The scores of one model in one table, and the YAML that they become. */
export type Preview = {
  readonly status: 'previewed';
  readonly card: string;
  /** Judges all tables of the card; a run that only wants the scores is spared that. */
  judgeAll(): readonly Judgement[];
  /** The table that was used. */
  readonly judgement: Judgement;
  readonly extraction: Extraction;
  /** The model-index entry's name. */
  readonly modelName: string;
  readonly scores: readonly Score[];
  /** What is wrong, or looks wrong, with some of them. */
  readonly findings: ReadonlyMap<Score, readonly Finding[]>;
  readonly yaml: string;
};

/**
 * Extracts the scores of one table and renders them; writes nothing.
 *
 * @throws UserError what reading a card, choosing a table and choosing a model throw.
 */
export async function preview(config: Config, ports: Ports): Promise<Preview> {
  return previewCard(await loadCard(config, ports), config, await loadRegistry(config), ports.today);
}

/** A preview of a card that has been loaded. */
export function previewCard(card: LoadedCard, config: Config, registry: Registry, today: string): Preview {
  const judge = remember((table: Table) => classifyTable(table));
  const judgeAll = (): readonly Judgement[] => card.tables.map(judge);
  const judgement = chooseTable(card, judge, config);
  const choice = modelChoice(config);
  const extraction = extractScores(judgement, choice);
  const modelName = config.repoId?.split('/').at(-1) ?? config.modelName ?? extraction.model;
  if (modelName === undefined) {
    throw new UserError(
      'model-name-required',
      `Table ${judgement.table.table} names no model, so its scores need a name.`,
      {
        hint: 'Give --repo-id (or --model-name) of the model that the card is about.',
      },
    );
  }
  const scores = toScores(extraction, {
    taskType: config.taskType ?? pipelineTagOf(card) ?? 'text-generation',
    ...(config.datasetName === undefined ? {} : { datasetName: config.datasetName }),
    ...(config.datasetType === undefined ? {} : { datasetType: config.datasetType }),
    modelName,
    registry,
    ...(judgement.table.heading === undefined ? {} : { heading: judgement.table.heading }),
    outline: judgement.table.outline,
    ...(config.unit === undefined ? {} : { unit: config.unit }),
    ...(config.repoId === undefined
      ? {}
      : { source: { name: 'Model README', url: `${config.endpoint}/${config.repoId}` } }),
  });
  return {
    status: 'previewed',
    card: card.name,
    judgeAll,
    judgement,
    extraction,
    modelName,
    scores,
    findings: checkOffered(scores, card.name, { registry, today, ...targetOf(config) }),
    yaml: renderModelIndex(
      scores.filter(({ partial }) => partial === undefined),
      modelName,
    ),
  };
}

/** The card's own task. Scores are filed under it, so one that the Hub does not know would be carried into all of them. */
function pipelineTagOf({ pipelineTag, name }: LoadedCard): string | undefined {
  if (pipelineTag === undefined || [...TASK_TYPES, ...RETIRED_TASK_TYPES].includes(pipelineTag)) return pipelineTag;
  throw new UserError(
    'invalid-card',
    `The pipeline_tag of ${name}, ${quote(pipelineTag)}, is none that the Hub has${suggest(pipelineTag, TASK_TYPES)}.`,
    {
      hint: 'Mend it in the card, or give --task-type.',
    },
  );
}

/** How the configuration names the model. */
export function modelChoice(config: Config): ModelChoice {
  return {
    ...(config.modelColumnIndex === undefined ? {} : { columnIndex: config.modelColumnIndex }),
    ...(config.modelName === undefined ? {} : { name: config.modelName }),
    ...(config.repoId === undefined ? {} : { repoId: config.repoId }),
  };
}

function chooseTable(card: LoadedCard, judge: (table: Table) => Judgement, config: Config): Judgement {
  const judgeAll = (): readonly Judgement[] => card.tables.map(judge);
  const isEvaluation = (judgement: Judgement): boolean => judgement.kind === 'evaluation';
  const tables = count(card.tables.length, 'table');
  if (config.table === undefined) {
    const evaluations = judgeAll().filter(isEvaluation);
    const [only] = evaluations;
    if (only === undefined) {
      throw new UserError('not-an-evaluation', `${tables} in ${card.name}, and no evaluation among them.`, {
        hint: 'inspect-tables tells why for each; --table N with --force-table takes one all the same.',
        details: { tables: listTables(judgeAll()) },
      });
    }
    if (evaluations.length > 1) {
      const several = count(evaluations.length, 'table');
      throw new UserError('several-tables', `${card.name} has ${several} with scores; choose one with --table.`, {
        hint: evaluations.map((judgement) => describeTable(judgement, config)).join('\n'),
        details: { tables: listTables(evaluations) },
      });
    }
    return only;
  }
  const table = card.tables[config.table - 1];
  if (table === undefined) {
    throw new UserError('table-out-of-range', `${card.name} has ${tables}, so there is no table ${config.table}.`, {
      hint: `Choose --table 1${card.tables.length > 1 ? ` to ${card.tables.length}` : ''}; inspect-tables lists them.`,
      details: { tables: listTables(judgeAll()) },
    });
  }
  const chosen = judge(table);
  if (isEvaluation(chosen)) return chosen;
  if (config.forceTable) return classifyTable(table, { force: true });
  throw new UserError(
    'not-an-evaluation',
    `Table ${config.table} (line ${table.line}) of ${card.name} is not an evaluation: ${chosen.why}.`,
    {
      hint: 'Choose another table, or take it all the same with --force-table.',
      details: { line: table.line, tables: listTables(judgeAll().filter(isEvaluation)) },
    },
  );
}

function listTables(judgements: readonly Judgement[]): unknown[] {
  return judgements.map(({ table, kind, why }) => ({
    table: table.table,
    line: table.line,
    kind,
    why,
    ...(table.heading === undefined ? {} : { heading: table.heading }),
  }));
}

function describeTable(judgement: Judgement, config: Config): string {
  const { table } = judgement;
  const heading = table.heading === undefined ? '' : `, "${shorten(plainText(table.heading), 50)}"`;
  return `table ${table.table} (line ${table.line}${heading}): ${extractCommand(judgement, config, modelChoice(config))}`;
}
