import { asInputs } from './as-inputs.ts';
import { refusalOf } from './collecting.ts';
import type { UserError } from './errors.ts';
import { type Collected, collect, mergeCollected, publishCollected } from './flows/collect.ts';
import { type Door, setOutputs } from './modes.ts';
import type { OutputName } from './outputs.ts';
import { mergeJson, renderMerge } from './report/changes.ts';
import { summarizeMerge, summarizePublished } from './report/changes-summary.ts';
import { renderCollected, renderCollection } from './report/collected.ts';
import { collectionJson } from './report/collected-json.ts';
import { summarizeCollection } from './report/collected-summary.ts';
import { printableJson } from './report/plain-text.ts';
import { publishedJson, publishedOutputs, renderPublished } from './report/published.ts';
import { summarizeError } from './report/summary.ts';
import { plainStyle, renderError } from './report/text.ts';

/**
 * `source: results`, in the modes `preview`, `pull-request` and `push`.
 *
 * @param before What the output `results` has before it, of how the files came about.
 * @returns What failed beside the work of the mode, which is told already.
 * @throws UserError what collecting and publishing throw; `regression`.
 */
export async function collectResults(door: Door, before: Before = {}): Promise<UserError | undefined> {
  const { config, ports, runner } = door;
  const { token, password } = config.collect?.mlflow ?? {};
  for (const secret of [token, password]) if (secret !== undefined) runner.addMask(secret);
  const viewOf = (origin: Collected) => ({ scores: renderCollected(origin, plainStyle), diff: true, words: asInputs });
  if (config.publish !== undefined) {
    const published = await publishCollected(config, ports);
    if (published.status === 'regression') return stop(door, published.origin, before);
    runner.group('Scores', renderPublished(published, viewOf(published.origin), plainStyle));
    runner.appendSummary(summarizePublished(published, summarizeCollection(published.origin)));
    return tell(door, published.origin, { ...before, ...publishedJson(published) }, publishedOutputs(published));
  }
  if (config.repoId === undefined) {
    const origin = await collect(config, ports);
    if (origin.gated?.failed) return stop(door, origin, before);
    runner.group('Scores', renderCollection(origin, plainStyle));
    runner.appendSummary(summarizeCollection(origin));
    return tell(door, origin, before, { status: origin.status, changed: 'false' });
  }
  const merged = await mergeCollected(config, ports);
  if (merged.status === 'regression') return stop(door, merged.origin, before);
  runner.group('Scores', renderMerge(merged, viewOf(merged.origin), plainStyle));
  runner.appendSummary(summarizeMerge(merged, summarizeCollection(merged.origin)));
  return tell(
    door,
    merged.origin,
    { ...before, ...mergeJson(merged) },
    { status: merged.origin.status, changed: 'false' },
  );
}

type Before = Readonly<Record<string, unknown>>;

/** Of a question or an answer in an output, which all share with those of other steps. */
const MOST_TEXT = 300;

/** Shows what the gate does not let through, and fails. */
function stop(door: Door, origin: Collected, before: Before): never {
  const { runner } = door;
  runner.group('Scores', `${renderCollected(origin, plainStyle).join('\n')}\n`);
  runner.appendSummary(summarizeCollection(origin));
  setResults(door, origin, before, {});
  throw refusalOf(origin) ?? new Error('there is no comparison');
}

function setResults(
  { runner }: Door,
  origin: Collected,
  more: Readonly<Record<string, unknown>>,
  outputs: Readonly<Partial<Record<OutputName, string>>>,
): void {
  const results = printableJson(collectionJson(origin, more, MOST_TEXT), 0);
  setOutputs(runner, { results, yaml: origin.yaml, ...outputs });
}

/** Sets the outputs, and tells what failed beside what they say. */
function tell(
  door: Door,
  origin: Collected,
  more: Readonly<Record<string, unknown>>,
  outputs: Readonly<Partial<Record<OutputName, string>>>,
): UserError | undefined {
  setResults(door, origin, more, outputs);
  const failure = refusalOf(origin);
  if (failure === undefined) return undefined;
  const { runner } = door;
  runner.annotate({ level: 'error', title: failure.code, message: renderError(failure, plainStyle) });
  runner.appendSummary(summarizeError(failure, 'Failed'));
  setOutputs(runner, { code: failure.code });
  return failure;
}
