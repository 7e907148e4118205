import { join } from 'node:path';
import { expect, it } from 'vitest';
import { OLDEST_NODE } from '../../src/version.ts';
import { bundle, runChild } from './child.ts';
import { scratchWith } from './run-cli.ts';

/** Runs a bundle under a Node.js that says that it is of this version. */
async function runUnder(version: string, entry: 'cli' | 'main') {
  const dir = await scratchWith({
    'version.cjs': `Object.defineProperty(process.versions, 'node', { value: '${version}' });`,
  });
  return runChild(process.execPath, ['--require', join(dir, 'version.cjs'), bundle(entry), '--version']);
}

it.each(['cli', 'main'] as const)('%s tells of a Node.js that is too old, and does nothing', async (entry) => {
  const { code, stdout, stderr } = await runUnder('20.19.2', entry);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`error [unsupported-node] hf-eval needs Node.js ${OLDEST_NODE} or newer`);
});

it.each([`${OLDEST_NODE}.0`, '24.0.0', '100.1.0'])('runs on %s', async (version) => {
  expect(await runUnder(version, 'cli')).toMatchObject({ code: 0, stderr: '' });
});
