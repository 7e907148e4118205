import { partOf, textsIn } from '../../data.ts';
import type { ResultFile } from '../../files/content.ts';
import { isoDate, known, textOf } from '../facts.ts';
import type { Reader } from '../reader.ts';
import type { Measurement, Refusal, Run, Verdict } from '../run.ts';
import { isLog, type Log, openLog } from './log.ts';
import { readModel } from './model.ts';
import { readSamples } from './samples.ts';
import { readScores, takeNumbers } from './scores.ts';
import { readTask } from './task.ts';
import { availableOf, countsOf, type Judgement, judgeRun, missingOf, samplesOf } from './verdict.ts';

/** Reads logs of inspect-ai: `.json` logs, and `.eval` archives. */
export const inspectAi: Reader = {
  framework: 'inspect-ai',
  recognise: (content) => (isLog(content) ? 'results' : undefined),
  read: async (file: ResultFile) => readRun(await openLog(file.content, file.path)),
  samples: readSamples,
};

/** The run of a log. Its metrics are called `SCORER/METRIC`, with `,REDUCER` where that is not the mean of the epochs. */
function readRun({ data: log, isClosed }: Log): Run {
  const spec = partOf(log.eval);
  const { started_at: start, completed_at: end } = partOf(log.stats);
  const version = textOf(partOf(spec.packages).inspect_ai);
  const date = isoDate(end) ?? isoDate(start) ?? isoDate(spec.created);
  const judged: Judgement = isClosed
    ? judgeRun(log, countsOf(log))
    : { verdict: 'failed', why: 'the archive has no header.json: the run did not come to its end' };
  const { measurements, refused, lack } = measure(log, judged.verdict);
  const isLess = lack !== undefined && (judged.verdict === 'full' || judged.verdict === 'unknown');
  const { verdict, why }: Judgement = isLess ? { verdict: 'partial', why: lack } : judged;
  return {
    framework: 'inspect-ai',
    ...(version === undefined ? {} : { version }),
    verdict,
    why,
    ...readModel(spec),
    ...(date === undefined ? {} : { date }),
    measurements: measurements.map(({ verdict: own, ...rest }) => (own === verdict ? rest : { ...rest, verdict: own })),
    refused,
  };
}

/** The numbers of a log, each with a verdict, and the first lack that makes one worse than the run itself. */
function measure(
  log: Log['data'],
  verdict: Verdict,
): {
  readonly measurements: readonly (Measurement & { readonly verdict: Verdict })[];
  readonly refused: readonly Refusal[];
  readonly lack?: string;
} {
  const counts = countsOf(log);
  const spec = partOf(log.eval);
  const { name: task, ...common } = readTask(spec);
  const { scores, refused: notRead } = readScores(log.results, {
    task: task ?? '',
    ...known({ reducer: reducerIn(spec) }),
  });
  const refused = [...notRead];
  if (task === undefined) {
    if (scores.length > 0) refused.push({ what: 'results', reason: 'the log does not name its task' });
    return { measurements: [], refused };
  }
  if (scores.length === 0 && refused.length === 0 && log.status === 'success') {
    refused.push({ what: 'results', reason: 'there are no scores: the samples were not scored' });
  }
  const available = availableOf(counts);
  const lacks: string[] = [];
  const measurements = scores.flatMap((score) => {
    const samples = samplesOf(score.data, counts);
    const { taken, refused: left } = takeNumbers(score, { task, samples });
    refused.push(...left);
    const lack = missingOf(score.data, counts);
    if (lack !== undefined && taken.length > 0) lacks.push(`${score.label}: ${lack}`);
    const isLess = lack !== undefined && verdict !== 'failed';
    return taken.map(({ isDerived, ...number }) => ({
      task,
      ...number,
      ...common,
      // The groups of a grouped metric are of fewer samples each, and the log does not tell of how many.
      ...(samples === undefined || isDerived ? {} : { samples }),
      ...(available === undefined || isDerived ? {} : { available }),
      verdict: isLess ? ('partial' as const) : verdict,
    }));
  });
  const [lack] = lacks;
  return { measurements, refused, ...(lack === undefined ? {} : { lack }) };
}

/** The one way in which the answers to a sample become one. */
function reducerIn(spec: Log['data']): string | undefined {
  const [only, ...others] = textsIn(partOf(spec.config).epochs_reducer);
  return others.length === 0 && only !== 'mean' ? only : undefined;
}
