import { describe, expect, it } from 'vitest';
import type { Collection } from '../../src/frameworks/collection.ts';
import type { ShownCollection } from '../../src/report/collected.ts';
import { renderCollected, renderCollection } from '../../src/report/collected.ts';
import { collectionJson } from '../../src/report/collected-json.ts';
import { summarizeCollection } from '../../src/report/collected-summary.ts';
import { gateLines, type ShownGate } from '../../src/report/gated.ts';
import { printableJson } from '../../src/report/plain-text.ts';
import { plainStyle } from '../../src/report/text.ts';
import { renderSummary } from '../acceptance/rendered-summary.ts';
import { collectOf, GSM8K, lmEval, MODEL, type Task } from '../frameworks/results-fixtures.ts';

const golden = (name: string): string => `../golden/collected${name}`;

const part = (value: number, config: string): Task => ({
  metrics: { 'acc,none': value, 'acc_stderr,none': 0.03 },
  samples: 100,
  shots: 5,
  dataset: 'cais/mmlu',
  config,
});
const SUBJECTS = [
  'anatomy',
  'botany',
  'chess',
  'dance',
  'energy',
  'farming',
  'glass',
  'history',
  'ice',
  'jazz',
  'knots',
  'law',
];
const MMLU = Object.fromEntries(SUBJECTS.map((name, at) => [`mmlu_${name}`, part(0.3 + at / 50, name)]));

function shownOf(collection: Collection, more: Partial<ShownCollection> = {}): ShownCollection {
  return { collection, findings: new Map(), yaml: 'model-index: []\n', ...more };
}

const GATE: ShownGate = {
  comparison: {
    baseline: `${MODEL} at main (lm-eval 0.4.8)`,
    baselineDate: '2026-02-01',
    alpha: 0.05,
    isTested: true,
    unmatched: [{ name: 'BoolQ, 0-shot', reason: 'the baseline has 2 numbers for it', isGap: true }],
    items: [
      {
        benchmark: 'GSM8K, 5-shot',
        before: 0.6,
        beforeStderr: 0.0135,
        after: 0.52,
        afterStderr: 0.0137,
        delta: -0.08,
        scale: 1,
        verdict: 'worse',
        p: 0.000012,
        smallestEffect: 0.038,
        why: 'Standard errors: it fell by 8 points',
      },
      {
        benchmark: 'MMLU, 5-shot',
        before: 0.41,
        after: 0.41,
        delta: 0,
        scale: 1,
        verdict: 'same',
        why: 'within the tolerance',
      },
    ],
  },
  failed: true,
};

const all = await collectOf({
  'out/results_2026-03-04.json': lmEval({
    tasks: { gsm8k: GSM8K, mmlu_some: { metrics: { 'acc,none': 0.41, 'acc_stderr,none': 0.01 } }, ...MMLU },
    groups: { mmlu_some: Object.keys(MMLU) },
    revision: 'main',
  }),
  'out/other.json': lmEval({ model: 'org/Heron-13B' }),
  'out/ten.json': lmEval({ limit: 10, tasks: { gsm8k: { ...GSM8K, samples: 10, of: 1319 } } }),
  'out/notes.json': { hello: 1 },
});

describe('a collection', () => {
  it('for people', async () => {
    await expect(renderCollection(shownOf(all, { gated: GATE }), plainStyle)).toMatchFileSnapshot(golden('.txt'));
  });

  it('for programs', async () => {
    const json = printableJson(collectionJson(shownOf(all, { gated: GATE })));
    await expect(`${json}\n`).toMatchFileSnapshot(golden('.json'));
  });

  it('for the job summary', async () => {
    const finding = { severity: 'warning' as const, code: 'looks-wrong', message: 'GSM8K: 0.52 looks | wrong' };
    const shown = shownOf(all, { gated: GATE, findings: new Map([[1, [finding as never]]]) });
    await expect(summarizeCollection(shown)).toMatchFileSnapshot(golden('-summary.md'));
  });
});

describe('every file is listed', () => {
  const json = collectionJson(shownOf(all)) as { files: Record<string, unknown>[]; results: Record<string, unknown>[] };

  it('with what it is, its verdict, and which of its numbers were taken', () => {
    expect(
      json.files.map(({ path, framework, verdict, model, reason }) => [path, framework, verdict, model, reason]),
    ).toEqual([
      ['out/results_2026-03-04.json', 'lm-eval', 'full', MODEL, undefined],
      ['out/other.json', 'lm-eval', 'full', 'org/Heron-13B', 'it is of another model: org/Heron-13B.'],
      ['out/ten.json', 'lm-eval', 'partial', MODEL, undefined],
      ['out/notes.json', undefined, undefined, undefined, undefined],
    ]);
    const scores = json.files[0]?.scores as { benchmark: string; metric: string; taken: boolean }[] | undefined;
    const taken = scores?.filter((score) => score.taken).map(({ benchmark, metric }) => [benchmark, metric]);
    expect(taken).toEqual([
      ['gsm8k', 'exact_match,strict-match'],
      ['mmlu_some', 'acc,none'],
    ]);
  });

  it('under the names of the framework, its results under those of the registry', () => {
    expect(json.results.map(({ benchmark, metric, value, by, file }) => [benchmark, metric, value, by, file])).toEqual([
      ['GSM8K', 'exact_match', 0.52, 'lm-eval 0.4.9', 'out/results_2026-03-04.json'],
      ['mmlu_some', 'accuracy', 0.41, 'lm-eval 0.4.9', 'out/results_2026-03-04.json'],
    ]);
    expect(json.results[1]?.parts).toHaveLength(12);
  });

  it('and nothing is left out of the JSON of its refusals', () => {
    expect(json.files[2]?.refused).toEqual([
      { what: expect.stringContaining('flexible-extract'), reason: expect.stringContaining('--metrics all') },
      { what: 'results.gsm8k["exact_match,strict-match"]', reason: expect.stringContaining('--allow-partial') },
    ]);
  });
});

