import { spawnSync } from 'node:child_process';
import { expect, it, type TestContext } from 'vitest';
import { readSidecar } from '../../../src/evaluation/home/sidecar.ts';
import { HAS_PYTHON, pathWithoutUv, type RunOptions, runWrapper } from './run-wrapper.ts';

const HAS_UV = spawnSync('uv', ['--version']).status === 0;
const TELL =
  'import json, os, six; os.makedirs("out"); json.dump({"six": six.__version__}, open("out/results.json", "w"))';
/** The version of the Python that is there: no other one is to be fetched. */
const PYTHON = spawnSync('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'])
  .stdout?.toString()
  .trim();

/** Installs a small package with the real uv; where the installation alone fails, there is no registry, and no test. */
async function installSix(context: TestContext, env: RunOptions['env'] = {}): Promise<void> {
  const ran = await runWrapper({
    isReal: true,
    env,
    plan: {
      python: PYTHON,
      requirements: ['six==1.16.0'],
      resolvedUntil: '2026-01-01',
      argv: ['python', '-c', TELL],
      output: 'out',
    },
  });
  if (ran.code === 4) {
    console.warn(`Not tested, because six cannot be installed:\n${ran.stderr.slice(-1_000)}`);
    context.skip();
  }
  expect(ran.code).toBe(0);
  if ('reason' in ran.collected) throw new Error(ran.collected.reason);
  const { files } = ran.collected;
  expect(new TextDecoder().decode(files.get('output/results.json'))).toBe('{"six": "1.16.0"}');
  const sidecar = readSidecar(new TextDecoder().decode(files.get('run.json')));
  expect([...(sidecar?.packages ?? [])]).toEqual([['six', '1.16.0']]);
  expect(sidecar?.python).toMatch(new RegExp(`^${PYTHON}\\.\\d+`));
  expect(ran.leftovers).toEqual([]);
}

it.skipIf(!HAS_PYTHON || !HAS_UV)('installs a real package with uv', { timeout: 120_000 }, (context) =>
  installSix(context),
);

it.skipIf(!HAS_PYTHON)('fetches uv where there is none', { timeout: 120_000 }, (context) =>
  installSix(context, { PATH: pathWithoutUv() }),
);

if (!HAS_UV) console.warn('Not tested with a uv that is installed: there is none.');
