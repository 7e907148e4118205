import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MergedResults, mergeIntoResults } from '../../src/formats/eval-results/edit.ts';
import type { ResultsFile } from '../../src/formats/eval-results/read.ts';
import { makeRegistry } from '../../src/scores/benchmarks.ts';
import type { OnConflict } from '../../src/scores/merge.ts';
import type { Score } from '../../src/scores/score.ts';
import { anyText } from './broken-texts.ts';
import { check, TIMEOUT } from './check.ts';
import { difference, keepsLines } from './difference.ts';
import { REGISTRY, writtenFor } from './leaderboards.ts';
import { list, loadYaml, record } from './plain-data.ts';
import { soonUnlessRefused, unlessRefused } from './refusals.ts';
import { anyBrokenCase, anyCase, type Case, respell, type Variety, writePlanned } from './results-files.ts';
import { type Folder, mergeFolder, slotOfScore } from './results-merge.ts';
import { anyHostileCase, slotOfEntry } from './results-names.ts';
import { anyScores, TODAY, writeDate, writeSource } from './results-scores.ts';

const anyPolicy = fc.constantFrom<OnConflict>('keep', 'replace', 'fail');

/** What is merged into what. */
type Given = Pick<Case, 'files' | 'scores'>;

/** A case and a policy. */
function anyRound(variety: Variety = {}): fc.Arbitrary<readonly [Case, OnConflict]> {
  return fc.tuple(anyCase(variety), anyPolicy);
}

function merge({ files, scores }: Given, onConflict: OnConflict = 'keep', registry = REGISTRY): MergedResults {
  return mergeIntoResults(files, scores, { onConflict, date: TODAY, registry });
}

/** A merge, or undefined when the folder is refused as it should be. */
function tryMerge(given: Given, onConflict?: OnConflict): MergedResults | undefined {
  return unlessRefused(textsOf(given), () => merge(given, onConflict));
}

function textsOf({ files }: Given): string[] {
  return files.map(({ text }) => text);
}

/** A folder after a merge. */
function filesAfter({ files }: Given, merged: MergedResults): ResultsFile[] {
  const texts = new Map([...files, ...merged.files].map(({ path, text }) => [path, text]));
  return [...texts].map(([path, text]) => ({ path, text }));
}

/** A text without its byte order mark and carriage returns: a last line gets one when others are put behind it. */
function withoutMarks(text: string): string {
  return text.replace(/[\r\uFEFF]/g, '');
}

function loadFolder(files: readonly ResultsFile[]): Map<string, unknown> {
  return new Map(files.map(({ path, text }) => [path, loadYaml(text)]));
}

/** The items of every file as texts, in no order. */
function sayings(folder: Folder): Map<string, string[]> {
  return new Map(
    [...folder].sort().map(([path, data]) => [
      path,
      list(data)
        .map((item) => JSON.stringify(item))
        .sort(),
    ]),
  );
}

/** Of scores for one slot, the first, so that none depends on another. */
function independent(scores: readonly Score[]): readonly Score[] {
  const full = scores.filter((score) => score.partial === undefined && writtenFor(score) !== undefined);
  return [...Map.groupBy(full, slotOfScore).values()].flatMap(([first]) => first ?? []);
}

/** The items that are signed, with their places. */
function signed(folder: Folder): unknown[] {
  const items = [...folder].flatMap(([path, data]) => list(data).map((item, at) => ({ path, at, item: record(item) })));
  return items.filter(({ item }) => (item.verifyToken ?? record(item.data).verifyToken ?? null) !== null);
}

function isEffective({ changes }: MergedResults): boolean {
  return changes.some(({ op }) => op === 'add' || op === 'replace');
}