describe('parts of a group', () => {
  it('are shown best and worst first, then by name', () => {
    const { tables } = renderSummary(summarizeCollection(shownOf(all)));
    const table = tables.find(([head]) => head?.[0] === 'Part') ?? [];
    expect(table.slice(1).map(([name]) => name?.replace('mmlu_', ''))).toEqual([
      ...['law', 'knots', 'jazz', 'ice', 'history'],
      ...['energy', 'dance', 'chess', 'botany', 'anatomy'],
      ...['farming', 'glass'],
    ]);
  });
});

describe('texts of files', () => {
  const evil = '</details>|x`<img src=x onerror=alert(1)>\u001b[2J\n::error::x';
  const hostile = async (): Promise<Collection> =>
    collectOf({
      [`out/${evil}.json`]: lmEval({ model: `org/x${evil}`, version: evil }),
      'out/b.json': lmEval({
        version: evil,
        tasks: { [evil]: { ...GSM8K, metrics: { 'acc,none': 0.5 }, dataset: 'org/x' } },
      }),
    });

  it('do nothing in a summary', async () => {
    const { elements } = renderSummary(summarizeCollection(shownOf(await hostile())));
    expect(elements.map(({ tag }) => tag)).not.toContain('img');
    expect(elements.filter(({ tag }) => tag === 'details')).toHaveLength(2);
  });

  it('do nothing on a terminal', async () => {
    const text = renderCollected(shownOf(await hostile()), plainStyle).join('\n');
    expect(text).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f]/);
    expect(text).not.toMatch(/^::/m);
  });
});

it('a summary is never longer than the runner takes, and ends in whole tables', async () => {
  const tasks = Object.fromEntries(
    Array.from({ length: 3000 }, (_, at) => [
      `task_${at}_${'x'.repeat(60)}`,
      { ...GSM8K, metrics: { 'acc,none': 0.5 }, dataset: `org/d${at}` },
    ]),
  );
  const collection = await collectOf({ 'a.json': lmEval({ tasks }) });
  expect(collection.scores).toHaveLength(3000);
  const summary = summarizeCollection(shownOf(collection, { yaml: `${'y: 1\n'.repeat(400_000)}` }));
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
  expect(summary).toContain('… and 2700 more');
  expect(summary.match(/<details\b/g)).toHaveLength(summary.match(/^<\/details>$/gm)?.length ?? -1);
  expect(summary).toMatch(/\n\n_Left out here, for want of room: the last 1 part of this summary\. .*_\n$/);
  expect(summarizeCollection(shownOf(collection))).not.toContain('Left out');
});

it('the questions and answers of flips are as long in JSON as they may be', () => {
  const { items, ...rest } = GATE.comparison;
  const flip = { id: '1', question: 'q'.repeat(9000), now: 'a' };
  const [first] = items;
  if (first === undefined) throw new Error('there is nothing to compare');
  const gated = { ...GATE, comparison: { ...rest, items: [{ ...first, flips: { total: 40, shown: [flip] } }] } };
  const shownIn = (most?: number): unknown => {
    const json = collectionJson(shownOf(all, { gated }), {}, most);
    return (json as { comparison: { benchmarks: { flips: unknown }[] } }).comparison.benchmarks[0]?.flips;
  };
  const shortened = (most: number) => ({
    total: 40,
    shown: [{ id: '1', question: `${'q'.repeat(most - 1)}…`, now: 'a' }],
  });
  expect([shownIn(), shownIn(300)]).toEqual([shortened(2000), shortened(300)]);
});

it('a comparison says what was not compared', () => {
  const lines = gateLines(GATE, plainStyle);
  expect(lines[0]).toBe(`Compared with ${MODEL} at main (lm-eval 0.4.8), 2026-02-01`);
  expect(lines.at(-1)).toBe('  not compared: BoolQ, 0-shot: the baseline has 2 numbers for it');
  expect(lines.join('\n')).toMatch(
    /worse +GSM8K, 5-shot +0\.6 → 0\.52 +-8 points +p below 0\.0001 +detectable from 3\.8 points/,
  );
});
