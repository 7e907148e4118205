import type { Benchmark } from '../scores/benchmarks.ts';
import { sameMetric } from '../scores/slot.ts';
import { refuseAll } from './facts.ts';
import type { KnownTask } from './known-tasks.ts';
import { baseOf, describeMetric, isMetric } from './metrics.ts';
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

/** The metrics of one task on one set of data that become scores, and what is said of the others. */
export function chooseMetrics(
  given: readonly Measurement[],
  choice: MetricChoice,
  {
    run,
    known,
    benchmark,
  }: {
    readonly run: Pick<Run, 'framework' | 'harness'>;
    readonly known: KnownTask | undefined;
    readonly benchmark: Benchmark | undefined;
  },
): { readonly chosen: readonly Measurement[]; readonly refused: readonly Refusal[] } {
  const { framework } = run;
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
  const primary = findPrimary(measured, { run, known, benchmark });
  if (primary === undefined) {
    const reason = 'None is known to be the one that counts: choose with --metrics, by these names or all.';
    return { chosen: [], refused: others([], reason) };
  }
  return { chosen: [primary], refused: others([primary], `${primary.metric} counts; --metrics all takes the others.`) };
}

function findPrimary(
  measured: readonly Measurement[],
  { run, known, benchmark }: Omit<Parameters<typeof chooseMetrics>[2], never>,
): Measurement | undefined {
  const [first, ...rest] = measured;
  if (rest.length === 0) return first;
  for (const id of [...(known?.primary ?? []), ...(known === undefined ? (CUSTOMARY[run.framework] ?? []) : [])]) {
    const found = measured.filter(({ metric }) => isMetric(run.framework, metric, id));
    // Of one answer, where there are numbers for several.
    const single = found.length > 1 ? found.filter(({ metric }) => /[:&]k=1(?:&|$)/.test(metric)) : found;
    if (single.length === 1) return single[0];
    if (found.length > 0) return undefined;
  }
  const type = benchmark?.metric?.type;
  if (type === undefined) return undefined;
  const alike = measured.filter((one) => sameMetric(describeMetric(one, run).type, type));
  return alike.length === 1 ? alike[0] : undefined;
}
