import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Collected, Unpacked } from '../../../src/evaluation/home/blocks.ts';
import { checkFiles, type Manifest, readManifest } from '../../../src/evaluation/home/manifest.ts';
import { readSidecar, type Sidecar, versionOf } from '../../../src/evaluation/home/sidecar.ts';
import { ABOUT, filesIn, HAS_PYTHON, makeFolder, NONCE, type Ran, runWrapper, TOOLS } from './run-wrapper.ts';

const decode = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const namesOf = (files: ReadonlyMap<string, Uint8Array>): string[] => [...files.keys()].sort();

function unpacked(collected: Collected): Unpacked {
  if ('reason' in collected) throw new Error(collected.reason);
  return collected;
}

function sidecarOf(files: ReadonlyMap<string, Uint8Array>): Sidecar {
  const sidecar = readSidecar(decode(files.get('run.json')));
  if (sidecar === undefined) throw new Error('there is no sidecar');
  return sidecar;
}

/** What came home in a folder, as its manifest tells it. */
function homeIn(folder: string): Unpacked {
  const found = filesIn(folder);
  const read = readManifest(decode(found.get('manifest.json')), NONCE);
  if ('reason' in read) throw new Error(read.reason);
  return { manifest: read.manifest, ...checkFiles(read.manifest, found, TOOLS.sha256) };
}

const phasesOf = ({ marks }: Ran): string[] => marks.flatMap((mark) => (mark.kind === 'phase' ? [mark.phase] : []));
const whyLeft = ({ leftOut }: Manifest): Record<string, string> =>
  Object.fromEntries(leftOut.map(({ name, why }) => [name, why]));

