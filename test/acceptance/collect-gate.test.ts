import { describe, expect, it } from 'vitest';
import { gitIn, gsm8kCard, gsm8kEntry } from '../flows/gsm8k-repo.ts';
import { GSM8K, type LmEvalRun, lmEval, MODEL } from '../frameworks/results-fixtures.ts';
import { expectNoTrace } from './expectations.ts';
import { filesOf } from './model-repo.ts';
import { renderSummary } from './rendered-summary.ts';
import { type Files, runCli, scratchWith, writeFiles } from './run-cli.ts';

/** A run whose GSM8K has this value, with the standard error of its 1319 samples. */
function run(value: number, changes: LmEvalRun = {}, stderr: number | null = Math.sqrt((value * (1 - value)) / 1318)) {
  const metrics = {
    'exact_match,strict-match': value,
    ...(stderr === null ? {} : { 'exact_match_stderr,strict-match': stderr }),
  };
  return JSON.stringify(lmEval({ tasks: { gsm8k: { ...GSM8K, metrics } }, ...changes }));
}

const card = (value: number): string => gsm8kCard(String(value));
const entry = (value: number): string =>
  gsm8kEntry(String(value), "date: '2026-01-05'", "notes: '5-shot, lm-eval 0.4.8'");
const REPO = ['--repo-id', MODEL, '--card', 'README.md'];

type Document = {
  readonly comparison: {
    readonly baseline: string;
    readonly baseline_date?: string;
    readonly alpha: number;
    readonly failed: boolean;
    readonly benchmarks: readonly (Record<string, unknown> & {
      readonly benchmark: string;
      readonly verdict: string;
      readonly flips?: { readonly total: number; readonly shown: readonly Record<string, string>[] };
    })[];
    readonly unmatched: readonly { readonly benchmark: string; readonly reason: string; readonly gap: boolean }[];
  };
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
};

async function compare(
  files: Files,
  args: readonly string[],
): Promise<{ code: number | null; document: Document; stderr: string; cwd: string }> {
  const cwd = await scratchWith(files);
  const finished = await runCli(['collect', '--results', 'new', '--format', 'json', ...args], { cwd });
  expectNoTrace(finished);
  return { code: finished.code, document: JSON.parse(finished.stdout) as Document, stderr: finished.stderr, cwd };
}

const verdictOf = ({ document }: { document: Document }): string | undefined =>
  document.comparison.benchmarks[0]?.verdict;

describe('a baseline of result files', () => {
  it('that is better fails the gate, with the comparison beside the error', async () => {
    const files = { 'new/a.json': run(0.52), 'old/a.json': run(0.6, { date: '2026-02-01', version: '0.4.8' }) };
    const { code, document } = await compare(files, ['--baseline', 'old']);
    expect([code, document.error?.code]).toEqual([1, 'regression']);
    expect(document.error?.message).toContain('GSM8K, 5-shot 0.6 → 0.52');
    expect(document.comparison).toMatchObject({
      baseline: `${MODEL} at a revision that is not stated (lm-eval 0.4.8)`,
      baseline_date: '2026-02-01',
      alpha: 0.05,
      failed: true,
      benchmarks: [
        {
          benchmark: 'GSM8K, 5-shot',
          before: 0.6,
          after: 0.52,
          delta: expect.closeTo(-0.08, 9),
          verdict: 'worse',
          p: expect.any(Number),
          before_stderr: expect.closeTo(0.0135, 4),
          after_stderr: expect.closeTo(0.0138, 4),
          smallest_effect: expect.any(Number),
          why: expect.stringContaining('8'),
        },
      ],
      unmatched: [],
    });
  });

  it.each<[string, number, number, string[], string, number]>([
    ['better', 0.52, 0.6, [], 'better', 0],
    ['the same, as far as the tolerance goes', 0.52, 0.52, ['--tolerance', '5'], 'same', 0],
    ['the same, which so few samples do not show', 0.52, 0.52, [], 'inconclusive', 0],
    ['worse, which is allowed', 0.6, 0.52, ['--fail-on', 'never'], 'worse', 0],
    ['worse, within the tolerance of all', 0.6, 0.52, ['--tolerance', '9'], 'same', 0],
    ['worse, within its own tolerance', 0.6, 0.52, ['--tolerance', 'GSM8K=9'], 'same', 0],
    ['worse, beyond its own tolerance', 0.6, 0.52, ['--tolerance', 'GSM8K=1 MMLU=9'], 'worse', 1],
    ['too near to tell', 0.56, 0.53, [], 'inconclusive', 0],
    ['too near to tell, which is not enough', 0.56, 0.53, ['--fail-on', 'worse-or-inconclusive'], 'inconclusive', 1],
  ])('that is %s', async (_, before, after, args, verdict, code) => {
    const done = await compare({ 'new/a.json': run(after), 'old/a.json': run(before) }, ['--baseline', 'old', ...args]);
    expect([verdictOf(done), done.code, done.document.comparison.failed]).toEqual([verdict, code, code === 1]);
  });

  it('may be of another revision', async () => {
    const files = { 'new/a.json': run(0.52, { revision: 'main' }), 'old/a.json': run(0.52, { revision: 'step-9' }) };
    const { document } = await compare(files, ['--baseline', 'old']);
    expect(document.comparison.baseline).toBe(`${MODEL} at step-9 (lm-eval 0.4.9)`);
  });

  it('of another model is refused', async () => {
    const files = { 'README.md': card(1), 'new/a.json': run(0.52), 'old/a.json': run(0.6, { model: 'org/Heron-13B' }) };
    const { code, document } = await compare(files, ['--baseline', 'old', ...REPO]);
    expect([code, document.error?.code]).toEqual([1, 'other-model']);
  });

  it.each([
    ['worse', 0],
    ['worse-or-inconclusive', 1],
  ])('that has nothing for a score says so: %s', async (failOn, exit) => {
    const boolq = {
      ...GSM8K,
      metrics: { 'acc,none': 0.9 },
      samples: 3270,
      of: 3270,
      dataset: 'google/boolq',
      config: 'default',
      split: 'validation',
    };
    const files = { 'new/a.json': run(0.2), 'old/a.json': JSON.stringify(lmEval({ tasks: { boolq } })) };
    const { code, document } = await compare(files, ['--baseline', 'old', '--fail-on', failOn]);
    // What is new can be no worse than it was; what was measured then and is not now may have failed.
    expect([code, document.comparison.benchmarks, document.comparison.unmatched]).toEqual([
      exit,
      [],
      [
        { benchmark: 'GSM8K, 5-shot', reason: 'the baseline has nothing of this benchmark', gap: false },
        { benchmark: 'BoolQ, 5-shot', reason: 'the baseline has it, and these files do not', gap: true },
      ],
    ]);
  });

  it('of numbers that are better when they are less', async () => {
    const ppl = (value: number): string =>
      JSON.stringify(
        lmEval({
          tasks: {
            wikitext: {
              metrics: { 'word_perplexity,none': value },
              dataset: 'EleutherAI/wikitext_document_level',
              config: 'wikitext-2-raw-v1',
            },
          },
        }),
      );
    const verdicts = async (before: number, after: number): Promise<unknown> =>
      verdictOf(
        await compare({ 'new/a.json': ppl(after), 'old/a.json': ppl(before) }, [
          '--baseline',
          'old',
          '--tolerance',
          'wikitext=0.5',
        ]),
      );
    expect([await verdicts(11, 13), await verdicts(13, 11), await verdicts(11, 11.2)]).toEqual([
      'worse',
      'better',
      'same',
    ]);
  });
});

