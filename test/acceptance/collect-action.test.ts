import { describe, expect, it } from 'vitest';
import { useFreshHub } from '../flows/publish/fresh-hub.ts';
import { BOT, changingRequests, fileAt, headOf, OWNER, REPO, statuses, valuesAt } from '../flows/publish/publishing.ts';
import { GSM8K, type LmEvalRun, lmEval } from '../frameworks/results-fixtures.ts';
import { refOf } from '../local-hub/discussions.ts';
import type { LocalHub } from '../local-hub/server.ts';
import { renderSummary } from './rendered-summary.ts';
import { type ActionRun, runAction } from './run-action.ts';
import type { Files } from './run-cli.ts';

let hub: LocalHub;

useFreshHub((started) => {
  hub = started;
});

/** A run of the model whose GSM8K has this value. */
function run(value: number, changes: LmEvalRun = {}): string {
  const metrics = { 'exact_match,strict-match': value, 'exact_match_stderr,strict-match': 0.0137 };
  return JSON.stringify(lmEval({ model: REPO, tasks: { gsm8k: { ...GSM8K, metrics } }, ...changes }));
}

function step(
  mode: string,
  files: Files,
  { token = BOT, ...inputs }: Record<string, string> & { readonly token?: string } = {},
): Promise<ActionRun> {
  return runAction(
    { mode, source: 'results', 'repo-id': REPO, results: 'out', 'hf-token': token, ...inputs },
    { files, env: { HF_ENDPOINT: hub.url } },
  );
}