describe('a merge into a folder of results', { timeout: TIMEOUT }, () => {
  it('keeps every foreign byte: what is new is one piece more of a file', () => {
    check(
      fc.property(anyCase(), ({ files, scores }) => {
        for (const some of [...scores.map((score) => [score]), scores]) {
          for (const { path, text } of tryMerge({ files, scores: some })?.files ?? []) {
            const before = files.find((file) => file.path === path)?.text;
            if (before === undefined) continue;
            const { gone, come } = difference(before, text);
            const keeps = keepsLines(withoutMarks(before), withoutMarks(text));
            expect([gone, come === '', keeps]).toEqual(['', false, true]);
            if (some.length === 1) expect(come).toContain(writtenFor(some[0] as Score));
            if (before.includes('\r\n')) expect(come).not.toMatch(/(?<!\r)\n/);
            if (loadYaml(before) !== undefined) expect(text.endsWith('\n')).toBe(before.endsWith('\n'));
          }
        }
      }),
    );
  });

  it('replaces the value, the date and the source of an entry and nothing else', () => {
    check(
      fc.property(anyCase(), ({ files, plans, scores }) => {
        for (const one of scores) {
          const merged = mergeFolder(loadFolder(files), [one], 'replace');
          for (const { path, at, score, written, movesSource } of merged?.replaced ?? []) {
            const plan = plans.find((file) => file.path === path) as Case['plans'][number];
            const source = movesSource ? writeSource(score) : undefined;
            const item = respell(plan.items[at] ?? null, { value: written, date: writeDate(score), source });
            const expected = writePlanned({ ...plan, items: plan.items.with(at, item) });
            expect(merge({ files, scores: [one] }, 'replace').files).toEqual([expected]);
          }
        }
      }),
    );
  });

  it('says the same when it is done twice, byte for byte', () => {
    check(
      fc.property(anyRound(), ([one, onConflict]) => {
        const once = tryMerge(one, onConflict);
        if (once === undefined) return;
        const twice = merge({ ...one, files: filesAfter(one, once) }, onConflict);
        expect([twice.files, isEffective(twice)]).toEqual([[], false]);
      }),
    );
  });

  it('answers with the files that changed, and with no others', () => {
    check(
      fc.property(anyRound({ shared: true }), ([one, onConflict]) => {
        const merged = tryMerge(one, onConflict);
        if (merged === undefined) return;
        expect(merged.files.length > 0).toBe(isEffective(merged));
        expect(new Set(merged.files.map(({ path }) => path)).size).toBe(merged.files.length);
        for (const { path, text } of merged.files) {
          expect(one.files.some((file) => file.path === path && file.text === text)).toBe(false);
        }
      }),
    );
  });

  it('says what the files said and the scores', () => {
    check(
      fc.property(anyRound(), ([one, onConflict]) => {
        const expected = mergeFolder(loadFolder(one.files), one.scores, onConflict)?.folder;
        const merged = tryMerge(one, onConflict);
        const folder = merged === undefined ? undefined : loadFolder(filesAfter(one, merged));
        if (!isDeepStrictEqual(folder, expected)) expect(folder).toEqual(expected);
      }),
    );
  });

  it('says what the files said and the scores, or is refused, where entries share their parts', () => {
    check(
      fc.property(anyRound({ shared: true }), ([one, onConflict]) => {
        const merged = tryMerge(one, onConflict);
        if (merged === undefined) return;
        const expected = mergeFolder(loadFolder(one.files), one.scores, onConflict)?.folder;
        const folder = loadFolder(filesAfter(one, merged));
        if (!isDeepStrictEqual(folder, expected)) expect(folder).toEqual(expected);
      }),
    );
  });

  it('says the same whatever the order of independent scores', () => {
    check(
      fc.property(anyRound(), ([one, onConflict]) => {
        const scores = independent(one.scores);
        const backwards = { ...one, scores: scores.toReversed() };
        const forward = tryMerge({ ...one, scores }, onConflict);
        const backward = tryMerge(backwards, onConflict);
        expect(backward === undefined).toBe(forward === undefined);
        if (forward === undefined || backward === undefined) return;
        const said = sayings(loadFolder(filesAfter(one, forward)));
        expect(sayings(loadFolder(filesAfter(one, backward)))).toEqual(said);
      }),
    );
  });

  it('of two sets one after the other says the same as of both at once', () => {
    check(
      fc.property(anyRound(), fc.nat(5), ([one, onConflict], cut) => {
        const scores = independent(one.scores);
        const atOnce = tryMerge({ ...one, scores }, onConflict);
        const first = tryMerge({ ...one, scores: scores.slice(0, cut) }, onConflict);
        if (atOnce === undefined || first === undefined) return;
        const between = { files: filesAfter(one, first), scores: scores.slice(cut) };
        const both = filesAfter(between, merge(between, onConflict));
        expect(sayings(loadFolder(both))).toEqual(sayings(loadFolder(filesAfter(one, atOnce))));
      }),
    );
  });

  it('never changes what is signed, nor signs anything', () => {
    check(
      fc.property(anyRound({ signed: 80 }), ([one, onConflict]) => {
        const merged = tryMerge(one, onConflict);
        if (merged === undefined) return;
        const after = loadFolder(filesAfter(one, merged));
        expect(signed(after)).toEqual(signed(loadFolder(one.files)));
      }),
    );
  });

  it('never writes what is part of a run', () => {
    check(
      fc.property(anyRound(), ([one, onConflict]) => {
        const scores = one.scores.map((score) => ({ ...score, partial: { limit: 10 } }));
        expect(merge({ ...one, scores }, onConflict).files).toEqual([]);
        const full = one.scores.filter(({ partial }) => partial === undefined);
        const merged = tryMerge(one, onConflict);
        expect(merged?.files).toEqual(tryMerge({ ...one, scores: full }, onConflict)?.files);
      }),
    );
  });
});