describe('samples on both sides', () => {
  const STAMP = { old: '2026-02-01T12-00-00.000001', new: '2026-03-04T12-00-00.000001' };
  const EVIL = '</script><img src=x onerror=alert(1)>|\u001b[2J\n::error::x';
  const line = (id: number, value: number): string =>
    JSON.stringify({
      doc_id: id,
      doc: { question: `${EVIL} ${id}` },
      target: String(id),
      resps: [['x']],
      filtered_resps: [value === 1 ? String(id) : `${EVIL} wrong`],
      filter: 'strict-match',
      metrics: ['exact_match'],
      exact_match: value,
    });
  const ids = Array.from({ length: 1319 }, (_, id) => id);
  const side = (name: 'old' | 'new', right: (id: number) => boolean): Files => {
    const value = ids.filter(right).length / ids.length;
    return {
      [`${name}/results_${STAMP[name]}.json`]: run(value),
      [`${name}/samples_gsm8k_${STAMP[name]}.jsonl`]: `${ids.map((id) => line(id, right(id) ? 1 : 0)).join('\n')}\n`,
    };
  };
  const files: Files = { ...side('old', (id) => id < 800), ...side('new', (id) => id >= 60 && id < 805) };

  it('are compared one by one, and what went wrong is listed with both answers', async () => {
    const { code, document } = await compare(files, ['--baseline', 'old']);
    const [item] = document.comparison.benchmarks;
    expect([code, item?.verdict, item?.why]).toEqual([
      1,
      'worse',
      expect.stringContaining('60 now worse and 5 better'),
    ]);
    expect(item?.flips?.total).toBe(60);
    expect(item?.flips?.shown).toHaveLength(20);
    const { id } = item?.flips?.shown[0] ?? {};
    expect(item?.flips?.shown[0]).toMatchObject({ target: id, before: id, now: expect.stringContaining('wrong') });
    expect(Number(id)).toBeLessThan(60);
  });

  it('are escaped in the report and on the terminal', async () => {
    const cwd = await scratchWith(files);
    const args = ['collect', '--results', 'new', '--baseline', 'old', '--report', 'report.html'];
    const finished = await runCli(args, { cwd });
    expect(finished.code).toBe(1);
    expect(`${finished.stdout}${finished.stderr}`).not.toMatch(/\u001b|^::/m);
    const html = (await filesOf(cwd))['report.html'] ?? '';
    const { elements } = renderSummary(html);
    expect(html).toContain('onerror=alert(1)');
    expect(elements.filter(({ tag }) => tag === 'img')).toEqual([]);
  });
});

