import { describe, expect, it } from 'vitest';
import { readMarker } from '../../../src/report/marker.ts';
import { refOf } from '../../local-hub/discussions.ts';
import { readCommit } from '../../local-hub/repo.ts';
import type { LocalHub } from '../../local-hub/server.ts';
import { useFreshHub } from './fresh-hub.ts';
import {
  act,
  CARD,
  changingRequests,
  descriptionOf,
  editCard,
  fileAt,
  filesAt,
  headOf,
  OWNER,
  publish,
  pullRequest,
  REPO,
  refusalOf,
  statuses,
  valuesAt,
} from './publishing.ts';

let hub: LocalHub;

useFreshHub((started) => {
  hub = started;
});

const PR = refOf(1);
const change = (from: string, to: string) => editCard(hub, from, to);
const values = (revision: string) => valuesAt(hub, revision);

describe('a proposal', () => {
  it('is one pull request with all that changes, and nothing on the branch', async () => {
    const before = headOf(hub, 'main');
    const { status, pullRequest: link, commit } = await publish(hub);
    expect([status, link]).toEqual(['proposed', { number: 1, url: `${hub.url}/${REPO}/discussions/1` }]);
    expect(commit).toEqual({ oid: headOf(hub, PR), url: `${hub.url}/${REPO}/commit/${headOf(hub, PR)}` });
    expect(headOf(hub, 'main')).toBe(before);
    expect(filesAt(hub, PR).sort()).toEqual(['.eval_results/gsm8k.yaml', '.eval_results/hle.yaml', 'README.md']);
    expect(values(PR)).toEqual([61.2, 52.1, 25.1]);
    expect(pullRequest(hub, 1)).toMatchObject({
      title: 'Evaluation results of Kestrel-7B: 3 scores',
      status: 'open',
      author: 'bot',
    });
    expect(readMarker(descriptionOf(hub, 1))).toMatchObject({
      repo: REPO,
      sources: [
        {
          source: expect.stringMatching(/^readme table [0-9a-f]{8}\.[0-9a-f]{8}$/),
          label: 'table 1 of the model card',
        },
      ],
      base: before,
    });
  });

  it.each(['2026-03-01', '2026-09-30'])('is found again, and left as it is: on %s', async (today) => {
    await publish(hub);
    const [head, text, { events }] = [headOf(hub, PR), descriptionOf(hub, 1), pullRequest(hub, 1)];
    const sent = changingRequests(hub).length;
    const again = await publish(hub, {}, { today });
    expect([again.status, again.pullRequest?.number, again.commit]).toEqual(['already-proposed', 1, undefined]);
    expect([headOf(hub, PR), descriptionOf(hub, 1), pullRequest(hub, 1).events]).toEqual([head, text, events]);
    expect(changingRequests(hub)).toHaveLength(sent);
  });

  it.each(['keep', 'replace', 'fail'])('takes a corrected value, with on-conflict %s', async (onConflict) => {
    await publish(hub, { 'on-conflict': onConflict });
    change('25.1', '26.2');
    const updated = await publish(hub, { 'on-conflict': onConflict });
    expect([updated.status, updated.pullRequest?.number]).toEqual(['updated', 1]);
    expect(updated.commit?.oid).toBe(headOf(hub, PR));
    expect(values(PR)).toEqual([61.2, 52.1, 26.2]);
    expect(fileAt(hub, PR, '.eval_results/hle.yaml')).toContain('value: 26.2');
    expect(readMarker(descriptionOf(hub, 1))?.sources.map(({ digest }) => digest)).toEqual([updated.digest]);
    expect(descriptionOf(hub, 1)).toContain('**26.2**');
    expect(statuses(hub)).toBe('1 open');
    expect((await publish(hub, { 'on-conflict': onConflict })).status).toBe('already-proposed');
  });

  it('has a title that follows, and files go back to what the branch has when no score goes there any more', async () => {
    await publish(hub);
    change('| HLE | 25.1 | 20.2 |\n', '');
    expect((await publish(hub)).status).toBe('updated');
    expect(filesAt(hub, PR)).not.toContain('.eval_results/hle.yaml');
    expect(values(PR)).toEqual([61.2, 52.1]);
    expect(pullRequest(hub, 1).title).toBe('Evaluation results of Kestrel-7B: 2 scores');
    expect((await publish(hub, { 'output-format': 'eval-results' })).status).toBe('updated');
    expect(fileAt(hub, PR, 'README.md')).toBe(CARD);
    expect(filesAt(hub, PR)).toContain('.eval_results/gsm8k.yaml');
    expect((await publish(hub, { 'output-format': 'model-index' })).status).toBe('updated');
    expect(filesAt(hub, PR)).toEqual(['README.md']);
    expect(statuses(hub)).toBe('1 open');
  });

  it('leaves files that the branch has as they are there', async () => {
    const there = '# ours\n- dataset:\n    id: cais/hle\n    task_id: hle\n  value: 25.1\n';
    hub.commit(REPO, { files: { '.eval_results/hle.yaml': there }, title: 'HLE' });
    await publish(hub);
    expect(fileAt(hub, PR, '.eval_results/hle.yaml')).toBe(there);
    await publish(hub, { 'on-conflict': 'replace' });
    change('25.1', '26.2');
    await publish(hub, { 'on-conflict': 'replace' });
    expect(fileAt(hub, PR, '.eval_results/hle.yaml')).toContain('value: 26.2');
    await publish(hub, { 'on-conflict': 'keep' });
    expect(fileAt(hub, PR, '.eval_results/hle.yaml')).toBe(there);
  });

  it('leaves other lines of the card to the branch, whatever becomes of them there', async () => {
    await publish(hub);
    change('license: mit', 'license: apache-2.0');
    change('# Kestrel 7B\n', '# Kestrel 7B\n\nNot to be published.\n');
    change('25.1', '26.2');
    expect((await publish(hub)).status).toBe('updated');
    expect(fileAt(hub, PR, 'README.md')).not.toMatch(/apache|Not to be published/);
    change('\n\nNot to be published.', '');
    await act(hub, OWNER, '1/merge', {});
    const text = fileAt(hub, 'main', 'README.md');
    expect(text).toContain('license: apache-2.0');
    expect(text).not.toContain('Not to be published');
    expect(valuesAt(hub, 'main')).toEqual([61.2, 52.1, 26.2]);
  });

  it('stays as it is where the branch has changed the same lines, and that is said', async () => {
    await publish(hub);
    change('pipeline_tag: text-generation\n', 'pipeline_tag: text-generation\ntags:\n- bird\n');
    const { status, notes } = await publish(hub);
    expect([status, notes]).toEqual([
      'already-proposed',
      [expect.stringMatching(/^#1 cannot be merged as it is: main has changed/)],
    ]);
    expect(fileAt(hub, PR, 'README.md')).not.toContain('- bird');
    expect(valuesAt(hub, PR)).toEqual([61.2, 52.1, 25.1]);
  });

  it('that the branch has got in the way of says so, and is replaced by another one when it was closed', async () => {
    await publish(hub);
    // The line beside which the scores stand.
    change('pipeline_tag: text-generation', 'pipeline_tag: text2text-generation');
    const updated = await publish(hub);
    expect([updated.status, updated.notes]).toEqual([
      'updated',
      [expect.stringMatching(/#1 cannot be merged.*main.*README\.md/)],
    ]);
    const again = await publish(hub);
    expect([again.status, again.notes]).toEqual(['already-proposed', updated.notes]);
    await act(hub, OWNER, '1/status', { status: 'closed' });
    const refusal = await refusalOf(publish(hub));
    expect([refusal.code, refusal.hint]).toEqual(['closed-before', expect.stringContaining('proposes them anew')]);
    const anew = await publish(hub, { reopen: 'true' });
    expect([anew.status, anew.pullRequest?.number, anew.notes]).toEqual(['proposed', 2, []]);
    expect((await publish(hub)).status).toBe('already-proposed');
    await act(hub, OWNER, '2/merge', {});
    expect([statuses(hub), values('main')]).toEqual(['1 closed, 2 merged', [61.2, 52.1, 25.1]]);
  });

  it('gives way to another value that the branch has got in the same slot', async () => {
    await publish(hub);
    const proposed = fileAt(hub, PR, '.eval_results/hle.yaml') ?? '';
    const theirs = proposed.replace('25.1', '24.4');
    hub.commit(REPO, { files: { '.eval_results/hle.yaml': theirs }, title: 'Another run' });
    const kept = await publish(hub);
    expect(kept.changes.filter(({ op }) => op === 'conflict')).toHaveLength(1);
    expect(filesAt(hub, PR)).not.toContain('.eval_results/hle.yaml');
    expect(descriptionOf(hub, 1)).toContain('24.4');
    expect((await refusalOf(publish(hub, { 'on-conflict': 'fail' }))).code).toBe('conflict');
    await publish(hub, { 'on-conflict': 'replace' });
    expect(fileAt(hub, PR, '.eval_results/hle.yaml')).toContain('25.1');
    expect(statuses(hub)).toBe('1 open');
  });

  it('is left alone when a person has committed to it', async () => {
    await publish(hub);
    const parent = headOf(hub, PR);
    hub.commit(REPO, { ref: PR, parent, files: { 'README.md': `${CARD}by hand\n` }, title: 'By hand', user: 'org' });
    const head = headOf(hub, PR);
    const error = await refusalOf(publish(hub));
    expect(error.code).toBe('proposal-edited');
    expect(error.message).toMatch(/Pull request 1 of org\/Kestrel-7B has commits/);
    expect(error.details.pull_request).toEqual({ number: 1, url: `${hub.url}/${REPO}/discussions/1` });
    expect([headOf(hub, PR), statuses(hub)]).toEqual([head, '1 open']);
  });

  it.each<[string, object]>([
    ['in another name', { user: 'org' }],
    ['in our name', { user: 'bot', pushedBy: 'org' }],
  ])('is left alone when a person has amended its commit, %s', async (_, by) => {
    await publish(hub);
    change('25.1', '26.2');
    const message = readCommit(hub.repos.get(REPO)?.dir ?? '', headOf(hub, PR)).message;
    const parent = readMarker(message)?.base ?? '';
    const files = { 'README.md': `${CARD}by hand\n` };
    hub.commit(REPO, { ref: PR, parent, files, title: 'Evaluation results of it', description: message, ...by });
    const head = headOf(hub, PR);
    expect((await refusalOf(publish(hub))).code).toBe('proposal-edited');
    expect(headOf(hub, PR)).toBe(head);
  });

  it('whose description a person has hidden is still ours, open and closed', async () => {
    await publish(hub);
    const [first] = pullRequest(hub, 1).events;
    const id = first?.type === 'comment' ? first.id : '';
    await act(hub, OWNER, `1/comment/${id}/hide`, {});
    expect((await publish(hub)).status).toBe('already-proposed');
    change('25.1', '26.2');
    expect([(await publish(hub)).status, values(PR)]).toEqual(['updated', [61.2, 52.1, 26.2]]);
    expect((await publish(hub)).status).toBe('already-proposed');
    expect((await publish(hub, { 'dry-run': 'true' })).status).toBe('already-proposed');
    await act(hub, OWNER, '1/status', { status: 'closed' });
    expect((await refusalOf(publish(hub))).code).toBe('closed-before');
    expect(statuses(hub)).toBe('1 closed');
  });

  it('that was closed while it was being brought up to date is looked at again', async () => {
    await publish(hub);
    change('25.1', '26.2');
    const pause = hub.pauseBefore({ method: 'POST', path: /\/commit\// });
    const run = publish(hub);
    await pause.reached;
    await act(hub, OWNER, '1/status', { status: 'closed' });
    pause.release();
    expect([(await run).pullRequest?.number, statuses(hub)]).toEqual([2, '1 closed, 2 open']);
  });

  it('for HEAD is refused: it is no name of a branch', async () => {
    for (const how of ['create-pr', 'apply']) {
      const error = await refusalOf(Promise.resolve().then(() => publish(hub, { [how]: 'true', revision: 'HEAD' })));
      expect([error.code, error.message]).toEqual(['usage', expect.stringContaining('revision must be a branch')]);
    }
  });

  it('stays up to date beside a commit of a person that touches no score', async () => {
    await publish(hub);
    hub.commit(REPO, { ref: PR, parent: headOf(hub, PR), files: { LICENSE: 'MIT\n' }, title: 'By hand', user: 'org' });
    expect((await publish(hub)).status).toBe('already-proposed');
    change('25.1', '26.2');
    expect((await refusalOf(publish(hub))).code).toBe('proposal-edited');
  });

  it('may have been brought up to date very often', async () => {
    await publish(hub);
    const description = descriptionOf(hub, 1);
    const last = fileAt(hub, PR, 'README.md') ?? '';
    for (let n = 0; n < 60; n += 1)
      hub.commit(REPO, {
        ref: PR,
        parent: headOf(hub, PR),
        files: { 'README.md': n === 59 ? last : `${n}\n` },
        title: 'Ours',
        description,
        user: 'bot',
      });
    change('25.1', '26.2');
    expect((await publish(hub)).status).toBe('updated');
    expect(values(PR)).toEqual([61.2, 52.1, 26.2]);
  });

  it('that was merged is nothing to do', async () => {
    await publish(hub);
    await act(hub, OWNER, '1/merge', {});
    const again = await publish(hub);
    expect([again.status, again.pullRequest, statuses(hub)]).toEqual(['up-to-date', undefined, '1 merged']);
  });

  it('that differs from the branch in every score has nothing left to propose', async () => {
    await publish(hub);
    const theirs = (fileAt(hub, PR, 'README.md') ?? '')
      .replace('value: 61.2', 'value: 60')
      .replace('value: 52.1', 'value: 50')
      .replace('value: 25.1', 'value: 20');
    hub.commit(REPO, { files: { 'README.md': theirs }, title: 'Theirs' });
    const again = await publish(hub, { 'output-format': 'model-index' });
    const narrower = expect.stringMatching(
      /^The eval-results entries of table 1 .* are out of it: --output-format both/,
    );
    expect([again.status, again.notes]).toEqual([
      'updated',
      [narrower, '#1 proposes nothing any more: it can be closed.'],
    ]);
    expect(again.changes.map(({ op }) => op)).toEqual(['conflict', 'conflict', 'conflict']);
    await act(hub, OWNER, '1/merge', {});
    expect(fileAt(hub, 'main', 'README.md')).toBe(theirs);
  });

  it('whose scores got to the branch otherwise can be closed, and is named', async () => {
    await publish(hub);
    await publish(hub, { apply: 'true', 'on-open-pr': 'proceed' }, { token: OWNER });
    const again = await publish(hub);
    expect([again.status, again.pullRequest?.number]).toEqual(['up-to-date', 1]);
    expect(again.notes.join()).toContain('#1 can be closed');
  });

  it('for another branch is another one', async () => {
    hub.commit(REPO, { ref: 'refs/heads/next', parent: headOf(hub, 'main'), files: { X: 'x\n' }, title: 'Next' });
    await publish(hub);
    const next = await publish(hub, { revision: 'next' });
    expect([next.status, next.pullRequest?.number]).toEqual(['proposed', 2]);
    expect([pullRequest(hub, 1), pullRequest(hub, 2)].map((one) => one.pullRequest?.base)).toEqual([
      'refs/heads/main',
      'refs/heads/next',
    ]);
    expect((await publish(hub)).pullRequest?.number).toBe(1);
    expect((await publish(hub, { revision: 'next' })).pullRequest?.number).toBe(2);
    expect(statuses(hub)).toBe('1 open, 2 open');
  });
});
