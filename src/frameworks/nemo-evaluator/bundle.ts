import { type Part, partOf } from '../../data.ts';
import type { ResultFile } from '../../files/content.ts';
import { companionOf } from '../beside.ts';
import {
  countOf,
  errorOf,
  filesBeside,
  finiteNumber,
  folderOf,
  isoDate,
  jsonPath,
  known,
  mappingOf,
  measured,
  textOf,
} from '../facts.ts';
import type { Run, Sample, Verdict } from '../run.ts';
import { type Found, type Gathered, gather } from './gather.ts';
import { findJob } from './job.ts';
import { kindOf } from './recognise.ts';

/** Reads the bundle `eval-*.json` that 0.3 and 0.4 write for one benchmark. */
export function readBundle(file: ResultFile, nearby: readonly ResultFile[]): Run {
  const data = mappingOf(file.content) ?? {};
  const benchmark = partOf(data.benchmark);
  const task = textOf(benchmark.name) ?? '';
  const config = partOf(data.config);
  const model = textOf(config.model);
  // A container's bundle is made from its results.yml, and has less.
  const isRepeated = config.framework === 'container' && findJob(file, nearby).results !== undefined;
  const { measurements, refused } = isRepeated
    ? { measurements: [], refused: [{ what: task, reason: 'Its results.yml was given, too, and says more.' }] }
    : withoutOrphans(gather(walk(benchmark, task, availableIn(config))));
  return {
    framework: 'nemo-evaluator',
    ...judge(data, measurements.length > 0 || isRepeated),
    ...known({
      version: textOf(data.sdk_version),
      model: model === undefined ? undefined : { name: model },
      date: isoDate(data.timestamp),
    }),
    measurements,
    refused,
  };
}

function* walk(benchmark: Part, task: string, available: number | undefined): Iterable<Found> {
  const categories = Object.entries(partOf(benchmark.categories));
  const counts = {
    ...known({ samples: samplesOf(benchmark), available }),
    // Categories are what it is made of, whatever they are called.
    ...(categories.length === 0 ? {} : { isGroup: true as const }),
  };
  for (const [metric, entry] of Object.entries(partOf(benchmark.scores))) {
    const { value, stderr, stats } = partOf(entry);
    const what = jsonPath('benchmark', 'scores', metric);
    // Beside the scores stand times, failures and other summaries.
    if (value === undefined) yield { what, reason: 'It is no score: it has no value.' };
    else {
      const error = errorOf(stderr) ?? errorOf(partOf(stats).stderr);
      yield measured({ task, metric, ...counts, ...known({ stderr: error }), at: `${what}.value` }, value);
    }
  }
  for (const [category, entry] of categories) {
    const { mean_reward: value, n } = partOf(entry);
    const facts = { task: category, metric: 'mean_reward', ...known({ samples: countOf(n) }), partOf: task };
    yield measured({ ...facts, at: jsonPath('benchmark', 'categories', category, 'mean_reward') }, value);
  }
}

/** Parts of a benchmark that has no number itself stand for nothing: a category may have the name of another benchmark. */
function withoutOrphans({ measurements, refused }: Gathered): Gathered {
  if (measurements.some(({ partOf: parent }) => parent === undefined)) return { measurements, refused };
  const reason = 'It is a part of a benchmark that has no score.';
  return { measurements: [], refused: [...refused, ...measurements.map(({ at: what }) => ({ what, reason }))] };
}

/** Judges by counts where the bundle has them, by the settings elsewhere. */
function judge(data: Part, hasScores: boolean): { readonly verdict: Verdict; readonly why: string } {
  const config = partOf(data.config);
  const benchmark = partOf(data.benchmark);
  const samples = samplesOf(benchmark);
  const available = availableIn(config);
  const expected = (samples ?? 0) * (countOf(benchmark.repeats) ?? 1);
  const answers = countOf(data.n_results);
  if (!hasScores && samples === undefined) return { verdict: 'failed', why: 'no sample was scored' };
  const of = samples === undefined ? '' : `${samples} samples`;
  if (samples !== undefined && available !== undefined && samples < available) {
    return { verdict: 'partial', why: `${samples} of ${available} samples` };
  }
  if (answers !== undefined && answers < expected) {
    return { verdict: 'partial', why: `${answers} of ${expected} answers` };
  }
  if (samples !== undefined && available !== undefined)
    return { verdict: 'full', why: `${samples} of ${available} samples` };
  const limit = config.max_problems;
  if (limit !== undefined && limit !== null) {
    const shown = finiteNumber(limit) === undefined ? 'a limit was set' : `limit ${limit}`;
    return { verdict: 'partial', why: [shown, of].filter((text) => text !== '').join(', ') };
  }
  // A merged bundle keeps the settings of its first shard.
  if ((config.shard ?? config.shard_range ?? null) !== null && countOf(config.n_shards) === undefined) {
    return { verdict: 'partial', why: 'one of several shards' };
  }
  return limit === null
    ? { verdict: 'full', why: ['no limit of samples was set', of].filter((text) => text !== '').join(', ') }
    : { verdict: 'unknown', why: 'the file does not tell whether a limit of samples was set' };
}

/** A container whose results have no count says 0. */
function samplesOf(benchmark: Part): number | undefined {
  return countOf(benchmark.samples) || undefined;
}

function availableIn(config: Part): number | undefined {
  return countOf(partOf(config.shuffle).ds_full_size) || undefined;
}

/** The scored answers of `results.jsonl`. The benchmark is named by the bundle beside it, or by their folder. */
export async function* readSamples(file: ResultFile, nearby: readonly ResultFile[] = []): AsyncIterable<Sample> {
  const beside = filesBeside(file.path, nearby);
  const bundles = beside.filter((one) => kindOf(one.content) === 'bundle');
  const bundle = companionOf(
    file.path,
    bundles,
    beside.filter((one) => kindOf(one.content) === 'samples'),
  );
  if (bundle === 'unclear') return;
  const { benchmark } = bundle === undefined ? {} : partOf(mappingOf(bundle.content));
  const task = textOf(partOf(benchmark).name) ?? folderOf(file.path).split('/').at(-1) ?? '';
  const { content } = file;
  const all = content.kind === 'lines' ? content.all() : content.kind === 'document' ? [content.data] : [];
  for await (const data of all) {
    const sample = partOf(data);
    const value = finiteNumber(sample.reward);
    const id = countOf(sample.problem_idx) ?? textOf(sample.problem_idx);
    if (value === undefined || id === undefined) continue;
    const repeat = countOf(sample.repeat) ?? 0;
    yield {
      task,
      metric: 'reward',
      id: repeat === 0 ? String(id) : `${id}#${repeat}`,
      value,
      ...known({
        question: textOf(sample.prompt),
        target: textOf(sample.expected_answer),
        answer: textOf(sample.model_response) ?? textOf(sample.extracted_answer),
      }),
    };
  }
}
