import type { Part } from '../../data.ts';
import type { ResultFile } from '../../files/content.ts';
import { isoDate, isoTime, known, mappingOf, textOf } from '../facts.ts';
import { gather } from '../nemo-evaluator/gather.ts';
import type { Reader } from '../reader.ts';
import { isExternal, readModel } from './model.ts';
import { kindOf } from './recognise.ts';
import { walkOld, walkSplits } from './scores.ts';

/**
 * Reads the files of MTEB, one for each task, of all versions. They do not tell which splits and subsets their task has, so
 * that no run is known to be a full one. Numbers that MTEB copied from model cards are no run.
 */
export const mteb: Reader = {
  framework: 'mteb',
  recognise(content) {
    const kind = kindOf(content);
    return kind === undefined ? undefined : kind === 'model' ? 'companion' : 'results';
  },
  async read(file: ResultFile, nearby) {
    const data = mappingOf(file.content) ?? {};
    const task = textOf(data.task_name) ?? textOf(data.mteb_dataset_name) ?? '';
    const { model, refused: unclear } = readModel(file.path, nearby);
    const run = {
      framework: 'mteb' as const,
      verdict: 'unknown' as const,
      ...known({
        version: textOf(data.mteb_version),
        model,
        date: isoTime(data.date) ?? isoDate(data.date),
      }),
    };
    if (isExternal(file.path, data)) {
      const reason = 'MTEB copied these numbers from a model card; they are of no run.';
      return { ...run, why: 'no run: copied from a model card', measurements: [], refused: [{ what: task, reason }] };
    }
    const why = 'the file does not tell which splits and subsets the task has';
    const { measurements, refused } = gather(walk(data, task));
    return { ...run, why, measurements, refused: [...unclear, ...refused] };
  },
};

function walk(data: Part, task: string): ReturnType<typeof walkSplits> {
  const facts = { task, ...known({ revision: textOf(data.dataset_revision) }) };
  return kindOf({ kind: 'document', data }) === 'old' ? walkOld(data, facts) : walkSplits(data.scores, facts);
}
