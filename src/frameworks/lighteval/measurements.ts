import { describe, type Part, partOf } from '../../data.ts';
import { finiteNumber, jsonPath, known } from '../facts.ts';
import type { Measurement, Refusal } from '../run.ts';
import { metricSamples, type Task } from './tasks.ts';

const STDERR = '_stderr';

/** What a task measured, and what of it is no measurement. */
export type Measured = { readonly measurements: readonly Measurement[]; readonly refused: readonly Refusal[] };

/**
 * Reads the numbers of a task. A standard error stands beside its value as `<metric>_stderr`.
 *
 * @param repeated The same samples were asked several times, with other examples before them.
 */
export function measureTask(task: Task, data: unknown, { repeated }: { readonly repeated: boolean }): Measured {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    const reason = `it is ${describe(data)}, not metrics with their values`;
    return { measurements: [], refused: [{ what: jsonPath('results', task.task), reason }] };
  }
  const metrics = partOf(data);
  const measurements: Measurement[] = [];
  const refused: Refusal[] = [];
  for (const [metric, given] of Object.entries(metrics)) {
    const at = jsonPath('results', task.task, metric);
    if (isStderr(metric, metrics)) continue;
    const value = finiteNumber(given);
    if (value === undefined) {
      const reason = `it is ${describe(given)}, not a finite number`;
      refused.push({ what: at, reason, of: { task: task.task, metric } });
      continue;
    }
    if (metric.endsWith(STDERR)) {
      refused.push({ what: at, reason: 'it is a standard error without a value' });
      continue;
    }
    const stderr = readStderr(task, metrics, { metric, repeated });
    if (stderr.refused !== undefined) refused.push(stderr.refused);
    measurements.push({
      task: task.task,
      metric,
      value,
      ...known({
        stderr: stderr.value,
        shots: task.shots,
        samples: metricSamples(task, metric),
        available: task.available,
        higherIsBetter: task.higherIsBetter.get(metric),
        dataset: task.dataset,
        isOwnData: task.isOwnData,
        variant: task.variant,
        partOf: task.partOf,
        isGroup: task.isGroup,
      }),
      at,
    });
  }
  return { measurements, refused };
}

function isStderr(metric: string, metrics: Part): boolean {
  return metric.endsWith(STDERR) && Object.hasOwn(metrics, metric.slice(0, -STDERR.length));
}

function readStderr(
  task: Task,
  metrics: Part,
  { metric, repeated }: { readonly metric: string; readonly repeated: boolean },
): { readonly value?: number; readonly refused?: Refusal } {
  const key = `${metric}${STDERR}`;
  const given = Object.hasOwn(metrics, key) ? metrics[key] : undefined;
  if (given === undefined || given === null) return {};
  const what = jsonPath('results', task.task, key);
  const refuse = (reason: string): { readonly refused: Refusal } => ({ refused: { what, reason } });
  if (task.isGroup) return refuse('a mean of standard errors is not the standard error of the mean');
  if (metricSamples(task, metric) === 1) return refuse('one sample alone has no standard error');
  if (repeated) return refuse('it counts samples that were asked several times as different ones');
  const value = finiteNumber(given);
  if (value === undefined || value < 0) return refuse(`it is ${describe(given)}, not a standard error`);
  return { value };
}
