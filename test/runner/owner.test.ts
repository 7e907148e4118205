import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isGone, readOwner, writeOwner } from '../../src/evaluation/job/owner.ts';
import { isProcessRunning, ownerOf } from '../../src/runner/owner.ts';

const WORKFLOW = {
  GITHUB_ACTIONS: 'true',
  GITHUB_RUN_ID: '123456',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_REPOSITORY: 'org/repo',
  GITHUB_JOB: 'evaluate',
};

describe('who starts a job', () => {
  it('is the run of a workflow, where there is one', () => {
    expect(ownerOf(WORKFLOW)).toEqual({
      kind: 'workflow',
      repository: 'org/repo',
      runId: '123456',
      attempt: 2,
      job: 'evaluate',
    });
  });

  it.each([
    {},
    { ...WORKFLOW, GITHUB_ACTIONS: 'false' },
    { ...WORKFLOW, GITHUB_RUN_ID: '' },
    { ...WORKFLOW, GITHUB_RUN_ID: '12; rm' },
    { ...WORKFLOW, GITHUB_RUN_ATTEMPT: 'x' },
  ])('is else a process of this machine: %j', (env) => {
    expect(ownerOf(env)).toMatchObject({
      kind: 'process',
      pid: process.pid,
      host: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  it('is known again from its label', () => {
    const own = ownerOf({});
    expect(readOwner(writeOwner(own))).toEqual(own);
    expect(isGone(readOwner(writeOwner(own)), { alive: 0, now: 1e9 }, own, isProcessRunning)).toBe('alive');
    const label = writeOwner(ownerOf({ ...WORKFLOW, GITHUB_REPOSITORY: `org/${'r'.repeat(150)}` }));
    expect(label).toMatch(/^[\w.-]{1,100}$/);
    expect(readOwner(label)).toMatchObject({ runId: '123456', attempt: 2 });
  });
});

describe('a process', () => {
  it('that is there is running, and another one with its number is not the same', () => {
    const own = ownerOf({});
    if (own.kind !== 'process') throw new Error('no process');
    expect(isProcessRunning(own.pid, own.started)).toBe(true);
    if (own.started > 0) expect(isProcessRunning(own.pid, own.started + 1)).toBe(false);
  });

  it('that has ended is gone', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    expect(isProcessRunning(child.pid ?? 0, 1)).toBe(false);
    expect(isProcessRunning(999_999_999, 0)).toBe(false);
  });
});
