import { renderRemarks } from '../scores/remarks.ts';
import type { Score } from '../scores/score.ts';
import { saysMore } from '../scores/slot.ts';
import type { Extent } from './extent.ts';
import type { Filing } from './file-under.ts';
import type { Identified } from './identity.ts';
import { describeMetric, reducerOf } from './metrics.ts';
import type { Measurement, Run } from './run.ts';

/** The score that a number of a run becomes. */
export function scoreOf(
  one: Measurement,
  {
    run,
    path,
    model,
    filing,
    extent: { verdict, part },
    modelName,
    options,
  }: {
    readonly run: Run;
    readonly path: string;
    readonly model: Exclude<Identified, { refused: string }>;
    readonly filing: Filing;
    readonly extent: Extent;
    readonly modelName: string;
    readonly options: {
      readonly taskType: string;
      readonly unit?: NonNullable<Score['unit']>;
      readonly sourceUrl?: string;
    };
  },
): Score {
  const metric = metricOf(one, run, filing);
  const better = filing.benchmark?.higherIsBetter ?? metric.higherIsBetter;
  const unit = metric.unit ?? (metric.higherIsBetter === false ? undefined : options.unit);
  const isPartial = verdict === 'partial';
  const id = one.metric === metric.name ? metric.name : `${metric.name} (${one.metric})`;
  const variant = filing.variant === undefined ? undefined : tellApart(filing.variant, id, metric.type);
  // slotOf reads the latter.
  const beside = [variant, isPartial ? ['partial', part].filter(Boolean).join(': ') : undefined];
  const name = [id, ...beside.flatMap((text) => (text === undefined ? [] : [`(${text})`]))].join(' ');
  const notes = [one.shots === undefined ? undefined : `${one.shots}-shot`, filing.variant].filter(Boolean).join(', ');
  const by = run.version === undefined ? run.framework : `${run.framework} ${run.version}`;
  const revision = model.sha ?? model.revision;
  const isListed = filing.benchmark !== undefined && !isPartial && reducerOf(run.framework, one.metric) === undefined;
  return {
    task: { type: options.taskType },
    dataset: filing.dataset,
    metric: { type: metric.type, name, ...(better === undefined ? {} : { higherIsBetter: better }) },
    value: one.value,
    written: String(one.value),
    ...(unit === undefined ? {} : { unit }),
    ...(one.stderr === undefined ? {} : { stderr: one.stderr }),
    ...(one.shots === undefined ? {} : { shots: one.shots }),
    ...(one.samples === undefined ? {} : { samples: one.samples }),
    ...(isPartial ? { partial: { limit: one.samples ?? 0, isNamed: true as const } } : {}),
    model: { name: modelName, ...(model.revision === undefined ? {} : { revision: model.revision }) },
    ...(isListed ? { benchmark: listed(filing.benchmark) } : {}),
    ...(options.sourceUrl === undefined ? {} : { source: { name: by, url: options.sourceUrl } }),
    ...(run.date === undefined ? {} : { date: run.date.slice(0, 10) }),
    ...(notes === '' ? {} : { notes }),
    remarks: renderRemarks({
      by,
      ...(run.backend === undefined ? {} : { backend: run.backend }),
      ...(run.chatTemplate === undefined ? {} : { chatTemplate: run.chatTemplate }),
      ...(revision === undefined ? {} : { revision }),
      isUnproven: verdict === 'unknown',
    }),
    provenance: { kind: 'result-file', file: path, at: one.at, by, task: one.task, metric: one.metric },
  };
}

/** simple-evals calls what it counts `score`, whatever it is: of a benchmark that is known it is the customary metric. */
function metricOf(one: Measurement, run: Run, { known, benchmark }: Filing): ReturnType<typeof describeMetric> {
  const metric = describeMetric(one, run);
  const isNameless = known !== undefined && /^score(?:\.micro)?$/.test(one.metric);
  return isNameless && benchmark?.metric !== undefined ? { ...metric, ...benchmark.metric } : metric;
}

function listed({ name, taskId }: NonNullable<Filing['benchmark']>): NonNullable<Score['benchmark']> {
  return { id: name, ...(taskId === undefined ? {} : { taskId }) };
}

/** A variant that a name says nothing more with than the metric's own, such as a task `acc`, is told by another word. */
function tellApart(variant: string, name: string, type: string): string {
  const isTold = saysMore(`${name} (${variant})`, type) !== saysMore(name, type);
  return isTold ? variant : `task_${variant}`;
}
