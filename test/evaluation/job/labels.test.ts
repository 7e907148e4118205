import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JobLabels, readLabels, writeLabels } from '../../../src/evaluation/job/labels.ts';
import { isGone, type Owner, readOwner, SILENT_SECONDS, writeOwner } from '../../../src/evaluation/job/owner.ts';

const LABELS: JobLabels = {
  repoId: 'harbor-labs/Kestrel-7B',
  run: '0123456789abcdef0123456789abcdef',
  digest: 'ab'.repeat(32),
  owner: 'process.abc123.42.1700000000',
  detached: false,
  alive: 1_800_000_000,
};

describe('labels', () => {
  it('are read as they were written; the repo as labels have it', () => {
    expect(readLabels(writeLabels(LABELS))).toEqual({ ...LABELS, repoId: 'harbor-labs--Kestrel-7B' });
    expect(readLabels(writeLabels({ ...LABELS, detached: true }))?.detached).toBe(true);
  });

  it('have only what the Hub takes, whatever the names are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string({ maxLength: 300 }), (repoId, owner) => {
        for (const [key, value] of Object.entries(writeLabels({ ...LABELS, repoId, owner }))) {
          expect(key).toMatch(/^[a-zA-Z0-9._-]{1,100}$/);
          expect(value).toMatch(/^[a-zA-Z0-9._-]{0,100}$/);
        }
      }),
    );
  });

  it.each<[string, Record<string, unknown>]>([
    ['none', {}],
    ['those of others', { name: 'train', team: 'x' }],
    ['half of them', { 'hf-eval-run': LABELS.run }],
    ['a run of another form', { ...writeLabels(LABELS), 'hf-eval-run': 'x' }],
    ['values of another type', { ...writeLabels(LABELS), 'hf-eval-owner': 5 }],
  ])('that are not ours are of somebody else: %s', (_, labels) => {
    expect(readLabels(labels)).toBeUndefined();
  });
});

describe('the run that started a job', () => {
  const here: Owner = { kind: 'process', host: 'abc123', pid: 42, started: 1_700_000_000 };
  const flow: Owner = { kind: 'workflow', repository: 'org--repo', runId: '77', attempt: 2, job: '' };
  const now = 1_800_000_000;

  it.each([here, flow, { ...flow, repository: 'x'.repeat(200), job: 'leg 3' }])('can be read again', (owner) => {
    const read = readOwner(writeOwner(owner));
    expect(read).toMatchObject(owner.kind === 'process' ? owner : { kind: 'workflow', runId: '77', attempt: 2 });
    expect(writeOwner(owner)).toMatch(/^[\w.-]{1,100}$/);
  });

  it.each<[string, Owner | undefined, Owner, number, boolean, 'gone' | 'silent' | 'alive']>([
    ['an earlier attempt', { ...flow, attempt: 1 }, flow, 0, false, 'gone'],
    ['this attempt: another leg of it may be running', flow, flow, 0, false, 'alive'],
    ['another run of a workflow', { ...flow, runId: '76' }, flow, 60, false, 'alive'],
    ['another run that is silent', { ...flow, runId: '76' }, flow, SILENT_SECONDS + 1, false, 'silent'],
    ['a process that is there, however silent', here, { ...here, pid: 7 }, 9999, true, 'alive'],
    ['a process that is not', here, { ...here, pid: 7 }, 0, false, 'gone'],
    ['a process of another machine', { ...here, host: 'fff' }, here, 60, false, 'alive'],
    ['a silent one of another machine', { ...here, host: 'fff' }, here, SILENT_SECONDS + 1, true, 'silent'],
    ['nobody knows who', undefined, here, 60, false, 'alive'],
    ['nobody knows who, and silent', undefined, here, SILENT_SECONDS + 1, false, 'silent'],
  ])('%s', (_, owner, self, silence, running, state) => {
    expect(isGone(owner, { alive: now - silence, now }, self, () => running)).toBe(state);
  });
});
