import type { MetricChoice } from './frameworks/choose-metrics.ts';
import type { Target } from './frameworks/identity.ts';
import { DEFAULT_ALPHA } from './gate/alpha.ts';
import type { GateOptions } from './gate/comparison.ts';
import { suggest } from './nearest.ts';
import type { OptionName } from './options.ts';
import { quote, type RawEnvironment, readFlag, readLines } from './raw-options.ts';
import { isRepoId } from './scores/repo-id.ts';

/** What is to be collected, checked. */
export type CollectConfig = {
  /** Files, folders, patterns, archives. At least one, where no job is named. */
  readonly results: readonly string[];
  /** A job whose results are meant. */
  readonly job?: JobChoice;
  /** Folder in which the files of a job are kept. */
  readonly outputDir?: string;
  /** The folder among the results to which those of a job were brought, what it is called, and the page of the job. */
  readonly brought?: {
    readonly folder: string;
    readonly name: string;
    readonly url: string;
    /** The commit of the model that was asked for just now. */
    readonly sha?: string;
  };
  /** The beginning of the stamp of the run that is meant, of those in a dataset on the Hub. */
  readonly at?: string;
  readonly models: Target['models'];
  readonly metrics: MetricChoice;
  readonly allowPartial: boolean;
  readonly allowUnknown: boolean;
  readonly sourceUrl?: string;
  /** What the scores are compared with. */
  readonly gate?: {
    readonly baseline: BaselinePlace;
    readonly failOn: 'worse' | 'worse-or-inconclusive' | 'never';
    readonly alpha: number;
    readonly tolerance: NonNullable<GateOptions['tolerance']>;
  };
  /** Path of an HTML page. */
  readonly report?: string;
  readonly exports: readonly Export[];
  /** Where to log to, when that is asked for. */
  readonly mlflow?: {
    readonly trackingUri: string;
    readonly experiment: string;
    readonly token?: string;
    readonly username?: string;
    readonly password?: string;
  };
};

/** A job, as it is named, and whether its end is waited for. */
export type JobChoice = { readonly id: string; readonly namespace?: string; readonly wait: boolean };

/** What scores are compared with: what a model repo holds, or held at a git ref, or the results of an earlier run. */
export type BaselinePlace =
  | { readonly kind: 'card' | 'eval-results' }
  | { readonly kind: 'git'; readonly ref: string }
  | { readonly kind: 'files'; readonly places: readonly string[] };

/** Scores for another program: the path of a file, or of a folder for Every Eval Ever; of MLflow the experiment. */
export type Export = { readonly format: 'json' | 'csv' | 'junit' | 'eee' | 'mlflow'; readonly to: string };

/** Checks the options of `collect`. */
export function readCollectConfig(
  get: (name: OptionName) => string | undefined,
  env: RawEnvironment,
  problems: string[],
): CollectConfig {
  const results = readLines(get('results'));
  const sourceUrl = get('source-url');
  if (sourceUrl !== undefined && !/^https?:$/.test(URL.canParse(sourceUrl) ? new URL(sourceUrl).protocol : ''))
    problems.push(`--source-url must be an http(s) URL, not ${quote(sourceUrl)}`);
  const report = get('report');
  const job = readJobChoice(get, problems);
  const outputDir = get('output-dir');
  const at = get('at');
  if (at !== undefined && !/^\d{4}[\d:T.-]*$/.test(at))
    problems.push(`--at must be the beginning of a stamp such as 2026-02-03T10, not ${quote(at)}`);
  const exports = readLines(get('export')).flatMap((line) => readExport(line, problems) ?? []);
  return {
    results,
    ...(job === undefined ? {} : { job }),
    ...(outputDir === undefined ? {} : { outputDir }),
    ...(at === undefined ? {} : { at }),
    models: readModelMap(readLines(get('model-map')), problems),
    metrics: readMetrics(get('metrics')),
    allowPartial: readFlag(get('allow-partial'), 'allow-partial', problems),
    allowUnknown: readFlag(get('allow-unknown'), 'allow-unknown', problems),
    ...(sourceUrl === undefined ? {} : { sourceUrl }),
    ...readGate(get, problems),
    ...(report === undefined ? {} : { report }),
    exports,
    ...readMlflow(exports, env, problems),
  };
}

