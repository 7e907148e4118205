import { partOf } from '../../data.ts';
import { UserError } from '../../errors.ts';
import type { Content, ResultFile } from '../../files/content.ts';
import { finiteNumber, isMapping, jsonPath, known } from '../facts.ts';
import type { Reader, Role } from '../reader.ts';
import type { Measurement, Refusal, Run } from '../run.ts';
import { stampOf } from '../stamp.ts';
import { countRows, detailsKind } from './details.ts';
import { measureTask } from './measurements.ts';
import { readModel } from './model.ts';
import { readSamples } from './samples.ts';
import { readTasks } from './tasks.ts';
import { judgeRun, readLimit } from './verdict.ts';

/**
 * Reads results of lighteval, of every version: `config_general`, `results` and `config_tasks`, as its
 * `logging/evaluation_tracker.py` and `info_loggers.py` write them. No file has the version or, but for its name, the date.
 */
export const lighteval: Reader = { framework: 'lighteval', recognise, read, samples: readSamples };

function recognise(content: Content): Role | undefined {
  if (content.kind === 'table') {
    if (detailsKind(content) !== undefined) return 'samples';
    // What lighteval pushes to the Hub has the results a second time, as parquet.
    const isCopy = ['config_general', 'config_tasks', 'results'].every((column) => content.columns.includes(column));
    return isCopy ? 'companion' : undefined;
  }
  if (content.kind !== 'document') return undefined;
  const { config_general: general, results } = partOf(content.data);
  return isMapping(general) && isMapping(results) ? 'results' : undefined;
}

async function read(file: ResultFile, nearby: readonly ResultFile[]): Promise<Run> {
  if (recognise(file.content) !== 'results' || file.content.kind !== 'document') {
    throw new UserError('invalid-file', `${file.path} holds no results of lighteval.`, {
      hint: 'Give the JSON file that lighteval wrote to its folder of results.',
    });
  }
  const data = partOf(file.content.data);
  const general = partOf(data.config_general);
  const results = partOf(data.results);
  const model = readModel(general);
  const counted = await countRows(file, nearby, model.facts.model?.name);
  const limit = readLimit(general);
  const { tasks, missing } = readTasks({ results, configs: partOf(data.config_tasks), limit }, counted.rows);
  const judgement = judgeRun(
    tasks.filter((task) => task.isGroup === undefined),
    missing,
  );
  // Since 0.11 there is one round only, whatever was asked for.
  const isOld = !Object.hasOwn(general, 'model_config');
  const repeated = isOld && (finiteNumber(general.num_fewshot_seeds) ?? 1) > 1;
  const measurements: Measurement[] = [];
  const refused: Refusal[] = [...model.refused, ...counted.refused];
  for (const task of tasks) {
    const measured = measureTask(task, results[task.task], { repeated });
    const own = task.verdict === judgement.verdict ? {} : { verdict: task.verdict };
    measurements.push(...measured.measurements.map((measurement) => ({ ...measurement, ...own })));
    refused.push(...measured.refused);
  }
  if (Object.hasOwn(results, 'all')) {
    refused.push({ what: jsonPath('results', 'all'), reason: 'a mean over unrelated tasks is the score of none' });
  }
  for (const key of missing) {
    refused.push({ what: jsonPath('config_tasks', key), reason: 'it was asked for and has no result' });
  }
  return {
    framework: 'lighteval',
    ...judgement,
    ...model.facts,
    ...known({ date: stampOf(file.path)?.date }),
    measurements,
    refused,
  };
}
