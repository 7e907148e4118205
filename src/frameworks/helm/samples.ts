import { partOf } from '../../data.ts';
import { itemsOf, type ResultFile } from '../../files/content.ts';
import { countOf, finiteNumber, textOf } from '../facts.ts';
import type { Sample } from '../run.ts';
import { findBeside } from './recognise.ts';
import { readTask } from './run-spec.ts';
import { isScore, readStat } from './stats.ts';

/** The scores of each instance in `per_instance_stats.json`, of the same statistics that count for a run. */
export async function* readSamples(file: ResultFile, nearby: readonly ResultFile[] = []): AsyncIterable<Sample> {
  const { content } = file;
  const task = readTask(file.path, findBeside(file, nearby));
  if (task === undefined || content.kind !== 'document') return;
  for await (const item of itemsOf(content)) {
    const { instance_id: given, train_trial_index: trial, stats, perturbation } = partOf(item);
    const id = textOf(given);
    if (id === undefined || !Array.isArray(stats) || (perturbation ?? null) !== null) continue;
    for (const data of stats) {
      const stat = readStat(data);
      const value = finiteNumber(stat?.mean);
      if (stat === undefined || value === undefined || !isScore(stat)) continue;
      yield { task, metric: stat.name, id: countOf(trial) ? `${id}#${trial}` : id, value };
    }
  }
}