/** `ID`, `NAMESPACE/ID`, or the address of a page of the Hub. */
function readJobChoice(get: (name: OptionName) => string | undefined, problems: string[]): JobChoice | undefined {
  const job = get('job');
  if (job === undefined) return undefined;
  const path = URL.canParse(job) ? new URL(job).pathname.replace(/^\/jobs\//, '') : job;
  const [, owner, id] = /^(?:([\w-][\w.-]{0,95})\/)?([0-9a-f]{24})$/.exec(path) ?? [];
  const namespace = owner ?? get('namespace');
  const wait = get('wait') === undefined || readFlag(get('wait'), 'wait', problems);
  if (id === undefined)
    problems.push(
      `--job must be the id of a job, 24 hex digits, NAMESPACE/ID or the address of its page, not ${quote(job)}`,
    );
  if (owner !== undefined && get('namespace') !== undefined && owner !== get('namespace'))
    problems.push(`--job is one of ${owner}, and --namespace says ${quote(get('namespace') ?? '')}`);
  return { id: id ?? '', wait, ...(namespace === undefined ? {} : { namespace }) };
}

function readGate(get: (name: OptionName) => string | undefined, problems: string[]): Pick<CollectConfig, 'gate'> {
  const baseline = readLines(get('baseline'));
  if (baseline.includes('git:'))
    problems.push(
      '--baseline git: needs a branch, tag or commit behind it; where it comes from a variable, that is empty',
    );
  const alpha = Number(get('alpha') ?? DEFAULT_ALPHA);
  if (!(alpha > 0 && alpha < 0.5))
    problems.push(`--alpha must be a number between 0 and 0.5, not ${quote(get('alpha') ?? '')}`);
  const tolerance = readTolerance(get('tolerance'), problems);
  const failOn = (get('fail-on') ?? 'worse') as NonNullable<CollectConfig['gate']>['failOn'];
  if (baseline.length === 0) return {};
  return { gate: { baseline: readBaseline(baseline, problems), failOn, alpha, tolerance } };
}

/** Is it one of the words for what a model repo holds? */
export function isHeld(place: string): boolean {
  return /^(?:card$|eval-results$|git:)/.test(place);
}

function readBaseline(places: readonly string[], problems: string[]): BaselinePlace {
  const [first = ''] = places;
  for (const place of places) {
    const word = /^card$/i.test(place) ? 'card' : /^\.?eval[-_]?results$/i.test(place) ? 'eval-results' : place;
    if (word !== place)
      problems.push(`--baseline ${quote(place)} is no word for what a repo holds (did you mean ${word}?)`);
  }
  if (places.length > 1 && places.some(isHeld))
    problems.push('--baseline takes one of card, eval-results and git:REF, or result files, but not several of them');
  if (first === 'card' || first === 'eval-results') return { kind: first };
  if (isHeld(first)) return { kind: 'git', ref: first.slice('git:'.length) };
  return { kind: 'files', places };
}

/** As comparisons print it: `GSM8K, 5-shot`. */
const NAME_OF_SETUP = /^(?!\d+,)[^,]+, \d+-shot(?:, .+)?$/;

/** `1 GSM8K=2`: names may have spaces in them, numbers may not. */
function readTolerance(value: string | undefined, problems: string[]): NonNullable<GateOptions['tolerance']> {
  const byBenchmark = new Map<string, number>();
  let general: number | undefined;
  let rest = (value ?? '').trim();
  while (rest !== '') {
    const [word, name, points] = /^(?:(\d{1,6}(?:\.\d{1,6})?)(?=\s|$))/.test(rest)
      ? [/^\S+/.exec(rest)?.[0] ?? rest, undefined, /^\S+/.exec(rest)?.[0]]
      : (/^([^=\n]+?)\s*=\s*(\d{1,6}(?:\.\d{1,6})?)(?=\s|$)/.exec(rest) ?? [rest]);
    if (word.includes(',') && !NAME_OF_SETUP.test(name ?? ''))
      problems.push(`--tolerance takes spaces between its parts, no commas: 1 GSM8K=2, not ${quote(word)}`);
    else if (points === undefined)
      problems.push(`--tolerance must be points such as 1, or GSM8K=2, not ${quote(word)}`);
    else if (name !== undefined) byBenchmark.set(name, Number(points));
    else if (general === undefined) general = Number(points);
    else problems.push('--tolerance has more than one number for all benchmarks');
    rest = rest.slice(word.length).trim();
  }
  return { ...(general === undefined ? {} : { general }), ...(byBenchmark.size === 0 ? {} : { byBenchmark }) };
}

/** The variables are those of MLflow's own clients. */
function readMlflow(
  exports: readonly Export[],
  env: RawEnvironment,
  problems: string[],
): Pick<CollectConfig, 'mlflow'> {
  const [wanted, second] = exports.filter(({ format }) => format === 'mlflow');
  if (wanted === undefined) return {};
  if (second !== undefined) problems.push('--export mlflow is given twice: a run is logged to one experiment');
  const trackingUri = env.MLFLOW_TRACKING_URI?.trim() ?? '';
  if (trackingUri === '') problems.push('--export mlflow needs MLFLOW_TRACKING_URI, the address of the MLflow server');
  const { MLFLOW_TRACKING_TOKEN: token, MLFLOW_TRACKING_USERNAME: username, MLFLOW_TRACKING_PASSWORD: password } = env;
  if (!username !== !password)
    problems.push('of MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD only one is set: set both, or neither');
  return {
    mlflow: {
      trackingUri,
      experiment: wanted.to || env.MLFLOW_EXPERIMENT_NAME?.trim() || 'hf-eval',
      ...(token ? { token } : {}),
      ...(username ? { username } : {}),
      ...(password ? { password } : {}),
    },
  };
}

const FORMATS: readonly Export['format'][] = ['json', 'csv', 'junit', 'eee', 'mlflow'];

function readExport(line: string, problems: string[]): Export | undefined {
  const [, name = '', to = ''] = /^([^=]*)(?:=(.*))?$/s.exec(line) ?? [];
  const format = FORMATS.find((one) => one === name.trim());
  if (format === undefined)
    problems.push(`--export must be one of ${FORMATS.join(', ')}, not ${quote(name)}${suggest(name, FORMATS)}`);
  else if (to.trim() === '' && format !== 'mlflow') problems.push(`--export ${format} needs a path: ${format}=PATH`);
  else return { format, to: to.trim() };
  return undefined;
}

function readMetrics(value = 'primary'): MetricChoice {
  return value === 'primary' || value === 'all' ? value : value.split(/\s+/);
}

/** `NAME=ORG/MODEL@REVISION`; names may have `=` in them, repos may not. */
function readModelMap(lines: readonly string[], problems: string[]): Target['models'] {
  const models = new Map<string, { readonly repoId: string; readonly revision?: string }>();
  for (const line of lines) {
    const [, name = '', repoId, revision] = /^(.+)=([^=@\s]+)(?:@([^@=\s]+))?$/.exec(line) ?? [];
    if (repoId === undefined || !isRepoId(repoId)) {
      problems.push(`--model-map must be NAME=ORG/MODEL or NAME=ORG/MODEL@REVISION, not ${quote(line)}`);
    } else if (models.has(name)) problems.push(`--model-map has ${quote(name)} twice`);
    else models.set(name, { repoId, ...(revision === undefined ? {} : { revision }) });
  }
  return models;
}
