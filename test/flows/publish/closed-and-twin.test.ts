import { describe, expect, it } from 'vitest';
import { refOf } from '../../local-hub/discussions.ts';
import type { LocalHub } from '../../local-hub/server.ts';
import { useFreshHub } from './fresh-hub.ts';
import {
  act,
  BOT,
  CARD,
  descriptionOf,
  editCard,
  filesAt,
  OWNER,
  publish,
  pullRequest,
  REPO,
  refusalOf,
  STRANGER,
  statuses,
} from './publishing.ts';

let hub: LocalHub;

const restore = useFreshHub((started) => {
  hub = started;
});

const PR = refOf(1);
const change = (from: string, to: string) => editCard(hub, from, to);

describe('a proposal that was closed', () => {
  const close = (token = OWNER) => act(hub, token, '1/status', { status: 'closed' });

  it('is not made again with the same scores', async () => {
    await publish(hub);
    await close();
    const error = await refusalOf(publish(hub, {}, { today: '2026-05-05' }));
    expect(error.code).toBe('closed-before');
    expect(error.message).toMatch(/pull request 1, which was closed by org /);
    expect(error.hint).toMatch(/\/discussions\/1 .*--reopen/);
    expect(statuses(hub)).toBe('1 closed');
  });

  it('is opened again with --reopen, and brought up to date', async () => {
    await publish(hub);
    await close();
    const again = await publish(hub, { reopen: 'true', 'output-format': 'model-index' });
    expect([again.status, again.pullRequest?.number, statuses(hub)]).toEqual(['updated', 1, '1 open']);
    expect(filesAt(hub, PR)).toEqual(['README.md']);
  });

  it('counts as changed when it is opened again as it was', async () => {
    await publish(hub);
    await close();
    expect((await publish(hub, { reopen: 'true' })).status).toBe('updated');
    expect((await publish(hub, { reopen: 'true' })).status).toBe('already-proposed');
  });

  it('does not stand against other scores', async () => {
    await publish(hub);
    await close();
    change('25.1', '26.2');
    expect((await publish(hub)).pullRequest?.number).toBe(2);
    expect(statuses(hub)).toBe('1 closed, 2 open');
  });

  it('does not stand against the scores when it was a twin, whoever says so but us', async () => {
    await publish(hub);
    await act(hub, BOT, '1/comment', { comment: 'Closed: #9.\n\n<!-- hf-eval: twin of 9 -->' });
    await close(BOT);
    expect((await publish(hub)).pullRequest?.number).toBe(2);
    restore();
    await publish(hub);
    await act(hub, STRANGER, '1/comment', { comment: '<!-- hf-eval: twin of 9 -->' });
    await close();
    expect((await refusalOf(publish(hub))).code).toBe('closed-before');
  });
});

describe('two proposals of ours', () => {
  it('become one: the younger one is closed, with a note, and does not count as closed before', async () => {
    await publish(hub);
    const description = descriptionOf(hub, 1);
    hub.propose(REPO, { title: 'Twin', description, author: 'bot', files: { 'README.md': `${CARD}twin\n` } });
    expect((await publish(hub)).status).toBe('already-proposed');
    expect(statuses(hub)).toBe('1 open, 2 closed');
    const [, , note] = pullRequest(hub, 2).events;
    expect(note?.type === 'comment' && note.comment.raw).toMatch(/^Closed: its scores are in #1/);
    await act(hub, OWNER, '1/status', { status: 'closed' });
    expect((await refusalOf(publish(hub))).message).toContain('pull request 1');
  });

  it('made at the same time become one at once', async () => {
    const pauses = [1, 2].map(() => hub.pauseAfter({ method: 'POST', path: /\/commit\// }));
    const runs = [publish(hub), publish(hub)];
    await Promise.all(pauses.map(({ reached }) => reached));
    for (const { release } of pauses) release();
    const results = await Promise.all(runs);
    expect(results.map(({ pullRequest: link }) => link?.number)).toEqual([1, 1]);
    expect(statuses(hub)).toBe('1 open, 2 closed');
  });
});

describe('an end that is not known', () => {
  it('says what was opened when the look for twins fails', async () => {
    hub.fault({ path: /\/discussions$/, nth: 2, status: 500, times: 9 });
    const error = await refusalOf(publish(hub));
    expect([error.code, error.details.pull_request]).toEqual([
      'guard-failed',
      { number: 1, url: `${hub.url}/${REPO}/discussions/1` },
    ]);
    expect(error.message).toMatch(/^Pull request 1 was opened: http/);
    expect(`${error.message} ${error.hint}`).not.toMatch(/nothing (?:was|is) written\b(?! before)/i);
    hub.clearFaults();
    expect((await publish(hub)).status).toBe('already-proposed');
  });

  it('says that something may have been written when the look at it fails', async () => {
    hub.fault({ method: 'POST', path: /\/commit\//, afterHandling: true, status: 500 });
    hub.fault({ path: /\/discussions$/, nth: 2, status: 500, times: 9 });
    const error = await refusalOf(publish(hub));
    expect([error.code, error.hint]).toEqual([
      'guard-failed',
      expect.stringMatching(/may have been written: .*\/discussions/),
    ]);
    hub.clearFaults();
    expect([(await publish(hub)).status, statuses(hub)]).toEqual(['already-proposed', '1 open']);
  });

  it('has its title mended by the next run', async () => {
    await publish(hub);
    change('| HLE | 25.1 | 20.2 |\n', '');
    hub.fault({ method: 'POST', path: /\/title$/, status: 500 });
    expect((await refusalOf(publish(hub))).code).toBe('hub-unavailable');
    expect((await publish(hub)).status).toBe('updated');
    expect(pullRequest(hub, 1).title).toBe('Evaluation results of Kestrel-7B: 2 scores');
  });

  it('is no end when an answer says nothing of the title, and the next run mends that', async () => {
    await publish(hub);
    change('| HLE | 25.1 | 20.2 |\n', '');
    hub.fault({ method: 'POST', path: /\/title$/, body: { ok: true } });
    expect((await refusalOf(publish(hub))).code).toBe('unexpected-answer');
    expect((await publish(hub)).status).toBe('updated');
    expect(pullRequest(hub, 1).title).toBe('Evaluation results of Kestrel-7B: 2 scores');
  });

  it('says that the description is behind when it could not be changed', async () => {
    await publish(hub);
    change('25.1', '26.2');
    hub.fault({ method: 'POST', path: /\/edit$/, body: { updatedComment: {} } });
    const error = await refusalOf(publish(hub));
    expect([error.code, error.message]).toEqual([
      'unexpected-answer',
      expect.stringMatching(/description of .*\/discussions\/1/),
    ]);
    expect((await publish(hub)).status).toBe('updated');
    expect(descriptionOf(hub, 1)).toContain('**26.2**');
  });
});
