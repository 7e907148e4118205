import { load, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { refusal } from '../model-index/merging.ts';
import { changedFiles, gsm8k, held, mergeFiles, NEW, opsOf, SOURCED, scoreOn, TODAY } from './entries.ts';

describe('a new entry', () => {
  it('has the keys that the Hub knows, in the order of its client', () => {
    expect(changedFiles({}, [gsm8k({ notes: '8-shot, CoT' })])).toEqual({
      'gsm8k_8_shot_cot.yaml': `${NEW}  notes: '8-shot, CoT'\n`,
    });
  });

  it('has the date of the score before that of the day', () => {
    expect(changedFiles({}, [gsm8k({ date: '2025-12-24' })])['gsm8k.yaml']).toContain("date: '2025-12-24'\n");
  });

  it('has no source where none is stated, not an empty one', () => {
    const { source: _, ...rest } = gsm8k();
    expect(changedFiles({}, [rest])).toEqual({ 'gsm8k.yaml': NEW.replace(/ {2}source:[\s\S]*/, '') });
  });

  it('tells of the revision of its dataset, which makes it another than the one without', () => {
    const score = gsm8k({ dataset: { type: 'openai/gsm8k', name: 'GSM8K', revision: 'e53f048' } });
    const added = NEW.replace('gsm8k\n  value', 'gsm8k\n    revision: e53f048\n  value');
    expect(changedFiles({ 'gsm8k.yaml': held() }, [score], 'replace')).toEqual({ 'gsm8k.yaml': held() + added });
    expect(opsOf(mergeFiles({ 'gsm8k.yaml': held() + added }, [score]))).toEqual(['keep']);
  });

  it('is on the scale of the leaderboard, and says what was converted', () => {
    const merged = mergeFiles({}, [gsm8k({ value: 0.57, written: '0.57', unit: 'fraction' })]);
    expect(load(merged.files[0]?.text ?? '')).toMatchObject([{ value: 57 }]);
    expect(merged.changes).toMatchObject([{ op: 'add', offered: { value: 57, conversion: '0.57 → 57' } }]);
  });
});

describe('an entry that is there', () => {
  it.each(['gsm8k.yaml', 'results.yaml', 'GSM8K.yml', 'all of them.yaml'])('is found in %s', (file) => {
    const merged = mergeFiles({ 'other.yaml': '[]\n', [file]: held() }, [gsm8k()], 'replace');
    expect(merged.changes).toMatchObject([{ op: 'replace', held: { file: `.eval_results/${file}`, line: 4 } }]);
    expect(merged.files.map(({ path }) => path)).toEqual([`.eval_results/${file}`]);
  });

  it.each([
    ['plain', '71.3'],
    ['spelled in another way', '71.300'],
    ['as a text', '"71.30"'],
  ])('with the same value stays as it is: %s', (_, value) => {
    const merged = mergeFiles({ 'x.yaml': held().replace('60.0', value) }, [gsm8k()], 'replace');
    expect([opsOf(merged), merged.files]).toEqual([['keep'], []]);
  });

  it.each(['keep', 'fail'] as const)('with another value stays, too, under %s', (onConflict) => {
    const merged = mergeFiles({ 'x.yaml': held() }, [gsm8k()], onConflict);
    expect([opsOf(merged), merged.files]).toEqual([['conflict'], []]);
  });

  it.each([
    ['the same notes in other letters', '  notes: 8-SHOT', 'keep'],
    ['other notes', '  notes: 5-shot', 'add'],
    ['a list', '  notes: [8-shot]', 'add'],
    ['none', '', 'add'],
  ])('is the same by its notes: %s', (_, line, op) => {
    const text = held(line).replace('60.0', '71.30');
    expect(opsOf(mergeFiles({ 'x.yaml': text }, [gsm8k({ notes: '8-shot' })]))).toEqual([op]);
  });

  it.each(['notes: 8', 'notes: [CoT]', 'notes: {shots: 8}', 'notes: false'])(
    'with notes that are no text is not the one without: %s',
    (line) => {
      const text = held(`  ${line}`);
      expect(changedFiles({ 'gsm8k.yaml': text }, [gsm8k()], 'replace')).toEqual({ 'gsm8k.yaml': text + NEW });
    },
  );

  it('with a verifyToken is never changed', () => {
    const text = held('  verifyToken: signed.for.60');
    for (const onConflict of ['keep', 'replace', 'fail'] as const) {
      const merged = mergeFiles({ 'gsm8k.yaml': text }, [gsm8k()], onConflict);
      expect(merged.files).toEqual([]);
      expect(merged.changes).toMatchObject([{ op: 'conflict', reason: expect.stringContaining('verified') }]);
    }
  });

  it('no verifyToken is ever written', () => {
    const texts = Object.values(changedFiles({ 'x.yaml': held('  verifyToken: signed') }, [gsm8k({ notes: 'x' })]));
    expect(texts).toHaveLength(1);
    expect(texts.join()).not.toMatch(/verif/i);
  });
});

describe('an added entry', () => {
  it.each([
    ['an empty file', '', NEW],
    ['comments only', '# ours\n', `# ours\n${NEW}`],
    ['comments without a final line break', '# ours', `# ours\n${NEW}`],
    ['a byte order mark only', '\uFEFF', `\uFEFF${NEW}`],
    ['entries', held('  notes: a'), `${held('  notes: a')}${NEW}`],
    ['a byte order mark and entries', `\uFEFF${held('  notes: a')}`, `\uFEFF${held('  notes: a')}${NEW}`],
    ['a byte order mark and a comment', `\uFEFF# c\n${held('  notes: a')}`, `\uFEFF# c\n${held('  notes: a')}${NEW}`],
    ['a comment at the end', `${held('  notes: a')}# end\n`, `${held('  notes: a')}${NEW}# end\n`],
    ['no final line break', held('  notes: a').trimEnd(), `${held('  notes: a')}${NEW}`.trimEnd()],
    ['CRLF', held('  notes: a').replaceAll('\n', '\r\n'), `${held('  notes: a')}${NEW}`.replaceAll('\n', '\r\n')],
    [
      'entries at two spaces',
      held('  notes: a').replace(/^(?=.)/gm, '  '),
      `${held('  notes: a')}${NEW}`.replace(/^(?=.)/gm, '  '),
    ],
  ])('stands behind the others: %s', (_, text, expected) => {
    expect(changedFiles({ 'gsm8k.yaml': text })).toEqual({ 'gsm8k.yaml': expected });
    expect(mergeFiles({ 'gsm8k.yaml': expected }).files).toEqual([]);
  });

  it.each(['[]', '[ ]\n', '[{a: 1}]', '[ {a: 1}, ] # end\n'])('keeps to flow style: %j', (text) => {
    const changed = changedFiles({ 'gsm8k.yaml': text })['gsm8k.yaml'] ?? '';
    expect((load(changed) as unknown[]).at(-1)).toEqual((load(NEW) as unknown[])[0]);
    expect(changed.split('\n')).toHaveLength(text.split('\n').length);
  });

  it('keeps CRLF in a file of comments only', () => {
    expect(changedFiles({ 'gsm8k.yaml': '# ours\r\n' })['gsm8k.yaml']).not.toMatch(/[^\r]\n/);
  });

  it.each(['a: 1\n', 'none\n', '~\n'])('is refused where the file is no list: %j', (text) => {
    expect(refusal(() => mergeFiles({ 'gsm8k.yaml': text })).message).toMatch(/gsm8k\.yaml, line 1.* no list/);
  });
});

describe('scores without a place on a leaderboard are for the model-index alone', () => {
  it.each([
    ['an unknown benchmark', (({ benchmark: _, ...rest }) => rest)(gsm8k()), /no leaderboard/],
    ['a known one without a leaderboard', scoreOn('MMLU'), /no leaderboard of MMLU/],
    ['another metric', gsm8k({ metric: { type: 'f1', name: 'F1' } }), /ranks by/],
    [
      'an unclear scale',
      (({ unit: _, ...rest }) => rest)(gsm8k({ value: 0.7, written: '0.7' })),
      /fraction or a percentage/,
    ],
    ['a value beyond it', gsm8k({ value: 713, written: '713' }), /not within/],
  ])('%s', (_, score, says) => {
    const merged = mergeFiles({}, [score]);
    expect([merged.files, merged.changes]).toEqual([[], []]);
    expect(merged.leftOut).toEqual([{ score, reason: expect.stringMatching(says) }]);
  });

  it('and keep nothing else from it', () => {
    const merged = mergeFiles({}, [scoreOn('MMLU'), gsm8k(), scoreOn('MMLU', { notes: 'x' }), scoreOn('HLE')]);
    expect([merged.files.length, merged.leftOut.length]).toEqual([2, 2]);
  });

  it('a score beside another one that may be on any scale is left out with it', () => {
    const doubtful = gsm8k({ value: 0.75, written: '0.75' });
    const { unit: _, ...unclear } = doubtful;
    const merged = mergeFiles({}, [gsm8k(), unclear, scoreOn('HLE')]);
    expect(merged.files.map(({ path }) => path)).toEqual(['.eval_results/hle.yaml']);
    expect(merged.leftOut.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('another value'),
      expect.stringContaining('may be a fraction'),
    ]);
  });

  it('so is part of a run', () => {
    const merged = mergeFiles({}, [gsm8k({ partial: { limit: 100 } })]);
    expect([opsOf(merged), merged.files]).toEqual([['skip'], []]);
  });
});