const PAGE = () => `${hub.url}/${REPO}/discussions/1`;
const LEADERBOARD = '.eval_results/gsm8k_5_shot.yaml';
const headings = ({ summary }: ActionRun): string[] => summary.split('\n').filter((line) => /^#+ /.test(line));
const BOTH = { 'output-format': 'both' };

describe('source results, mode preview', () => {
  it('shows what would change, and writes nothing', async () => {
    const done = await step(
      'preview',
      { 'out/a.json': run(0.52), 'out/b.json': run(0.9, { model: 'org/Heron-13B' }) },
      BOTH,
    );
    expect([done.code, done.stderr, done.outputs.status, done.outputs.changed]).toEqual([0, '', 'collected', 'false']);
    expect(JSON.parse(done.outputs.results ?? '')).toMatchObject({
      repo_id: REPO,
      files: [
        { path: 'out/a.json', verdict: 'full' },
        { path: 'out/b.json', reason: expect.stringContaining('another model') },
      ],
      results: [{ benchmark: 'GSM8K', value: 0.52 }],
      changes: [
        { op: 'add', file: 'README.md', value: 0.52 },
        { op: 'add', file: LEADERBOARD, value: 52 },
      ],
    });
    expect(done.outputs.yaml).toMatch(/^model-index:\n/);
    expect(headings(done)[0]).toBe('## 2 changes, not written yet');
    const { tables, details } = renderSummary(done.summary);
    expect(details).toContain('2 files');
    expect(tables.flat(2)).toContain('it is of another model: org/Heron-13B.');
    expect([changingRequests(hub), statuses(hub)]).toEqual([[], '']);
  });

  it('needs no repo to show what files hold', async () => {
    const done = await step('preview', { 'out/a.json': run(0.52) }, { 'repo-id': '' });
    expect([done.code, done.outputs.status, headings(done)[0]]).toEqual([0, 'collected', '## 1 score of Kestrel-7B']);
    expect(hub.requests).toEqual([]);
  });

  it.each<[string, Files, string]>([
    ['no files', {}, 'no-results'],
    ['no scores', { 'out/a.json': '{"a": 1}' }, 'no-scores'],
    ['another model', { 'out/a.json': run(0.5, { model: 'org/Heron-13B' }) }, 'other-model'],
  ])('refuses %s', async (_, files, code) => {
    const done = await step('preview', files);
    expect([done.code, done.outputs.status, done.outputs.code]).toEqual([1, 'refused', code]);
    expect(done.annotations).toMatchObject([{ name: 'error', properties: { title: code } }]);
    expect(headings(done)).toEqual([`## Refused: ${code}`]);
  });
});

describe('inputs of result files without their source', () => {
  it.each(['preview', 'pull-request', 'push'])(
    'stop mode %s: the table of the card is not taken instead',
    async (mode) => {
      const done = await runAction(
        { mode, 'repo-id': REPO, 'hf-token': OWNER, results: 'out', baseline: 'card', 'fail-on': 'never' },
        { files: { 'out/a.json': run(0.52) }, env: { HF_ENDPOINT: hub.url } },
      );
      expect([done.code, done.outputs.code]).toEqual([2, 'usage']);
      const [{ data = '' } = {}] = done.annotations;
      for (const name of ['results', 'baseline', 'fail-on']) expect(data).toContain(` ${name} needs source: results;`);
      expect(data).toContain('See: Inputs, in the README of hf-eval');
      expect(`${data}${done.summary}`).not.toContain('--');
      expect(hub.requests).toEqual([]);
    },
  );
});

describe('what the Action says', () => {
  it('names its inputs, and no options of the command line', async () => {
    const files = { 'out/a.json': run(0.52), 'old/a.json': run(0.6) };
    const [{ data = '' } = {}] = (await step('preview', files, { baseline: 'old' })).annotations;
    expect(data).toContain('fail-on says what counts, tolerance how much does not');
    const shown = await step(
      'preview',
      {
        'out/a.json': run(0.52),
        'out/b.json': run(0, { limit: 5, tasks: { gsm8k: { ...GSM8K, samples: 5, of: 1319 } } }),
      },
      BOTH,
    );
    expect(shown.summary).toContain('to add');
    expect(shown.summary).not.toMatch(/ --[a-z]/);
  });
});

describe('source results, mode pull-request', () => {
  it('proposes once, says so the second time, and brings a corrected value into the same proposal', async () => {
    const first = await step('pull-request', { 'out/a.json': run(0.52) }, BOTH);
    expect([first.code, first.stderr, first.annotations]).toEqual([0, '', []]);
    expect(first.outputs).toMatchObject({
      status: 'proposed',
      changed: 'true',
      'pull-request-url': PAGE(),
      'pull-request-number': '1',
      commit: headOf(hub, refOf(1)),
    });
    expect(headings(first)[0]).toBe(`## [Proposed in pull request 1](${PAGE()})`);
    expect(first.summary).not.toContain('Nothing was written');
    expect(valuesAt(hub, refOf(1))).toEqual([0.52]);

    const second = await step('pull-request', { 'out/a.json': run(0.52) }, BOTH);
    expect([second.code, second.outputs.status, second.outputs.changed]).toEqual([0, 'already-proposed', 'false']);
    expect(headings(second)[0]).toBe(`## [Already proposed in pull request 1](${PAGE()})`);

    const third = await step(
      'pull-request',
      { 'out/a.json': run(0.54, { date: '2026-03-08', version: '0.5.1' }) },
      BOTH,
    );
    expect([third.code, third.outputs.status, third.outputs.changed]).toEqual([0, 'updated', 'true']);
    expect([statuses(hub), valuesAt(hub, refOf(1))]).toEqual(['1 open', [0.54]]);
    const entries = fileAt(hub, refOf(1), LEADERBOARD) ?? '';
    expect(entries.match(/value:/g)).toHaveLength(1);
    expect(entries).toContain("  value: 54\n  date: '2026-03-08'\n  notes: '5-shot, lm-eval 0.5.1, backend hf,");
    expect(valuesAt(hub, 'main')).toEqual([]);
  });

  it('keeps what another run proposed of other benchmarks', async () => {
    await step('pull-request', { 'out/a.json': run(0.52) });
    const boolq = {
      ...GSM8K,
      metrics: { 'acc,none': 0.81 },
      samples: 3270,
      of: 3270,
      dataset: 'google/boolq',
      config: 'default',
      split: 'validation',
    };
    const other = await step('pull-request', { 'out/b.json': run(0, { tasks: { boolq } }) });
    expect([other.code, other.outputs.status, statuses(hub)]).toEqual([0, 'updated', '1 open']);
    expect(valuesAt(hub, refOf(1)).sort()).toEqual([0.52, 0.81]);
  });

  it('names neither the folder of the files nor the token', async () => {
    await step('pull-request', { 'out/a.json': run(0.52, { backend: 'vllm' }) });
    const [opened] = [...(hub.repos.get(REPO)?.discussions.get(1)?.events ?? [])];
    const text = JSON.stringify(opened);
    expect(text).toContain('lm-eval 0.4.9');
    expect(text).not.toContain(BOT);
    expect(text).not.toMatch(/checkout|hf-eval-acceptance/);
  });

  it('needs a card in the repo', async () => {
    const done = await step(
      'pull-request',
      { 'out/a.json': run(0.5, { model: 'org/None-7B' }) },
      { 'repo-id': 'org/None-7B' },
    );
    expect([done.code, done.outputs.code]).toEqual([1, 'repo-not-found']);
  });
});

describe('source results, mode push', () => {
  it('commits, and then finds nothing to do', async () => {
    const first = await step('push', { 'out/a.json': run(0.52) }, { ...BOTH, token: OWNER });
    expect([first.code, first.outputs.status, first.outputs.commit]).toEqual([0, 'pushed', headOf(hub, 'main')]);
    expect([valuesAt(hub, 'main'), fileAt(hub, 'main', LEADERBOARD)]).toEqual([
      [0.52],
      expect.stringContaining('value: 52'),
    ]);
    const second = await step('push', { 'out/a.json': run(0.52) }, { ...BOTH, token: OWNER });
    expect([second.code, second.outputs.status, second.outputs.changed]).toEqual([0, 'up-to-date', 'false']);
  });
});

describe('a gate', () => {
  const FILES: Files = { 'out/a.json': run(0.52), 'old/a.json': run(0.6, { date: '2026-02-01' }) };
  const GATE = { baseline: 'old', report: 'made/report.html', export: 'json=made/s.json\njunit=made/s.xml' };

  it.each(['preview', 'pull-request', 'push'])('that fails stops mode %s before anything is written', async (mode) => {
    const done = await step(mode, FILES, { ...GATE, token: OWNER });
    expect([done.code, done.outputs.status, done.outputs.code]).toEqual([1, 'refused', 'regression']);
    expect([changingRequests(hub), statuses(hub), valuesAt(hub, 'main')]).toEqual([[], '', []]);
    expect(JSON.parse(done.outputs.results ?? '')).toMatchObject({
      comparison: { failed: true, benchmarks: [{ benchmark: 'GSM8K, 5-shot', verdict: 'worse' }] },
    });
    expect(done.annotations).toMatchObject([{ name: 'error', properties: { title: 'regression' } }]);
    const { tables } = renderSummary(done.summary);
    expect(
      tables
        .flat()
        .find(([name]) => name === 'GSM8K, 5-shot')
        ?.join(' '),
    ).toContain('0.6000 → 0.5200');
  });

  it('that is passed lets the proposal through, with the comparison in its summary', async () => {
    const done = await step('pull-request', FILES, { ...GATE, 'fail-on': 'never' });
    expect([done.code, done.outputs.status, valuesAt(hub, refOf(1))]).toEqual([0, 'proposed', [0.52]]);
    expect(done.summary).toContain('0.6000 → 0.5200');
  });

  it('compares with the card on the Hub', async () => {
    await step('push', { 'out/a.json': run(0.6) }, { token: OWNER });
    const done = await step('pull-request', FILES, { baseline: 'card', tolerance: '1', 'on-conflict': 'replace' });
    expect([done.code, done.outputs.code, statuses(hub)]).toEqual([1, 'regression', '']);
  });
});

describe('what is too much for GitHub', () => {
  const STAMP = { old: '2026-02-01T12-00-00.000001', out: '2026-03-04T12-00-00.000001' };
  const TASKS = Array.from({ length: 30 }, (_, at) => `task_${at}_${'long_'.repeat(20)}`);
  const answer = 'step by step '.repeat(200);
  const side = (name: 'old' | 'out', wrong: number): Files => {
    const ids = Array.from({ length: 60 }, (_, id) => id);
    const tasks = TASKS.map((task) => {
      const metrics = { 'acc,none': (60 - wrong) / 60, 'acc_stderr,none': 0.05 };
      return [task, { ...GSM8K, metrics, dataset: `org/${task}`, samples: 60, of: 60 }] as const;
    });
    const lines = ids.map((id) =>
      JSON.stringify({
        doc_id: id,
        doc: { question: `${id} ${answer}` },
        target: answer,
        resps: [['x']],
        filtered_resps: [answer],
        filter: 'none',
        metrics: ['acc'],
        acc: id < wrong ? 0 : 1,
      }),
    );
    return {
      [`${name}/results_${STAMP[name]}.json`]: run(0, {
        tasks: Object.fromEntries(tasks),
        date: STAMP[name].slice(0, 10),
      }),
      ...Object.fromEntries(
        TASKS.map((task) => [`${name}/samples_${task}_${STAMP[name]}.jsonl`, `${lines.join('\n')}\n`]),
      ),
    };
  };

  it('is shortened, and counted where it is left out', async () => {
    const gate = { baseline: 'old', metrics: 'all', export: 'json=made/s.json' };
    const done = await step('preview', { ...side('old', 0), ...side('out', 40) }, gate);
    expect([done.code, done.outputs.code]).toEqual([1, 'regression']);
    expect(Object.values(done.outputs).join('').length * 2).toBeLessThan(1_000_000);
    const { comparison, left_out } = JSON.parse(done.outputs.results ?? '') as {
      readonly comparison: object;
      readonly left_out: object;
    };
    expect([comparison, left_out]).toEqual([
      expect.objectContaining({ failed: true }),
      expect.objectContaining({ 'comparison.benchmarks': 30 }),
    ]);
    const [annotation] = done.annotations;
    expect(annotation?.data).toMatch(/(?:[^;]+ → [^;]+;){10} and 20 more\./);
    expect(annotation?.data.length).toBeLessThan(4000);
    expect(Buffer.byteLength(done.summary)).toBeLessThan(1024 * 1024);
  });
});
