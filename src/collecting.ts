import type { Config } from './config.ts';
import { UserError } from './errors.ts';
import { type Collected, collect, mergeCollected, publishCollected, type Regression } from './flows/collect.ts';
import { mergeJson, renderMerge } from './report/changes.ts';
import { renderCollected, renderCollection } from './report/collected.ts';
import { collectionJson } from './report/collected-json.ts';
import type { ShownGate } from './report/gated.ts';
import { errorJson } from './report/json.ts';
import { plainText, printableJson, shorten } from './report/plain-text.ts';
import { publishedJson, renderPublished } from './report/published.ts';
import type { Style } from './report/text.ts';

type Ports = Parameters<typeof publishCollected>[1];

/** What `collect` prints, and the refusal that it ends with where the gate does not let the scores through. */
export type CollectOutput = { readonly text: string; readonly refusal?: UserError };

/**
 * The command `collect`. With a model repo it shows what would change there, or writes it.
 *
 * @param before What JSON has before it, of how the results came about.
 */
export async function runCollect(
  config: Config,
  ports: Ports,
  style: Style,
  before: Readonly<Record<string, unknown>> = {},
): Promise<CollectOutput> {
  const { format, diff } = config;
  const viewOf = (origin: Collected) => ({ scores: renderCollected(origin, style), diff });
  const print = (origin: Collected, text: () => string, more: Readonly<Record<string, unknown>>): CollectOutput => {
    const refusal = refusalOf(origin);
    const data = { ...before, ...collectionJson(origin, more), ...(refusal === undefined ? {} : errorJson(refusal)) };
    const shown = format === 'text' ? text() : format === 'yaml' ? origin.yaml : `${printableJson(data)}\n`;
    return { text: shown, ...(refusal === undefined ? {} : { refusal }) };
  };
  const stop = ({ origin }: Regression): CollectOutput =>
    print(origin, () => `${renderCollected(origin, style).join('\n')}\n`, {});
  if (config.publish !== undefined) {
    const done = await publishCollected(config, ports);
    if (done.status === 'regression') return stop(done);
    return print(done.origin, () => renderPublished(done, viewOf(done.origin), style), publishedJson(done));
  }
  if (config.repoId === undefined) {
    const origin = await collect(config, ports);
    return print(origin, () => renderCollection(origin, style), {});
  }
  const merged = await mergeCollected(config, ports);
  if (merged.status === 'regression') return stop(merged);
  return print(merged.origin, () => renderMerge(merged, viewOf(merged.origin), style), mergeJson(merged));
}

/** What a collection ends with: a regression before anything else, with what failed besides. */
export function refusalOf({ gated, failures = [] }: Collected): UserError | undefined {
  const worse = gated?.failed ? regression(gated) : undefined;
  const [first, ...others] = worse === undefined ? failures : [worse, ...failures];
  if (first === undefined) return undefined;
  const { code, message, hint = '', details } = first;
  const besides = others.map((other) => `Besides, ${other.message} ${other.hint ?? ''}`.trimEnd());
  return new UserError(code, message, {
    hint: [worse === undefined ? `${hint} All else was done.`.trimStart() : hint, ...besides].join('\n'),
    details: { ...details, ...(others.length === 0 ? {} : { besides: others.map(asDetail) }) },
    cause: first,
  });
}

function asDetail({ code, message, details }: UserError): Readonly<Record<string, unknown>> {
  return { code, message, ...details };
}

/** The refusal to go on with scores that are worse than they were. */
function regression({ comparison }: ShownGate): UserError {
  const { baseline, items, unmatched } = comparison;
  const bad = items.filter(({ verdict }) => verdict === 'worse' || verdict === 'inconclusive');
  const worse = items.filter(({ verdict }) => verdict === 'worse');
  const shown = worse.length > 0 ? worse : bad;
  const named = shown
    .slice(0, MOST_NAMED)
    .map(({ benchmark, before, after }) => `${shorten(plainText(benchmark), 100)} ${before} → ${after}`);
  const more = shown.length > named.length ? `; and ${shown.length - named.length} more` : '';
  const what = worse.length > 0 ? 'worse than' : 'not proven as good as';
  return new UserError(
    'regression',
    `The scores are ${what} ${shorten(plainText(baseline), 300)}: ${named.join('; ')}${more}.`,
    {
      hint: `Nothing was written to the model repo. --fail-on says what counts, --tolerance how much does not.${unmatched.length === 0 ? '' : ` The baseline has nothing for ${unmatched.length} of the scores.`}`,
      details: { baseline, worse: worse.map(({ benchmark }) => benchmark) },
    },
  );
}

/** Of the benchmarks that a message names; the rest is counted. */
const MOST_NAMED = 10;
