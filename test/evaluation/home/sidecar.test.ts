import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aboutOfJob, readSidecar, versionOf } from '../../../src/evaluation/home/sidecar.ts';
import { NONCE } from './packages.ts';

const WHOLE = {
  version: 1,
  run: NONCE,
  about: {
    model: 'harbor-labs/Kestrel-7B',
    revision: 'main',
    sha: 'a'.repeat(40),
    framework: 'lighteval',
    version: '0.13.0',
    backend: 'vllm',
    tasks: ['gsm8k|5'],
    limit: 10,
    chatTemplate: true,
    shots: 5,
    jobUrl: 'https://huggingface.co/jobs/a/b',
  },
  argv: ['lighteval', 'vllm'],
  phase: 'run',
  phases: { install: '2026-10-31T01:02:03Z', run: '2026-10-31T01:03:03Z', save: '2026-10-31T02:02:03Z' },
  exitCode: 3,
  programExitCode: 0,
  stoppedBy: null,
  python: '3.12.4',
  packages: { lighteval: '0.13.0', lm_eval: '0.4.13', 'inspect-ai': '' },
  gpus: ['NVIDIA A10G'],
  jobId: 'a1',
  accelerator: '',
};

const read = (changes: Readonly<Record<string, unknown>> = {}): ReturnType<typeof readSidecar> =>
  readSidecar(JSON.stringify({ ...WHOLE, ...changes }));

describe('a sidecar', () => {
  it('tells what the wrapper wrote', () => {
    const { version: _, packages, stoppedBy: __, accelerator: ___, ...rest } = WHOLE;
    expect(read()).toEqual({
      ...rest,
      packages: new Map(
        Object.entries({ ...packages, 'lm-eval': '0.4.13' })
          .filter(([name]) => name !== 'lm_eval')
          .toSorted(),
      ),
    });
  });

  it('knows packages by any spelling', () => {
    const sidecar = read();
    if (sidecar === undefined) throw new Error('it is one');
    expect(['lm-eval', 'LM_Eval', 'inspect_ai', 'torch'].map((name) => versionOf(sidecar, name))).toEqual([
      '0.4.13',
      '0.4.13',
      undefined,
      undefined,
    ]);
  });

  it('leaves out what is not as it should be', () => {
    const sidecar = read({
      about: { model: 5, tasks: ['a', 1], limit: '10', chatTemplate: 'yes', shots: -1 },
      argv: 'lm_eval',
      phase: 'sleep',
      phases: { run: 'today', save: 1 },
      exitCode: 'x',
      packages: { a: 1, b: '2' },
      gpus: null,
      run: 'x',
    });
    expect(sidecar).toEqual({
      about: { tasks: ['a'] },
      argv: [],
      phases: {},
      packages: new Map([['b', '2']]),
      gpus: [],
      programExitCode: 0,
      python: '3.12.4',
      jobId: 'a1',
    });
  });

  it.each([
    '',
    'x',
    '[]',
    '{}',
    'null',
    JSON.stringify({ ...WHOLE, version: 2 }),
    `${JSON.stringify(WHOLE)}${' '.repeat(1e6)}`,
  ])('is none: %.40s', (text) => {
    expect(readSidecar(text)).toBeUndefined();
  });

  it('is told by a job, too, as far as that was asked for', () => {
    expect(aboutOfJob({ HF_EVAL_PLAN: JSON.stringify({ about: { model: 'org/a', limit: 3, tasks: ['x'] } }) })).toEqual(
      {
        model: 'org/a',
        limit: 3,
        tasks: ['x'],
      },
    );
    for (const plan of [undefined, 5, '', '{', '[]', '{"about":[]}', '{"about":{"model":{}}}'])
      expect(aboutOfJob({ HF_EVAL_PLAN: plan })).toEqual({});
  });

  it('holds no long texts', () => {
    expect(read({ jobId: 'x'.repeat(5_000) })?.jobId).toHaveLength(1_000);
    expect(read({ argv: new Array(5_000).fill('a') })?.argv).toHaveLength(2_000);
  });

  it('of any data is read without harm', () => {
    const keys = Object.keys(WHOLE).filter((key) => key !== 'version' && key !== 'run');
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), fc.jsonValue()), (changes) => {
        expect(read(changes)).toBeDefined();
      }),
    );
  });
});