describe('whatever the text is, a merge', { timeout: TIMEOUT }, () => {
  /** It is refused with a place, or the result can be read and merged into again; and all that in no time. */
  const isAnswered = (given: Given, onConflict: OnConflict): void => {
    const merged = soonUnlessRefused(textsOf(given), () => merge(given, onConflict));
    if (merged === undefined) return;
    loadFolder(merged.files);
    const files = filesAfter(given, merged);
    expect(merge({ ...given, files }, onConflict).files).toEqual([]);
  };

  it('into broken files is refused, or makes files that can be read', () => {
    check(fc.property(anyBrokenCase(), anyPolicy, isAnswered));
  });

  it('into files of any text is refused, or makes files that can be read', () => {
    const shape = fc.constantFrom(
      '%',
      '- %\n',
      '[%]',
      '- dataset: {id: cais/hle, task_id: hle}\n  value: 60.0\n  %\n',
      '- dataset: {id: cais/hle, task_id: hle}\n  value: %\n  source: {url: %}\n',
    );
    check(
      fc.property(anyText(), shape, anyScores(), anyPolicy, (content, frame, scores, onConflict) => {
        const text = frame.replaceAll('%', () => content);
        isAnswered({ files: [{ path: '.eval_results/hle.yaml', text }], scores }, onConflict);
      }),
    );
  });
});

describe('whatever benchmarks and notes are called, a merge', { timeout: TIMEOUT }, () => {
  it('stays within the folder and loses no slot to another', () => {
    check(
      fc.property(anyHostileCase(), anyPolicy, ({ files, scores, own, slots }, onConflict) => {
        const registry = makeRegistry(own);
        const merged = merge({ files, scores }, onConflict, registry);
        for (const { path } of merged.files) expect(path).toMatch(/^\.eval_results\/[a-z0-9][a-z0-9_]{0,99}\.yaml$/);
        const after = filesAfter({ files, scores }, merged);
        const held = after.flatMap(({ text }) => list(loadYaml(text))).map(slotOfEntry);
        expect(held.toSorted()).toEqual([...slots].toSorted());
        expect(merge({ files: after, scores }, onConflict, registry).files).toEqual([]);
      }),
    );
  });
});
