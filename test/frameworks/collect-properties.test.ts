import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { openContent } from '../../src/files/open.ts';
import { bytesSource } from '../../src/files/source.ts';
import { mergeIntoResults } from '../../src/formats/eval-results/edit.ts';
import { mergeIntoCard } from '../../src/formats/model-index/edit.ts';
import { collectScores } from '../../src/frameworks/collect.ts';
import type { Collection } from '../../src/frameworks/collection.ts';
import { readFiles } from '../../src/frameworks/read-all.ts';
import { renderCollection } from '../../src/report/collected.ts';
import { collectionJson } from '../../src/report/collected-json.ts';
import { summarizeCollection } from '../../src/report/collected-summary.ts';
import { plainStyle } from '../../src/report/text.ts';
import { REGISTRY } from '../../src/scores/benchmarks.ts';
import type { Score } from '../../src/scores/score.ts';
import { slotOf } from '../../src/scores/slot.ts';
import {
  type Changes,
  collectOf,
  filesOf,
  GSM8K,
  inspectLog,
  lighteval,
  lmEval,
  MODEL,
  nemoJob,
  nemoScore,
} from './results-fixtures.ts';

const value = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);
const day = fc.integer({ min: 1, max: 9 }).map((number) => `2026-03-0${number}`);
const task = fc.record({
  name: fc.constantFrom('gsm8k', 'gsm8k_cot', 'hellaswag', 'arc_challenge', 'birds'),
  value,
  shots: fc.constantFrom(0, 5),
  samples: fc.constantFrom(10, 100),
});
const lmEvalFile = fc
  .record({
    tasks: fc.array(task, { minLength: 1, maxLength: 3 }),
    date: day,
    version: fc.constantFrom('0.4.8', '0.5.0'),
    model: fc.constantFrom(MODEL, MODEL, 'org/Heron-13B', './ckpt'),
  })
  .map(({ tasks, ...run }) =>
    lmEval({
      ...run,
      tasks: Object.fromEntries(
        tasks.map((one) => [
          one.name,
          {
            metrics: {
              'acc,none': one.value,
              'acc_norm,none': one.value / 2,
              'exact_match,strict-match': one.value / 4,
            },
            shots: one.shots,
            samples: one.samples,
            of: 100,
          },
        ]),
      ),
    }),
  );
const inspectFile = fc.record({ value, date: day }).map(({ value: number, date }) =>
  inspectLog({
    completed: `${date}T10:00:00+00:00`,
    scores: [{ name: 'match', scorer: 'match', metrics: { accuracy: { name: 'accuracy', value: number } } }],
  }),
);
const folders = fc.array(fc.oneof(lmEvalFile, inspectFile), { minLength: 1, maxLength: 5 });
const choices: fc.Arbitrary<Changes> = fc.record({
  metrics: fc.constantFrom<'primary' | 'all'>('primary', 'all'),
  allowPartial: fc.boolean(),
  allowUnknown: fc.boolean(),
});

const named = (files: readonly unknown[]): Record<string, unknown> =>
  Object.fromEntries(files.map((file, at) => [`${at}.json`, file]));
const sorted = <T>(items: readonly T[]): string[] => items.map((item) => JSON.stringify(item)).sort();