it('merging twice is merging once, in any order', () => {
  const scores = [gsm8k(), gsm8k({ notes: '8-shot' }), scoreOn('HLE'), scoreOn('HLE', { notes: 'With tools' })];
  const files = { 'a.yaml': SOURCED, 'b.yaml': `# c\r\n${held('  notes: x').replaceAll('\n', '\r\n')}` };
  for (const onConflict of ['keep', 'replace'] as const) {
    const once = { ...files, ...changedFiles(files, scores, onConflict) };
    expect(mergeFiles(once, scores, onConflict).files).toEqual([]);
    expect(mergeFiles(once, scores.toReversed(), onConflict).files).toEqual([]);
    expect({ ...files, ...changedFiles(files, scores.toReversed(), onConflict) }).toEqual(once);
  }
});

it('one entry that is broken loses nothing else', () => {
  const text = `- 5\n- value: 1\n${held('  notes: x')}- {filename: x, error: y}\n`;
  expect(changedFiles({ 'gsm8k.yaml': text })).toEqual({ 'gsm8k.yaml': text + NEW });
});

describe('the traps of the format', () => {
  it('a date without quotes would be a timestamp to readers of YAML 1.1', () => {
    const text = Object.values(changedFiles({}))[0] ?? '';
    expect(load(text, { schema: YAML11_SCHEMA })).toEqual([
      expect.objectContaining({ date: TODAY, value: 71.3, dataset: { id: 'openai/gsm8k', task_id: 'gsm8k' } }),
    ]);
  });

  it('shots, config and metric have no keys, so they are notes', () => {
    const text = Object.values(changedFiles({}, [gsm8k({ notes: '8-shot, CoT', shots: 8, stderr: 0.5 })]))[0] ?? '';
    expect(Object.keys((load(text) as [object])[0])).toEqual(['dataset', 'value', 'date', 'source', 'notes']);
  });

  it.each([
    ['GSM8K', 'openai/gsm8k', 'gsm8k'],
    ['GPQA Diamond', 'Idavidrein/gpqa', 'diamond'],
    ['HLE', 'cais/hle', 'hle'],
    ['MMLU-Pro', 'TIGER-Lab/MMLU-Pro', 'mmlu_pro'],
    ['SWE-bench Verified', 'SWE-bench/SWE-bench_Verified', 'swe_bench_%_resolved'],
    ['SWE-bench Pro', 'ScaleAI/SWE-bench_Pro', 'SWE_Bench_Pro'],
    ['AIME 2026', 'MathArena/aime_2026', 'MathArena/aime_2026'],
    ['Terminal-Bench 2.1', 'harborframework/terminal-bench-2.1', 'terminalbench_2_1'],
    ['MMMU-Pro', 'MMMU/MMMU_Pro', 'mmmu_pro_standard_10_options'],
  ])('task ids are those in live use, with %%, / and capitals, not those of the samples: %s', (name, id, taskId) => {
    for (const schema of [undefined, YAML11_SCHEMA]) {
      const text = Object.values(changedFiles({}, [scoreOn(name)]))[0] ?? '';
      expect(load(text, schema === undefined ? {} : { schema })).toMatchObject([{ dataset: { id, task_id: taskId } }]);
    }
  });

  it('an error rate is written as such', () => {
    const merged = changedFiles({}, [scoreOn('Vaani (Hindi WER)', { value: 104.2, written: '104.2' })]);
    expect(Object.values(merged).map((text) => load(text))).toMatchObject([[{ value: 104.2 }]]);
  });
});