describe.skipIf(!HAS_PYTHON)('a run', () => {
  it('brings its files home to a mounted folder, with a manifest and a sidecar', async () => {
    const out = makeFolder();
    const ran = await runWrapper({ out, env: { HF_TOKEN: 'hf_secret', JOB_ID: 'a1b2', ACCELERATOR: 'nvidia-a10g' } });
    expect(ran.code).toBe(0);
    expect(phasesOf(ran)).toEqual(['install', 'run', 'save']);
    expect(ran.lines.at(-2)).toBe(`hf-eval ${NONCE} end 0`);
    const { manifest, files, problems } = homeIn(out);
    expect(problems).toEqual([]);
    expect(manifest).toMatchObject({ exitCode: 0, leftOut: [], leftOutCount: 0 });
    expect(manifest.files.map(({ path }) => path)).toEqual([
      'run.json',
      'output/results/results_2026-03-04.json',
      'output/environment.json',
      'output/samples_gsm8k.jsonl',
    ]);
    expect(decode(files.get('output/results/results_2026-03-04.json'))).toContain('"gsm8k"');
    expect(namesOf(filesIn(out))).toContain('manifest.json');
    const sidecar = sidecarOf(files);
    expect(sidecar).toMatchObject({
      run: NONCE,
      about: ABOUT,
      argv: ['python', 'own/framework.py', 'results'],
      phase: 'run',
      exitCode: 0,
      programExitCode: 0,
      jobId: 'a1b2',
      accelerator: 'nvidia-a10g',
    });
    expect(sidecar.stoppedBy).toBeUndefined();
    expect(Object.keys(sidecar.phases)).toEqual(['install', 'run', 'save']);
    expect(sidecar.python).toMatch(/^3\.\d+\.\d+/);
    expect([versionOf(sidecar, 'lm-eval'), versionOf(sidecar, 'torch')]).toEqual(['0.4.13', '2.9.1+cu128']);
    // Where a package came from may be an address with a password; what the container was given is told nowhere.
    const text = `${decode(files.get('run.json'))}${decode(filesIn(out).get('manifest.json'))}${ran.stdout}`;
    expect(text).not.toMatch(/hunter2|hf_secret/);
    expect(ran.leftovers).toEqual([]);
  });

  it('gives the program its environment, without what is ours', async () => {
    const { collected } = await runWrapper({ env: { HF_TOKEN: 'hf_x' } });
    const environment = JSON.parse(decode(unpacked(collected).files.get('output/environment.json'))) as unknown;
    expect(environment).toMatchObject({
      HF_EVAL_PLAN: null,
      HF_EVAL_RUN: null,
      HF_EVAL_OUT: null,
      HF_TOKEN: 'hf_x',
      PLANNED: 'yes',
      PYTHONUNBUFFERED: '1',
      VIRTUAL_ENV: expect.stringMatching(/\/env$/),
      PATH: expect.stringMatching(/^[^:]*\/env\/bin:/),
    });
  });

  it('installs what the plan says, no newer than its day', async () => {
    const { asked } = await runWrapper();
    expect(asked.map((one) => one.asked.map((word) => word.replace(/.*\/(?=env)/, '')))).toEqual([
      ['venv', 'env', '--python', '3.12'],
      [
        ...['pip', 'install', '--python', 'env/bin/python', '--exclude-newer', '2026-10-31', '--'],
        ...['lm-eval==0.4.13', 'vllm==0.33.0'],
      ],
      ['pip', 'freeze', '--python', 'env/bin/python'],
    ]);
    expect(asked.slice(0, 2).flatMap(({ secrets }) => secrets)).toEqual([]);
  });

  it('takes the Python that is there for one that cannot be had, and says so', async () => {
    const { asked, code, lines } = await runWrapper({ env: { FAKE_UV_LACKS: '3.12' } });
    const [first, second] = asked.map((one) => one.asked.slice(-1).join());
    expect([code, first, second]).toEqual([0, '3.12', expect.stringMatching(/\/python[\d.]*$/)]);
    expect(lines.join()).toContain('hf-eval: Python 3.12 cannot be had here');
  });

  it('brings its files home through the log, where there is no folder', async () => {
    const ran = await runWrapper();
    expect(ran.code).toBe(0);
    const { manifest, files, problems } = unpacked(ran.collected);
    expect(problems).toEqual([]);
    expect(manifest.exitCode).toBe(0);
    expect(decode(files.get('output/samples_gsm8k.jsonl'))).toBe('{"id": 1}\n'.repeat(100));
    expect(sidecarOf(files).about).toEqual(ABOUT);
    expect(
      Math.max(...ran.lines.filter((line) => line.startsWith('hf-eval')).map(({ length }) => length)),
    ).toBeLessThan(4_096);
  });

  it.each([1, 3, 7])('that fails with %i has that exit code, and what it left comes home', async (code) => {
    const ran = await runWrapper({ framework: ['results', String(code)] });
    expect(ran.code).toBe(code);
    const { manifest, files } = unpacked(ran.collected);
    expect(manifest.exitCode).toBe(code);
    expect(sidecarOf(files)).toMatchObject({ exitCode: code, programExitCode: code, phase: 'run' });
    expect(files.has('output/results/results_2026-03-04.json')).toBe(true);
    expect(ran.marks.at(-1)).toEqual({ kind: 'end', code });
  });

  it('that ends well without results has failed', async () => {
    const ran = await runWrapper({ framework: ['nothing'] });
    expect(ran.code).toBe(3);
    expect(ran.lines).toContain(
      'hf-eval: the program ended with exit code 0 and left no file where its results should be',
    );
    const { manifest, files } = unpacked(ran.collected);
    expect([...files.keys()]).toEqual(['run.json']);
    expect(manifest.exitCode).toBe(3);
    expect(sidecarOf(files)).toMatchObject({ exitCode: 3, programExitCode: 0 });
  });

  it('that is killed tells the signal', async () => {
    expect((await runWrapper({ framework: ['killed'] })).code).toBe(137);
  });

  it('whose program is not there says so', async () => {
    const ran = await runWrapper({ plan: { argv: ['no-such-program'] } });
    expect(ran.code).toBe(127);
    expect(ran.stdout).toContain('hf-eval: the program cannot be started');
  });

  it('that cannot be installed ends with 4, and the sidecar says how far it came', async () => {
    const ran = await runWrapper({ env: { FAKE_UV_CODE: '2' } });
    expect(ran.code).toBe(4);
    expect(phasesOf(ran)).toEqual(['install', 'save']);
    expect(ran.lines).toContain('hf-eval: the environment could not be made: exit code 2');
    const { files } = unpacked(ran.collected);
    expect(sidecarOf(files)).toMatchObject({ exitCode: 4, phase: 'install' });
    expect(sidecarOf(files).programExitCode).toBeUndefined();
  });

  it('keeps the log whole under 50 MB of output', async () => {
    const ran = await runWrapper({ framework: ['loud'] });
    expect(ran.code).toBe(0);
    expect(ran.stdout.length).toBeGreaterThan(50_000_000);
    expect([...unpacked(ran.collected).files.keys()]).toEqual(['run.json', 'output/a.json']);
    expect(ran.marks.filter(({ kind }) => kind === 'end')).toEqual([{ kind: 'end', code: 0 }]);
  });

  it('leaves no process behind', async () => {
    const ran = await runWrapper({ framework: ['orphan'] });
    expect(isAlive(Number(decode(unpacked(ran.collected).files.get('output/child.json'))))).toBe(false);
  });
});

