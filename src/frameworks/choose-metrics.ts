import type { Benchmark } from '../scores/benchmarks.ts';
import { sameMetric } from '../scores/slot.ts';
import { refuseAll } from './facts.ts';
import type { KnownTask } from './known-tasks.ts';
import { baseOf, describeMetric, isMetric, reducerOf } from './metrics.ts';
import type { Framework, Measurement, Refusal, Run } from './run.ts';

/** Which metrics become scores: the one that counts for a benchmark, all, or those of these ids. */
export type MetricChoice = 'primary' | 'all' | readonly string[];

/** What counts for tasks that only the framework knows. */
const CUSTOMARY: Readonly<Partial<Record<Framework, readonly string[]>>> = {
  'inspect-ai': ['accuracy', 'mean'],
  mteb: ['main_score'],
  helm: ['exact_match', 'quasi_exact_match'],
  'simple-evals': ['score'],
  bigcode: ['pass@1'],
};

/** What is known of a task where its metrics are chosen. */
type Context = {
  readonly run: Pick<Run, 'framework' | 'harness'>;
  readonly known: KnownTask | undefined;
  readonly benchmark: Benchmark | undefined;
  /** Metrics of the task that the file has no number of which could be taken. */
  readonly lost?: readonly string[];
};

/** The metrics of one task on one set of data that become scores, and what is said of the others. */
export function chooseMetrics(
  given: readonly Measurement[],
  choice: MetricChoice,
  context: Context,
): { readonly chosen: readonly Measurement[]; readonly refused: readonly Refusal[] } {
  const { framework } = context.run;
  // inspect's mean over the groups of a grouped metric is the score of none.
  const means = given.filter(({ metric }) => baseOf(framework, metric) === 'all');
  const measured = given.filter((one) => !means.includes(one));
  if (choice === 'all') {
    return {
      chosen: measured,
      refused: refuseAll(
        means.map(({ metric }) => metric),
        'metric',
        'A mean over groups is the score of none.',
      ),
    };
  }
  const task = measured[0]?.task ?? '';
  const others = (chosen: readonly Measurement[], reason: string): readonly Refusal[] => {
    const names = measured.filter((one) => !chosen.includes(one)).map(({ metric }) => metric);
    return refuseAll(names, 'metric', reason).map(({ what }) => ({ what: `${task}: ${what}`, reason }));
  };
  if (choice !== 'primary') {
    const chosen = measured.filter(({ metric }) => choice.some((id) => isMetric(framework, metric, id)));
    return { chosen, refused: others(chosen, 'Not asked for with --metrics.') };
  }
  const primary = findPrimary(measured, context);
  if (typeof primary === 'string') return { chosen: [], refused: others([], primary) };
  return { chosen: [primary], refused: others([primary], `${primary.metric} counts; --metrics all takes the others.`) };
}

const NONE_KNOWN = 'None is known to be the one that counts: choose with --metrics, by these names or all.';

/** The metric that counts, or why there is none. What stands behind one that was lost never counts in its place. */
function findPrimary(measured: readonly Measurement[], context: Context): Measurement | string {
  const { run, known, benchmark, lost = [] } = context;
  const { framework } = run;
  for (const id of [...(known?.primary ?? []), ...(known === undefined ? (CUSTOMARY[framework] ?? []) : [])]) {
    const found = measured.filter(({ metric }) => isMetric(framework, metric, id));
    // Of one answer, where there are numbers for several.
    const single = found.filter(({ metric }) => metric === id || !isOfSeveral(metric));
    if (single.length === 1 && single[0] !== undefined) return single[0];
    if (found.length > 0) return NONE_KNOWN;
    const gone = lost.find((metric) => isMetric(framework, metric, id));
    if (gone !== undefined) return whyLost(gone);
  }
  if (lost.length > 0) {
    return `The file has no number of ${lost.join(', ')}, which may be what counts: choose with --metrics, by these names or all.`;
  }
  // A benchmark counts the mean of answers, not the best of them.
  const counted = measured.filter(
    ({ metric }) => benchmark === undefined || reducerOf(framework, metric) === undefined,
  );
  const type = benchmark?.metric?.type;
  const alike = counted.filter((one) => type !== undefined && sameMetric(describeMetric(one, run).type, type));
  const isFree = measured.length === 1 && (known === undefined || type === undefined);
  const [only, ...others] = isFree ? counted : alike;
  return only !== undefined && others.length === 0 ? only : NONE_KNOWN;
}

function whyLost(metric: string): string {
  return `${metric} is the one that counts, and the file has no number of it: --metrics takes others by these names.`;
}

/** Is a share of samples that one of several answers was right for? Such as `pass@k:k=8&n=16`. */
function isOfSeveral(metric: string): boolean {
  return /[:&]k=(?!1(?:&|$))/.test(metric);
}