describe('collecting', () => {
  it('takes the same scores in whatever order files come', async () => {
    await fc.assert(
      fc.asyncProperty(folders, choices, fc.integer({ min: 0, max: 4 }), async (files, changes, turn) => {
        const entries = Object.entries(named(files));
        const turned = [...entries.slice(turn), ...entries.slice(0, turn)].reverse();
        const [one, other] = [
          await collectOf(Object.fromEntries(entries), changes),
          await collectOf(Object.fromEntries(turned), changes),
        ];
        expect(sorted(other.scores)).toEqual(sorted(one.scores));
        expect(other.files.map(({ path }) => path).sort()).toEqual(one.files.map(({ path }) => path).sort());
      }),
      { numRuns: 60 },
    );
  });

  it('accounts for every number: it is a score, or is named with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(folders, async (files) => {
        const { files: seen, scores } = await collectOf(named(files), { metrics: 'all' });
        for (const { path, run, reason, refused } of seen) {
          if (run === undefined || reason !== undefined) continue;
          const own = scores.filter(({ provenance }) => provenance.kind === 'result-file' && provenance.file === path);
          const told = refused.map(({ what }) => what).join('\n');
          for (const { at } of run.measurements) {
            const isTaken = own.some(({ provenance }) => provenance.kind === 'result-file' && provenance.at === at);
            expect(isTaken !== told.includes(at)).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never takes a number of another model, or one that is not full', async () => {
    await fc.assert(
      fc.asyncProperty(folders, async (files) => {
        const { files: seen, scores } = await collectOf(named(files), { metrics: 'all' });
        for (const { provenance, samples, partial } of scores) {
          if (provenance.kind !== 'result-file') throw new Error('not of a file');
          const run = seen.find(({ path }) => path === provenance.file)?.run;
          expect([run?.model?.name, partial]).toEqual([MODEL, undefined]);
          expect(samples).not.toBe(10);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('merging what was collected', () => {
  const CARD = '---\nlicense: mit # ours\n---\n# Kestrel\n';

  function mergeAll(card: string, files: readonly { path: string; text: string }[], scores: readonly Score[]) {
    const merged = mergeIntoCard({ text: card, name: 'README.md' }, scores, {
      modelName: 'Kestrel-7B',
      onConflict: 'replace',
    });
    const results = mergeIntoResults(files, scores, { onConflict: 'replace', date: '2026-03-09', registry: REGISTRY });
    const texts = new Map([...files, ...results.files].map(({ path, text }) => [path, text]));
    return {
      card: merged.text,
      files: [...texts].map(([path, text]) => ({ path, text })),
      changes: [...merged.changes, ...results.changes],
    };
  }

  it('twice is merging once', async () => {
    await fc.assert(
      fc.asyncProperty(folders, choices, async (files, changes) => {
        const { scores } = await collectOf(named(files), changes);
        const once = mergeAll(CARD, [], scores);
        const again = mergeAll(once.card, once.files, (await collectOf(named(files), changes)).scores);
        expect([again.card, again.files]).toEqual([once.card, once.files]);
        expect(again.changes.filter(({ op }) => op === 'add' || op === 'replace')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('never gives one place two values', async () => {
    await fc.assert(
      fc.asyncProperty(folders, async (files) => {
        const { scores } = await collectOf(named(files), { metrics: 'all', allowPartial: true });
        const { card, files: written } = mergeAll(CARD, [], scores);
        const places = scores.map(slotOf).filter((slot, at, all) => all.indexOf(slot) === at);
        expect(card.match(/ value: /g)?.length ?? 0).toBeLessThanOrEqual(places.length);
        for (const { path, text } of written) expect([path, text.match(/ value: /g)?.length]).toEqual([path, 1]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('no document crashes the collector', () => {
  const show = (collection: Collection): void => {
    const shown = { collection, findings: new Map(), yaml: '' };
    JSON.stringify(collectionJson(shown));
    renderCollection(shown, plainStyle);
    summarizeCollection(shown);
  };
  const odd = fc.oneof(
    fc.constantFrom<unknown>(null, true, -1, 1e308, Number.NaN, '', 'x', '__proto__', [], [[]], {}, { constructor: 1 }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const seeds: readonly Record<string, unknown>[] = [
    { 'a.json': lmEval({ groups: { mmlu: ['gsm8k'] }, tasks: { gsm8k: GSM8K, mmlu: GSM8K } }) },
    {
      'results_2026-03-04T10-00-00.000001.json': lighteval(undefined, {
        config: {
          'gsm8k|5': { hf_repo: 'openai/gsm8k', metrics: [{ metric_name: 'em' }], evaluation_splits: ['test'] },
        },
      }),
    },
    { 'a.json': inspectLog({ samples: [{ id: 1, epoch: 1, scores: { match: { value: 'C' } } }] }) },
    nemoJob('j', {
      tasks: { gsm8k: nemoScore('acc', { acc: 0.5 }) },
      groups: { mmlu: nemoScore('acc', { acc: 0.5 }) },
    }),
    {
      'a.json': {
        task_name: 'STS17',
        mteb_version: '2.0.0',
        dataset_revision: 'x',
        evaluation_time: 1,
        scores: { test: [{ hf_subset: 'en-en', languages: ['eng-Latn'], main_score: 0.5 }] },
      },
    },
    {
      'a.json': {
        humaneval: { 'pass@1': 0.2 },
        config: { model: MODEL, n_samples: 1, limit: null, metric_output_path: 'x' },
      },
    },
    { 'mmlu_kestrel_20260304_101112.json': { score: 0.4, 'score:std': 0.5 } },
  ];

  /** A document with one part of it put in the place of another thing, wherever the numbers lead. */
  function damage(data: unknown, path: readonly number[], thing: unknown): unknown {
    const [first, ...rest] = path;
    if (first === undefined || typeof data !== 'object' || data === null) return thing;
    const keys = Object.keys(data);
    const key = keys[first % Math.max(1, keys.length)];
    if (key === undefined) return thing;
    if (Array.isArray(data)) return data.map((item, at) => (String(at) === key ? damage(item, rest, thing) : item));
    return { ...data, [key]: damage((data as Record<string, unknown>)[key], rest, thing) };
  }

  it('that a framework might have written, with a part of it spoiled', async () => {
    const place = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(place, odd), { minLength: 1, maxLength: 3 }),
        choices,
        async (seed, spoilt, changes) => {
          const files = Object.fromEntries(
            Object.entries(seed).map(([path, data]) => [
              path,
              typeof data === 'string'
                ? data
                : spoilt.reduce((whole, [where, thing]) => damage(whole, where, thing), data),
            ]),
          );
          try {
            const collection = await collectOf(files, changes);
            show(collection);
            expect(collection.files.map(({ path }) => path)).toEqual(Object.keys(files));
            for (const { value: number } of collection.scores) expect(Number.isFinite(number)).toBe(true);
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
          }
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('that nobody wrote', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(odd, { maxLength: 4 }), async (data) => show(await collectOf(named(data)))),
      { numRuns: 300 },
    );
  });

  it('of any bytes', async () => {
    const texts = seeds
      .flatMap((seed) => Object.values(seed))
      .map((data) => Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)));
    const start = fc.constantFrom(
      Buffer.from(''),
      Buffer.from('PK\u0003\u0004'),
      Buffer.from('PAR1'),
      Buffer.from('{"a":1}\n{"b":'),
      ...texts,
    );
    await fc.assert(
      fc.asyncProperty(start, fc.nat({ max: 400 }), fc.uint8Array({ maxLength: 60 }), async (head, cut, tail) => {
        const bytes = Buffer.concat([head.subarray(0, Math.max(0, head.length - cut)), tail]);
        try {
          const files = [{ path: 'a.json', content: await openContent(bytesSource(bytes), 'a.json') }];
          show(
            collectScores(await readFiles(files), {
              target: { models: new Map() },
              registry: REGISTRY,
              taskType: 'text-generation',
              given: {},
              metrics: 'all',
              allowPartial: true,
              allowUnknown: true,
            }),
          );
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('and the seeds of these are read', async () => {
    for (const seed of seeds) {
      expect((await readFiles(filesOf(seed))).some(({ run }) => (run?.measurements.length ?? 0) > 0)).toBe(true);
    }
  });
});
