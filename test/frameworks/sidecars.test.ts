import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFiles } from '../../src/frameworks/read-all.ts';
import { isOfEvaluation } from '../../src/frameworks/sidecars.ts';
import { collectOf, filesOf, GSM8K, linesOf, lmEval, MODEL, OTHER_SHA, refusalsOf, SHA } from './results-fixtures.ts';

const RUN = '0123456789abcdef'.repeat(2);
const sidecar = (about: object = {}, more: object = {}) => ({
  version: 1,
  run: RUN,
  about: { model: MODEL, framework: 'lm-eval', ...about },
  argv: ['lm_eval'],
  phase: 'run',
  phases: { run: '2026-11-01T12:00:00Z' },
  exitCode: 0,
  programExitCode: 0,
  ...more,
});
const MANIFEST = { version: 1, run: RUN, exitCode: 0, files: [], leftOut: [], leftOutCount: 0 };
const RESULTS = 'out/output/results.json';
const full = await collectOf({ [RESULTS]: lmEval() });

describe('what comes home beside results', () => {
  it('is known, and is no result of a framework that nobody knows', async () => {
    const files = filesOf({ 'out/run.json': sidecar(), 'out/manifest.json': MANIFEST, 'out/other.json': { a: 1 } });
    expect((await readFiles(files)).map(({ path, role, framework }) => [path, role, framework])).toEqual([
      ['out/run.json', 'companion', undefined],
      ['out/manifest.json', 'companion', undefined],
      ['out/other.json', undefined, undefined],
    ]);
  });

  it.each<unknown>([null, [], 'x', { version: 1 }, { version: 1, run: 'x', files: [] }, { ...MANIFEST, files: 3 }])(
    'is not %j',
    (data) => {
      expect(isOfEvaluation({ kind: 'document', data })).toBe(false);
    },
  );

  it('takes nothing from results that it agrees with', async () => {
    expect(full.scores).toHaveLength(1);
    const { scores } = await collectOf({
      [RESULTS]: lmEval(),
      'out/run.json': sidecar(),
      'out/manifest.json': MANIFEST,
    });
    expect(scores).toEqual(full.scores);
  });

  it('nor from those of another folder', async () => {
    const { scores } = await collectOf({ [RESULTS]: lmEval(), 'elsewhere/run.json': sidecar({ limit: 5 }) });
    expect(scores).toEqual(full.scores);
  });

  it('nor the number of samples of a part, where the file tells it', async () => {
    const part = { [RESULTS]: lmEval({ tasks: { gsm8k: { ...GSM8K, samples: 5, of: 1319 } } }) };
    const alone = await collectOf(part, { allowPartial: true });
    const { scores } = await collectOf({ ...part, 'out/run.json': sidecar({ limit: 5 }) }, { allowPartial: true });
    expect(alone.scores).toMatchObject([{ samples: 5 }]);
    expect(scores).toEqual(alone.scores);
  });

  it('nor by a limit that the data is within', async () => {
    const { scores } = await collectOf({ [RESULTS]: lmEval(), 'out/run.json': sidecar({ limit: 5000 }) });
    expect(scores).toEqual(full.scores);
  });
});

describe('a run at a commit', () => {
  const at = { [RESULTS]: lmEval({ backend: 'vllm', revision: SHA }) };
  it.each<[string, object, RegExp | undefined]>([
    ['is that of the sidecar', { sha: SHA, revision: 'main' }, undefined],
    ['is none of another', { sha: OTHER_SHA }, /names the commit "c0ffee.*", and "facade.*" was run/],
    ['is none of another branch', { sha: SHA, revision: 'step-5' }, /it is of revision "step-5".*--revision step-5/],
  ])('%s', async (_, about, reason) => {
    const collection = await collectOf({ ...at, 'out/run.json': sidecar(about) });
    const said = [...refusalsOf(collection), ...collection.files.map((file) => file.reason ?? '')].join('\n');
    expect(collection.scores).toHaveLength(reason === undefined ? 1 : 0);
    expect(said).toMatch(reason ?? '');
  });

  it('is none of a branch alone', async () => {
    const moved = { [RESULTS]: lmEval({ backend: 'vllm', revision: 'main' }) };
    expect((await collectOf({ ...moved, 'out/run.json': sidecar({ sha: SHA }) })).scores).toEqual([]);
  });
});

describe('results are not believed where it says otherwise', () => {
  it.each<[string, object, RegExp]>([
    ['a limit', sidecar({ limit: 5 }), /on a part of the data/],
    [
      'another model',
      sidecar({ model: 'other-labs/Kestrel-7B' }),
      /names .*Kestrel-7B.*, and "other-labs\/Kestrel-7B" was run/,
    ],
    ['a failure', sidecar({}, { programExitCode: 1 }), /exit code 1, as out\/run\.json says/],
  ])('%s', async (_, data, reason) => {
    const collection = await collectOf({ [RESULTS]: lmEval(), 'out/run.json': data });
    expect(collection.scores).toEqual([]);
    const said = [...refusalsOf(collection), ...collection.files.map((file) => file.reason ?? '')];
    expect(said.join('\n')).toMatch(reason);
  });

  it('and as a part they are taken as one', async () => {
    const collection = await collectOf(
      { [RESULTS]: lmEval(), 'out/run.json': sidecar({ limit: 5 }) },
      { allowPartial: true },
    );
    expect(linesOf(collection)).toHaveLength(1);
    expect(collection.scores[0]).toHaveProperty('partial');
  });
});

it('whatever it says, it makes no result of what is none', async () => {
  const partial = { [RESULTS]: lmEval({ tasks: { gsm8k: { ...GSM8K, samples: 10, of: 1319 } } }) };
  const other = { [RESULTS]: lmEval({ model: 'other-labs/other' }) };
  await fc.assert(
    fc.asyncProperty(
      fc.record(
        {
          model: fc.constantFrom(MODEL, 'other-labs/other', ''),
          limit: fc.oneof(fc.integer(), fc.constant(1319)),
          sha: fc.constantFrom('a'.repeat(40), 'main'),
        },
        { requiredKeys: [] },
      ),
      fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
      async (about, programExitCode) => {
        const data = sidecar(about, { programExitCode });
        expect((await collectOf({ ...partial, 'out/run.json': data })).scores).toEqual([]);
        expect((await collectOf({ ...other, 'out/run.json': data })).scores).toEqual([]);
      },
    ),
    { numRuns: 30 },
  );
});
