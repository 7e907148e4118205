import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig, type RawOptions } from '../../src/config.ts';
import { type Collected, collect, mergeCollected } from '../../src/flows/collect.ts';
import type { Ports } from '../../src/flows/load-card.ts';
import type { Merged } from '../../src/flows/merge-scores.ts';
import { makeZip } from '../files/zip.ts';
import { GSM8K, type LmEvalRun, lighteval, lmEval, MODEL, nemoJob, nemoScore } from '../frameworks/results-fixtures.ts';
import { refusalOf } from './publish/publishing.ts';

const CARD = `---
license: mit # ours
pipeline_tag: text-generation
---
# Kestrel 7B
`;
const ports: Ports = {
  fetch: () => Promise.reject(new Error('a local card needs no network')),
  userAgent: 'test',
  say: () => undefined,
  today: '2026-03-09',
};

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hf-eval-collect-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Files = Readonly<Record<string, unknown>>;

function put(files: Files): void {
  for (const [path, data] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(
      join(root, path),
      typeof data === 'string' || data instanceof Uint8Array ? data : JSON.stringify(data),
    );
  }
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const below = (path: string): string => relative(root, path);

function optionsOf(raw: RawOptions): RawOptions {
  return {
    ...raw,
    results: (raw.results ?? 'out')
      .split('\n')
      .map((place) => join(root, place))
      .join('\n'),
  };
}

/** Looks at files alone. */
function look(files: Files, raw: RawOptions = {}): Promise<Collected> {
  put(files);
  return collect(parseConfig('collect', optionsOf(raw), {}), ports);
}

/** Writes what files hold into the local card and beside it. */
async function write(files: Files, raw: RawOptions = {}): Promise<Merged<Collected>> {
  put(files);
  const options = { 'repo-id': MODEL, card: join(root, 'README.md'), write: 'true', ...optionsOf(raw) };
  const merged = await mergeCollected(parseConfig('collect', options, {}), ports);
  if (merged.status === 'regression') throw new Error('there is no gate');
  return merged;
}

const opsOf = ({ changes }: Merged<Collected>): string[] => changes.map(({ op, file }) => `${op} ${file}`);
const strict = (value: number, run: LmEvalRun = {}) =>
  lmEval({ tasks: { gsm8k: { ...GSM8K, metrics: { 'exact_match,strict-match': value } } }, ...run });
const BOTH: RawOptions = { 'output-format': 'both' };
const LATER: LmEvalRun = { version: '0.5.1', date: '2026-03-08', backend: 'vllm' };

describe('scores of files in a model repo', () => {
  it('are written as the file has them, and on the scale of the leaderboard with what is known of the run', async () => {
    expect(opsOf(await write({ 'README.md': CARD, 'out/a.json': strict(0.52) }, BOTH))).toEqual([
      'add README.md',
      'add .eval_results/gsm8k_5_shot.yaml',
    ]);
    expect(read('README.md')).toContain("value: 0.52\n      name: 'exact match (exact_match,strict-match)'");
    expect(read('README.md').startsWith(CARD.slice(0, CARD.lastIndexOf('---')))).toBe(true);
    expect(read('.eval_results/gsm8k_5_shot.yaml')).toBe(`- dataset:
    id: openai/gsm8k
    task_id: gsm8k
  value: 52
  date: '2026-03-04'
  notes: '5-shot, lm-eval 0.4.9, backend hf, no chat template'
`);
  });

  it('change nothing when they are collected again', async () => {
    await write({ 'README.md': CARD, 'out/a.json': strict(0.52) }, BOTH);
    const before = [read('README.md'), read('.eval_results/gsm8k_5_shot.yaml')];
    expect(opsOf(await write({}, BOTH))).toEqual(['keep README.md', 'keep .eval_results/gsm8k_5_shot.yaml']);
    expect([read('README.md'), read('.eval_results/gsm8k_5_shot.yaml')]).toEqual(before);
  });

  it('of a newer version of the framework replace the entry, and what was said of the old run', async () => {
    await write({ 'README.md': CARD, 'out/a.json': strict(0.52) }, BOTH);
    const merged = await write({ 'out/a.json': strict(0.6, LATER) }, { ...BOTH, 'on-conflict': 'replace' });
    expect(opsOf(merged)).toEqual(['replace README.md', 'replace .eval_results/gsm8k_5_shot.yaml']);
    expect(read('.eval_results/gsm8k_5_shot.yaml')).toBe(`- dataset:
    id: openai/gsm8k
    task_id: gsm8k
  value: 60
  date: '2026-03-08'
  notes: '5-shot, lm-eval 0.5.1, backend vllm, no chat template'
`);
    expect(readdirSync(join(root, '.eval_results'))).toEqual(['gsm8k_5_shot.yaml']);
    expect(read('README.md').match(/value:/g)).toHaveLength(1);
  });

  it('of another number of shots stand beside it', async () => {
    await write({ 'README.md': CARD, 'out/a.json': strict(0.52) }, BOTH);
    const eight = lmEval({ tasks: { gsm8k: { ...GSM8K, shots: 8 } } });
    expect(opsOf(await write({ 'out/a.json': eight }, { ...BOTH, 'on-conflict': 'replace' }))).toEqual([
      'add README.md',
      'add .eval_results/gsm8k_8_shot.yaml',
    ]);
  });

  it.each<[string, RawOptions, string[]]>([
    ['are kept', {}, ['conflict README.md', 'conflict .eval_results/gsm8k_5_shot.yaml']],
    ['are replaced', { 'on-conflict': 'replace' }, ['replace README.md', 'replace .eval_results/gsm8k_5_shot.yaml']],
  ])('that differ %s: %o', async (_, raw, ops) => {
    await write({ 'README.md': CARD, 'out/a.json': strict(0.52) }, BOTH);
    expect(opsOf(await write({ 'out/a.json': strict(0.6) }, { ...BOTH, ...raw }))).toEqual(ops);
  });

  it('are in the YAML as far as they would be written', async () => {
    const one = (value: number, task: string, dataset: string) =>
      lmEval({ tasks: { [task]: { metrics: { 'acc_norm,none': value }, samples: 2376, shots: 0, dataset } } });
    const birds = (value: number) => one(value, 'birds', 'org/birds');
    const { yaml, findings, scores } = await look({
      'out/a.json': birds(0.5),
      'out/b.json': birds(0.75),
      'out/c.json': one(1.25, 'arc_easy', 'allenai/ai2_arc'),
      'out/d.json': one(0.25, 'boats', 'org/boats'),
      'out/e.json': one(0.25, 'boats', 'org/boats'),
    });
    expect(scores.map(({ value }) => value)).toEqual([0.5, 0.75, 1.25, 0.25, 0.25]);
    expect(yaml.match(/value: .*/g)).toEqual(['value: 0.25']);
    expect([...findings.values()].flat().map(({ severity, code, message }) => [severity, code, message])).toEqual([
      ['error', 'out-of-range', expect.stringContaining('is 1.25, but a fraction can only lie between 0 and 1')],
      [
        'warning',
        'several-values',
        expect.stringMatching(/has 2 values in the files.*0\.5 \(.*a\.json.*0\.75 \(.*b\.json/),
      ],
    ]);
  });

  it('that cannot be right are not written', async () => {
    const tasks = { gsm8k: { ...GSM8K, metrics: { 'exact_match,strict-match': 1.2 } } };
    const { changes, written } = await write({ 'README.md': CARD, 'out/a.json': lmEval({ tasks }) }, BOTH);
    expect([written, changes.map(({ op }) => op), read('README.md')]).toEqual([false, ['skip'], CARD]);
  });

  it.each(['keep', 'replace'])('of two files that differ on one day are a conflict: %s', async (how) => {
    const files = { 'README.md': CARD, 'out/a.json': strict(0.52), 'out/b.json': strict(0.6) };
    const { changes } = await write(files, { 'on-conflict': how });
    expect(changes.map((change) => [change.op, 'reason' in change ? change.reason : ''])).toEqual([
      ['conflict', 'the sources give 2 values for it'],
      ['conflict', 'the sources give 2 values for it'],
    ]);
    expect(read('README.md')).toBe(CARD);
  });

  it('of two files that agree are one', async () => {
    expect(opsOf(await write({ 'README.md': CARD, 'out/a.json': strict(0.52), 'out/b.json': strict(0.52) }))).toEqual([
      'add README.md',
    ]);
  });
});

describe('an entry that the publisher of NeMo Evaluator wrote', () => {
  const NOTES = 'Generated by Nemo Evaluator v0.2.8 (launcher v0.2.6)';
  const entry = (notes: string): string => `- dataset:
    id: openai/gsm8k
    task_id: gsm8k
  value: 48.1
  date: '2026-01-05' # theirs
  notes: ${notes}
`;
  const job = nemoJob('out/job', {
    framework: 'lm-evaluation-harness',
    tasks: { gsm8k: nemoScore('exact_match__strict-match', { 'exact_match__strict-match': 0.52 }) },
  });
  const RAW: RawOptions = { 'output-format': 'eval-results', 'on-conflict': 'replace' };

  it('is replaced by a new run of the same benchmark, with its own remarks', async () => {
    const files = { 'README.md': CARD, '.eval_results/theirs.yaml': entry(NOTES), ...job };
    expect(opsOf(await write(files, RAW))).toEqual(['replace .eval_results/theirs.yaml']);
    expect(read('.eval_results/theirs.yaml')).toBe(`- dataset:
    id: openai/gsm8k
    task_id: gsm8k
  value: 52
  date: '2026-03-04' # theirs
  notes: nemo-evaluator 0.2.8
`);
    expect(readdirSync(join(root, '.eval_results'))).toEqual(['theirs.yaml']);
  });

  it('is in conflict with it by default, and stays', async () => {
    const files = { 'README.md': CARD, '.eval_results/theirs.yaml': entry(NOTES), ...job };
    expect(opsOf(await write(files, { ...RAW, 'on-conflict': 'keep' }))).toEqual([
      'conflict .eval_results/theirs.yaml',
    ]);
    expect(read('.eval_results/theirs.yaml')).toBe(entry(NOTES));
  });

  it('stays beside one of another setup', async () => {
    const theirs = entry(`8-shot, ${NOTES}`);
    expect(opsOf(await write({ 'README.md': CARD, '.eval_results/theirs.yaml': theirs, ...job }, RAW))).toEqual([
      'add .eval_results/gsm8k.yaml',
    ]);
    expect(read('.eval_results/theirs.yaml')).toBe(theirs);
  });
});

describe('a run on a part of the data', () => {
  const ten = lmEval({ limit: 10, date: '2026-03-08', tasks: { gsm8k: { ...GSM8K, samples: 10, of: 1319 } } });
  const ALLOWED: RawOptions = { ...BOTH, 'allow-partial': 'true', 'on-conflict': 'replace' };

  it('never replaces a full one, and goes to no leaderboard', async () => {
    await write({ 'README.md': CARD, 'out/a.json': strict(0.52) }, BOTH);
    const full = [read('README.md'), read('.eval_results/gsm8k_5_shot.yaml')];
    rmSync(join(root, 'out'), { recursive: true });
    const merged = await write({ 'out/b.json': ten }, ALLOWED);
    expect(opsOf(merged)).toEqual(['add README.md']);
    expect(merged.leftOut?.map(({ reason }) => reason)).toEqual(['no leaderboard is known for it']);
    expect(read('.eval_results/gsm8k_5_shot.yaml')).toBe(full[1]);
    expect(read('README.md')).toContain('value: 0.52\n');
    expect(read('README.md')).toContain('(partial: 10 of 1319 samples)');
  });

  it('is replaced by a larger one', async () => {
    const most = lmEval({
      tasks: { gsm8k: { ...GSM8K, metrics: { 'exact_match,strict-match': 0.7 }, samples: 900, of: 1319 } },
    });
    await write({ 'README.md': CARD, 'out/a.json': ten }, ALLOWED);
    expect(opsOf(await write({ 'out/a.json': most }, ALLOWED))).toEqual(['replace README.md']);
    expect(read('README.md').match(/value:/g)).toHaveLength(1);
  });
});

describe('a card that counts in percent', () => {
  it('goes on doing so', async () => {
    await write({ 'README.md': CARD, 'out/a.json': strict(0.52) });
    const percent = read('README.md').replace('value: 0.52', 'value: 51.40');
    expect(opsOf(await write({ 'README.md': percent }, { 'on-conflict': 'replace' }))).toEqual(['replace README.md']);
    expect(read('README.md')).toBe(percent.replace('51.40', '52'));
  });

  it('is told of a value that differs on its own scale', async () => {
    await write({ 'README.md': CARD, 'out/a.json': strict(0.52) });
    const percent = read('README.md').replace('value: 0.52', 'value: 51.40');
    const { changes } = await write({ 'README.md': percent });
    expect(changes).toMatchObject([{ op: 'conflict', offered: { value: 52 }, held: { value: 51.4 } }]);
  });
});

describe('the task', () => {
  it.each<[string, string, RawOptions, string]>([
    ["is the card's own", CARD.replace('text-generation', 'question-answering'), {}, 'question-answering'],
    ['is said by --task-type', CARD, { 'task-type': 'question-answering' }, 'question-answering'],
    ['is text-generation else', '# Kestrel\n', {}, 'text-generation'],
  ])('%s', async (_, card, raw, task) => {
    await write({ 'README.md': card, 'out/a.json': strict(0.52) }, raw);
    expect(read('README.md')).toContain(`task:\n      type: ${task}\n`);
  });
});

describe('what is given is found', () => {
  const stamped = 'results_2026-03-04T10-00-00.000001.json';

  it('in a zip archive, as in a folder', async () => {
    const inside = { 'run/a.json': JSON.stringify(strict(0.52)), 'notes.txt': 'by hand' };
    const zipped = await look({ 'all.zip': makeZip(inside) }, { results: 'all.zip' });
    expect(zipped.collection.files.map(({ path }) => below(path))).toEqual(['all.zip/notes.txt', 'all.zip/run/a.json']);
    expect(zipped.scores.map(({ value }) => value)).toEqual([0.52]);
  });

  it.each([
    '../../evil.json',
    '/etc/evil.json',
    'a/../../evil.json',
    'C:\\evil.json',
    '..\\evil.json',
    '\u001b[2Jx.json',
  ])('and in an archive the name %j is a name only: nothing is written anywhere', async (name) => {
    const archive = makeZip({ [name]: JSON.stringify(strict(0.9)), 'good.json': JSON.stringify(strict(0.52)) });
    put({ 'deep/er/all.zip': archive });
    const before = readdirSync(root, { recursive: true });
    const found = await look({}, { results: 'deep/er/all.zip' }).catch((error: unknown) => error as Error);
    expect(readdirSync(root, { recursive: true })).toEqual(before);
    if (found instanceof Error) expect(found).toMatchObject({ code: expect.stringMatching(/^no-/) });
    else
      for (const { path } of found.collection.files) expect(path.startsWith(join(root, 'deep/er/all.zip'))).toBe(true);
  });

  it('among files that cannot be read, which are listed with the reason', async () => {
    const files = {
      'out/a.json': strict(0.52),
      'out/cut.json': JSON.stringify(strict(0.6)).slice(0, 300),
      'out/empty.json': '',
      'out/noise.bin': new Uint8Array(9000).fill(0xff),
      'out/broken.zip': 'PK\u0003\u0004 and no more',
      'out/table.parquet': 'PAR1 and no more',
    };
    const { collection, scores } = await look(files);
    expect(scores).toHaveLength(1);
    expect(collection.files.map(({ path, reason }) => [below(path), reason !== undefined])).toEqual([
      ['out/a.json', false],
      ['out/broken.zip', true],
      ['out/cut.json', true],
      ['out/empty.json', true],
      ['out/noise.bin', true],
      ['out/table.parquet', true],
    ]);
    expect(collection.files[2]?.reason).toMatch(/out\/cut\.json cannot be read: it is no whole JSON/);
  });

  it('beside one that is recognised and cannot be read', async () => {
    const broken = makeZip({ 'header.json': '{"version": 2}' });
    const { collection, scores } = await look({ 'out/a.json': strict(0.52), 'out/log.eval': broken });
    expect(scores).toHaveLength(1);
    expect(
      collection.files.map(({ path, framework, reason }) => [below(path), framework, reason !== undefined]),
    ).toEqual([
      ['out/a.json', 'lm-eval', false],
      ['out/log.eval', 'inspect-ai', true],
    ]);
  });

  it('of the task that a local card states, with a report or without', async () => {
    const files = { 'T.md': CARD.replace('text-generation', 'image-text-to-text'), 'out/a.json': strict(0.52) };
    const raw = { card: join(root, 'T.md') };
    const [plain, reported] = [await look(files, raw), await look(files, { ...raw, report: join(root, 'r.html') })];
    expect(plain.yaml).toContain('type: image-text-to-text');
    expect(reported.yaml).toBe(plain.yaml);
    expect((await refusalOf(look(files, { card: join(root, 'missing.md') }))).code).toBe('no-card');
  });

  it('by a pattern, without what it does not name', async () => {
    const files = { [`out/x/${stamped}`]: lighteval(), 'out/x/old.json': strict(0.1) };
    const { collection } = await look(files, { results: 'out/**/results_*.json' });
    expect(collection.files.map(({ path }) => below(path))).toEqual([`out/x/${stamped}`]);
  });

  it('with numbers that are none, as Python writes them', async () => {
    const text = JSON.stringify(strict(0.52)).replace('"higher"', '').replace('"limit":null', '"limit":null,"x":NaN');
    expect(text).toContain('NaN');
    expect((await look({ 'out/a.json': text })).scores).toHaveLength(1);
  });
});

describe('nothing to collect is an error that says why', () => {
  it.each<[string, Files, RawOptions, string, string]>([
    ['no files', {}, { results: 'lost' }, 'no-results', 'There are no files at'],
    ['nothing that is known', { 'out/a.json': { hello: 1 } }, {}, 'no-scores', 'of no framework that is known'],
    [
      'a failed run',
      nemoJob('out/j', { exit: 1, groups: { gsm8k: nemoScore('acc', { acc: 1 }) } }),
      {},
      'no-scores',
      'The run failed',
    ],
    ['a run on a part', { 'out/a.json': lmEval({ limit: 10, uncounted: true }) }, {}, 'no-scores', '--allow-partial'],
    [
      'a metric to be chosen',
      { 'out/a.json': lmEval({ tasks: { mine: { ...GSM8K, dataset: 'org/x' } } }) },
      {},
      'no-scores',
      'choose with --metrics',
    ],
    [
      'another model',
      { 'out/a.json': strict(0.5, { model: 'org/Heron-13B' }) },
      { 'repo-id': MODEL },
      'other-model',
      'it is of another model',
    ],
    [
      'a step',
      { 'out/a.json': strict(0.5, { revision: 'step-5' }) },
      { 'repo-id': MODEL },
      'no-scores',
      '--revision step-5',
    ],
    [
      'a folder',
      { 'out/a.json': strict(0.5, { model: './ckpt' }) },
      { 'repo-id': MODEL },
      'other-model',
      '--model-map ./ckpt=',
    ],
    [
      'two models',
      { 'out/a.json': strict(0.5), 'out/b.json': strict(0.5, { model: 'org/Heron-13B' }) },
      {},
      'other-model',
      '--repo-id',
    ],
  ])('%s', async (_, files, raw, code, says) => {
    const error = await refusalOf(look(files, raw));
    expect([error.code, `${error.message}\n${error.hint}`]).toEqual([code, expect.stringContaining(says)]);
  });

  it('with every file in its details', async () => {
    const error = await refusalOf(
      look({ 'out/a.json': { hello: 1 }, 'out/b.json': lmEval({ limit: 10, uncounted: true }) }),
    );
    expect(error.details).toMatchObject({
      files: [
        { path: expect.stringContaining('a.json'), scores: [], refused: [] },
        {
          framework: 'lm-eval',
          verdict: 'partial',
          scores: [{ benchmark: 'gsm8k', taken: false }, { taken: false }],
          refused: [{}, { reason: expect.stringContaining('--allow-partial') }],
        },
      ],
    });
  });
});

describe('scores over revisions', () => {
  const STEPS = {
    'out/a.json': strict(0.2, { revision: 'step-2000' }),
    'out/b.json': strict(0.1, { revision: 'step-1000' }),
    'out/c.json': strict(0.5, { revision: 'main' }),
  };

  it('are a line, oldest first, while only those of the revision are written', async () => {
    const merged = await write({ 'README.md': CARD, ...STEPS });
    expect(merged.origin.trend).toEqual({
      revisions: ['step-1000', 'step-2000', 'main'],
      lines: [
        {
          benchmark: 'GSM8K, 5-shot · exact match (exact_match,strict-match)',
          values: [0.1, 0.2, 0.5],
          stderrs: [undefined, undefined, undefined],
        },
      ],
    });
    expect(read('README.md').match(/value: .+/g)).toEqual(['value: 0.5']);
    expect(opsOf(merged)).toEqual(['add README.md']);
  });

  it('are a line, too, where the user says what the files are of', async () => {
    const files = {
      'README.md': CARD,
      'out/a.json': strict(0.2, { model: './ckpt-2' }),
      'out/b.json': strict(0.1, { model: './ckpt-1' }),
      'out/c.json': strict(0.5, { revision: 'main' }),
    };
    const map = `./ckpt-1=${MODEL}@step-1000\n./ckpt-2=${MODEL}@step-2000`;
    const { origin } = await write(files, { 'model-map': map });
    expect(origin.trend?.revisions).toEqual(['step-1000', 'step-2000', 'main']);
    expect(origin.trend?.lines.map(({ values }) => values)).toEqual([[0.1, 0.2, 0.5]]);
  });

  it('are none of other models', async () => {
    const files = {
      'README.md': CARD,
      'out/a.json': strict(0.5, { revision: 'main' }),
      'out/b.json': strict(0.9, { model: 'org/Heron-13B', revision: 'v2' }),
    };
    expect((await write(files)).origin).not.toHaveProperty('trend');
  });
});

describe('report and exports', () => {
  const FILES = { 'README.md': CARD, 'out/a.json': strict(0.52), 'old/a.json': strict(0.6) };
  const inRoot = (path: string): string => join(root, path);

  it.each<[string, () => RawOptions]>([
    ['the card', () => ({ report: inRoot('README.md') })],
    ['the leaderboard entries', () => ({ export: `csv=${inRoot('.eval_results/new.yaml')}` })],
    ['the results', () => ({ export: `csv=${inRoot('s.csv')}\njson=${inRoot('out/a.json')}` })],
    [
      'the baseline',
      () => ({ baseline: inRoot('old'), export: `csv=${inRoot('s.csv')}\njson=${inRoot('old/a.json')}` }),
    ],
    ['the benchmarks', () => ({ benchmarks: inRoot('mine.yaml'), report: inRoot('mine.yaml') })],
    ['one another', () => ({ report: inRoot('x'), export: `csv=${inRoot('x')}` })],
  ])('never take the place of %s', async (_, raw) => {
    const files = { ...FILES, 'mine.yaml': '- {name: Mine, dataset: {id: org/mine}}\n' };
    put(files);
    const before = readdirSync(root, { recursive: true }).sort();
    expect((await refusalOf(write(files, raw()))).code).toBe('usage');
    expect(readdirSync(root, { recursive: true }).sort()).toEqual(before);
    expect([read('README.md'), read('out/a.json')]).toEqual([CARD, JSON.stringify(FILES['out/a.json'])]);
  });

  it('are written anew beside the results, as often as they are asked for', async () => {
    const names = ['json=out/s.json', 'csv=out/s.csv', 'junit=out/s.xml', 'eee=out/eee'];
    const raw = (): RawOptions => ({
      report: inRoot('out/report.html'),
      export: names.map((name) => name.replace('=', `=${root}/`)).join('\n'),
    });
    await write(FILES, raw());
    const { origin } = await write({ 'out/a.json': strict(0.53) }, raw());
    expect([origin.scores.map(({ value }) => value), read('out/s.csv')]).toEqual([
      [0.53],
      expect.stringContaining(',0.53,'),
    ]);
  });

  it('that fail are told when the work fails, too', async () => {
    const said: string[] = [];
    put({ ...FILES, 'README.md': CARD.replace('---\n#', 'model-index: [\n---\n#') });
    const options = { 'repo-id': MODEL, card: inRoot('README.md'), export: 'mlflow', ...optionsOf({}) };
    const config = parseConfig('collect', options, { MLFLOW_TRACKING_URI: 'http://mlflow.test' });
    const fetch = () => Promise.resolve(new Response('no room', { status: 400 }));
    const error = await refusalOf(mergeCollected(config, { ...ports, fetch, say: (line) => said.push(line) }));
    expect([error.code, said]).toEqual(['invalid-card', [expect.stringMatching(/^mlflow-failed: .*no room/)]]);
  });
});
