import { type Config, parseConfig } from '../../src/config.ts';
import { readEvaluateConfig } from '../../src/evaluate-config.ts';
import type { Owner } from '../../src/evaluation/job/owner.ts';
import { linesOf, manifestOf, pack } from '../evaluation/home/packages.ts';
import { lmEval, MODEL } from '../frameworks/results-fixtures.ts';
import type { JobReport, StubRun } from '../local-hub/jobs/types.ts';

/** What is asked for, where its results lie, and what the job does. */
export type Scenario = {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly hasBucket: boolean;
  readonly work: 'ends' | 'fails' | 'hangs';
  /** What one start of it may take at most: reckoned by hand, not by the program. */
  readonly most: Most;
};

export type Most = { readonly seconds: number; readonly usd: number };

const ASKED = { framework: 'lm-eval', tasks: 'gsm8k', namespace: 'harbor-labs', format: 'json' };

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'proposed, from a bucket, on a chosen GPU',
    options: { ...ASKED, 'max-cost-usd': '3', 'create-pr': 'true' },
    hasBucket: true,
    work: 'ends',
    most: { seconds: 7 * 86_400, usd: 3 },
  },
  {
    name: 'previewed, from the log, on a named GPU',
    options: { ...ASKED, hardware: 'a10g-small', timeout: '30m' },
    hasBucket: false,
    work: 'ends',
    most: { seconds: 1800, usd: 0.59 },
  },
  {
    name: 'a job that fails',
    options: { ...ASKED, hardware: 't4-small', timeout: '20m' },
    hasBucket: true,
    work: 'fails',
    most: { seconds: 1200, usd: 0.17 },
  },
  {
    name: 'a job that hangs',
    options: { ...ASKED, hardware: 'a10g-large', timeout: '10m', 'max-cost-usd': '1' },
    hasBucket: true,
    work: 'hangs',
    most: { seconds: 600, usd: 0.4 },
  },
];

export function configOf({ options }: Pick<Scenario, 'options'>, endpoint: string, token: string): Config {
  return parseConfig(
    'evaluate',
    { 'repo-id': MODEL, ...options },
    { HF_TOKEN: token, HF_ENDPOINT: endpoint },
    { door: 'cli', readEvaluate: readEvaluateConfig },
  );
}

/** Seconds that the work takes, where it comes to its end. */
export const TAKES = 100;

/** What a job of a scenario does in place of a framework. */
export function workOf({ spec }: JobReport, { work }: Pick<Scenario, 'work'>): StubRun {
  const run = spec.labels['hf-eval-run'] ?? '';
  const says = [
    { at: 0, text: `hf-eval ${run} phase install 2026-11-01T12:00:00Z` },
    { at: 40, text: `hf-eval ${run} phase run 2026-11-01T12:00:40Z` },
    { at: 60, text: 'Running generate_until requests: 50%' },
  ];
  if (work === 'hangs') return { says };
  if (work === 'fails') return { says, ends: { at: TAKES, code: 1 } };
  const text = JSON.stringify(lmEval({ model: MODEL }));
  const files = [{ path: 'results_2026-11-01T12-00-00.json', text }];
  const manifest = manifestOf(files, { run });
  if (spec.volumes.length === 0) {
    const lines = linesOf(pack(files, manifest), { nonce: run, chunk: 400 });
    return { says: [...says, ...lines.map((line) => ({ at: TAKES - 5, text: line }))], ends: { at: TAKES } };
  }
  const write = (path: string, content: string) => ({ at: TAKES - 5, path: `/out/${run}/${path}`, content });
  const writes = [...files.map((file) => write(file.path, file.text)), write('manifest.json', manifest)];
  return { says, writes, ends: { at: TAKES } };
}

/** Who starts first, who next, and what lies between. */
export type Sequel = {
  readonly name: string;
  readonly first: Owner;
  /** Absent: nobody, and the time passes. */
  readonly next?: Owner;
  /** Whether the first is to have been silent for long before the next starts. */
  readonly waits: boolean;
};

export const PROCESS = { kind: 'process', host: 'abc', pid: 1, started: 5 } as const satisfies Owner;
export const WORKFLOW = {
  kind: 'workflow',
  repository: 'harbor-labs/kestrel',
  runId: '77',
  attempt: 1,
  job: 'evaluate',
} as const satisfies Owner;

export const SEQUELS: readonly Sequel[] = [
  { name: 'then the same machine', first: PROCESS, next: { ...PROCESS, pid: 2 }, waits: false },
  { name: 'then the next attempt', first: WORKFLOW, next: { ...WORKFLOW, attempt: 2 }, waits: false },
  { name: 'then another machine', first: PROCESS, next: { ...PROCESS, host: 'def' }, waits: true },
  { name: 'then another run of the workflow', first: WORKFLOW, next: { ...WORKFLOW, runId: '78' }, waits: true },
  { name: 'then nobody', first: PROCESS, waits: false },
];