describe('what the model repo holds', () => {
  it.each<[string, Files, string[], string, number]>([
    ['the card in fractions', { 'README.md': card(0.6) }, ['card'], 'worse', 1],
    ['the card in percent, with a tolerance', { 'README.md': card(60) }, ['card', '--tolerance', '1'], 'worse', 1],
    ['the card, within the tolerance', { 'README.md': card(60) }, ['card', '--tolerance', '9'], 'same', 0],
    [
      'the leaderboard entries',
      { 'README.md': card(10), '.eval_results/g.yaml': entry(60) },
      ['eval-results', '--tolerance', '1'],
      'worse',
      1,
    ],
  ])('%s', async (_, files, args, verdict, code) => {
    const done = await compare({ 'new/a.json': run(0.52), ...files }, [...REPO, '--baseline', ...args]);
    expect([verdictOf(done), done.code]).toEqual([verdict, code]);
    expect(done.document.comparison.benchmarks[0]).toMatchObject({ before: 0.6, after: 0.52 });
    expect(await filesOf(done.cwd)).toMatchObject({ 'README.md': files['README.md'] });
  });

  it('at a git ref, whatever it holds by now', async () => {
    const cwd = await scratchWith({
      'README.md': card(60),
      '.eval_results/g.yaml': entry(60),
      'new/a.json': run(0.52),
    });
    const git = gitIn(cwd);
    git('init', '-q');
    git('add', '-A');
    git('commit', '-q', '-m', 'first');
    git('tag', 'v1');
    await writeFiles(cwd, { 'README.md': card(40), '.eval_results/g.yaml': entry(40) });
    git('commit', '-q', '-a', '-m', 'second');
    const at = async (ref: string): Promise<unknown[]> => {
      const args = [
        'collect',
        '--results',
        'new',
        ...REPO,
        '--format',
        'json',
        '--tolerance',
        '1',
        '--baseline',
        `git:${ref}`,
      ];
      const { code, stdout } = await runCli(args, { cwd });
      const { comparison, error } = JSON.parse(stdout) as Document;
      return [code, comparison?.benchmarks[0]?.verdict, comparison?.benchmarks[0]?.before, error?.code];
    };
    expect(await at('v1')).toEqual([1, 'worse', 0.6, 'regression']);
    expect(await at('HEAD')).toEqual([0, 'better', 0.4, undefined]);
    expect(await at('lost')).toEqual([2, undefined, undefined, 'usage']);
  });
});

describe('a gate that fails', () => {
  const FILES: Files = { 'README.md': card(60), 'new/a.json': run(0.52), 'old/a.json': run(0.6) };
  const OUT = ['--report', 'made/report.html', '--export', 'json=made/s.json', '--export', 'csv=made/s.csv'];

  it('writes report and exports, and nothing into the card', async () => {
    const more = ['--export', 'junit=made/s.xml', '--export', 'eee=made/eee', '--write', '--on-conflict', 'replace'];
    const { code, cwd, document } = await compare(FILES, [...REPO, '--baseline', 'old', ...OUT, ...more]);
    expect([code, document.error?.code, document.error?.hint]).toEqual([
      1,
      'regression',
      expect.stringContaining('Nothing was written to the model repo'),
    ]);
    const after = await filesOf(cwd);
    expect(after['README.md']).toBe(card(60));
    expect(Object.keys(after).filter((path) => /^made\/[^/]+$/.test(path))).toEqual([
      'made/report.html',
      'made/s.csv',
      'made/s.json',
      'made/s.xml',
    ]);
    expect(Object.keys(after).some((path) => /^made\/eee\/.+\.json$/.test(path))).toBe(true);
    expect(after['made/s.csv']).toContain('0.52');
    expect(JSON.parse(after['made/s.json'] ?? '')).toMatchObject({ comparison: { failed: true } });
    expect(after['made/s.xml']).toContain('<failure');
  });

  it('that is passed writes all of it', async () => {
    const args = [...REPO, '--baseline', 'old', '--fail-on', 'never', ...OUT, '--write', '--on-conflict', 'replace'];
    const { code, cwd } = await compare(FILES, args);
    const after = await filesOf(cwd);
    expect([code, after['README.md'], Object.keys(after).filter((path) => path.startsWith('made/')).length]).toEqual([
      0,
      card(52),
      3,
    ]);
  });

  it('is told to people on both streams', async () => {
    const cwd = await scratchWith(FILES);
    const finished = await runCli(['collect', '--results', 'new', '--baseline', 'old'], { cwd });
    expect(finished.code).toBe(1);
    expect(finished.stdout).toMatch(/^ {2}worse +GSM8K, 5-shot +0\.6 → 0\.52 +-8 points +p below /m);
    expect(finished.stderr).toMatch(/^error \[regression\]/m);
  });

  it('names a report that cannot be written, before anything else is', async () => {
    const args = [...REPO, '--report', 'README.md/report.html', '--write', '--on-conflict', 'replace'];
    const { code, cwd, document } = await compare(FILES, args);
    expect([code, document.error?.code, (await filesOf(cwd))['README.md']]).toEqual([1, 'cannot-write', card(60)]);
  });
});