describe.skipIf(!HAS_PYTHON)('a run that is stopped', () => {
  it.each([
    ['SIGTERM', 15],
    ['SIGINT', 2],
  ] as const)('hands %s on, and brings home what there is', async (signal, number) => {
    const ran = await runWrapper({ framework: ['wait'], signal });
    expect(ran.code).toBe(128 + number);
    const { files } = unpacked(ran.collected);
    expect(decode(files.get('output/stopped.json'))).toBe(String(number));
    expect(sidecarOf(files)).toMatchObject({ stoppedBy: number, exitCode: 128 + number });
  });

  it('before it began does not begin', async () => {
    const ran = await runWrapper({ env: { FAKE_UV_SECONDS: '60' }, signal: 'SIGTERM' });
    expect(ran.code).toBe(143);
    expect(phasesOf(ran)).toEqual(['install', 'save']);
    const sidecar = sidecarOf(unpacked(ran.collected).files);
    expect(sidecar).toMatchObject({ stoppedBy: 15, exitCode: 143, phase: 'install' });
    expect(sidecar.programExitCode).toBeUndefined();
  });

  it('has the exit code of a program that ends well all the same', async () => {
    const ran = await runWrapper({ framework: ['wait', 'calmly'], signal: 'SIGTERM' });
    expect(ran.code).toBe(0);
    expect(sidecarOf(unpacked(ran.collected).files)).toMatchObject({ stoppedBy: 15, exitCode: 0 });
  });

  it('is killed after five seconds, and its children with it', async () => {
    const start = performance.now();
    const ran = await runWrapper({ framework: ['ignore'], signal: 'SIGTERM' });
    expect(performance.now() - start).toBeGreaterThan(4_500);
    expect(ran.code).toBe(137);
    expect(isAlive(Number(decode(unpacked(ran.collected).files.get('output/child.json'))))).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  // A process that has ended and was not waited for is still listed.
  return existsSync(`/proc/${pid}/exe`);
}

describe.skipIf(!HAS_PYTHON)('files', () => {
  it('with names that archives refuse are renamed, and told by the names that they had', async () => {
    const out = makeFolder();
    await runWrapper({ framework: ['names'], out });
    const { manifest, files, problems } = homeIn(out);
    expect(problems).toEqual([]);
    expect(namesOf(filesIn(out)).filter((path) => /[|:"<>*?\\\n]/.test(path))).toEqual([]);
    expect(namesOf(filesIn(out))).toEqual(
      expect.arrayContaining(['output/results/a%7Cb%3Ac.json', 'output/results/per%253Acent.json']),
    );
    expect(namesOf(files)).toEqual([
      'output/deep:er/a.json',
      // What only some file systems take, or nobody, keeps the name that it was given.
      'output/results/a|b:c.json',
      'output/results/new%0Aline.json',
      'output/results/per%3Acent.json',
      'output/results/q%3F%22%3C%3E%2A%5C.json',
      'output/results/ü.json',
      'output/\uFFFD.json',
      'run.json',
    ]);
    expect(Object.values(whyLeft(manifest))).toEqual(['its path is too long']);
  });

  it('that are links, or none at all, stay where they are', async () => {
    const { collected } = await runWrapper({ framework: ['links'] });
    const { manifest, files } = unpacked(collected);
    expect(namesOf(files)).toEqual(['output/real.json', 'run.json']);
    expect(Object.keys(whyLeft(manifest)).sort()).toEqual(['output/etc', 'output/passwd.json', 'output/pipe.json']);
  });

  it('are none where a link took the place of the folder', async () => {
    const ran = await runWrapper({ framework: ['link instead'] });
    expect(ran.code).toBe(3);
    expect([...unpacked(ran.collected).files.keys()]).toEqual(['run.json']);
  });

  it('of samples stay behind where the log has no room, results do not', async () => {
    const { collected } = await runWrapper({ framework: ['large'] });
    const { manifest, files } = unpacked(collected);
    expect([...files.keys()]).toEqual([
      ...['run.json', 'output/z.json', 'output/server.log'],
      ...['output/samples_0.jsonl', 'output/samples_1.jsonl'],
    ]);
    expect(manifest.leftOut).toEqual([
      { name: 'output/samples_2.jsonl', size: 3_500_000, why: 'there is no room for it' },
    ]);
  });

  it.each(['/proc/self', '/no/such/folder'])('come home through the log where %s takes none', async (out) => {
    const ran = await runWrapper({ out });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('hf-eval: HF_EVAL_OUT cannot be written: files go home through the log');
    expect(unpacked(ran.collected).files.has('output/results/results_2026-03-04.json')).toBe(true);
  });

  it('of what runs again and again lie in a folder of each job', async () => {
    const out = makeFolder();
    for (const JOB_ID of ['a1b2', 'c-3_d']) {
      const ran = await runWrapper({ out: join(out, `${NONCE}-{job}`), env: { JOB_ID } });
      expect([ran.code, 'files' in ran.collected]).toEqual([0, false]);
      const home = homeIn(join(out, `${NONCE}-${JOB_ID}`));
      expect([home.problems, sidecarOf(home.files).jobId]).toEqual([[], JOB_ID]);
    }
  });

  it.each([undefined, '', '../x', 'a/b', 'ä', 'a\n', 'x'.repeat(65)])(
    'of such come home through the log where JOB_ID is %j',
    async (JOB_ID) => {
      const out = makeFolder();
      const ran = await runWrapper({ out: join(out, `${NONCE}-{job}`), env: { JOB_ID } });
      expect(ran.code).toBe(0);
      expect(ran.stdout).toContain('hf-eval: JOB_ID names no job: files go home through the log');
      expect(unpacked(ran.collected).files.has('output/results/results_2026-03-04.json')).toBe(true);
      expect(filesIn(out).size).toBe(0);
    },
  );

  it('of an earlier attempt do not pass for those of this one', async () => {
    const out = makeFolder();
    writeFileSync(join(out, 'manifest.json'), '{}');
    // It cannot be written: a folder is in its way.
    mkdirSync(join(out, 'run.json'));
    const ran = await runWrapper({ out });
    expect(existsSync(join(out, 'manifest.json'))).toBe(false);
    expect('files' in ran.collected).toBe(true);
  });
});

describe.skipIf(!HAS_PYTHON)('parameters that are wrong', () => {
  const plan = { python: '3.12', requirements: ['a'], resolvedUntil: '2026-01-01', argv: ['a'], output: 'out' };

  it.each<[string, unknown, string?]>([
    ['no JSON', 'nothing'],
    ['no object', []],
    ['a plan without an output', { ...plan, output: undefined }],
    ['an output outside', { ...plan, output: '../out' }],
    ['an output that is everything', { ...plan, output: '.' }],
    ['no program', { ...plan, argv: [] }],
    ['arguments that are no texts', { ...plan, argv: ['a', 1] }],
    ['an option of the installer', { ...plan, requirements: ['--index-url=https://example.org'] }],
    ['two requirements in one', { ...plan, requirements: ['a\n--index-url=https://example.org'] }],
    ['a Python that is a path', { ...plan, python: '/bin/sh' }],
    ['a day that is none', { ...plan, resolvedUntil: 'today' }],
    ['a file outside', { ...plan, files: { '../a': '' } }],
    ['a file anywhere', { ...plan, files: { '/tmp/a': '' } }],
    ['a file where results will lie', { ...plan, files: { 'out/a.json': '' } }],
    ['a file that is no base64', { ...plan, files: { a: '?' } }],
    ['a variable of ours', { ...plan, environment: { HF_EVAL_RUN: 'a' } }],
    ['a variable without a name', { ...plan, environment: { '': 'a' } }],
    ['a nonce that is none', plan, 'abc'],
  ])('%s: nothing runs', async (_, wrong, nonce = NONCE) => {
    const ran = await runWrapper({ env: { HF_EVAL_PLAN: JSON.stringify(wrong), HF_EVAL_RUN: nonce } });
    expect(ran.code).toBe(5);
    expect(ran.stdout).toMatch(/^hf-eval: parameters are not what they must be: /);
    expect(ran.lines.at(-2)).toBe(`hf-eval ${nonce} end 5`);
    expect(ran.asked).toEqual([]);
  });
});
