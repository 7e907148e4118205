import { describe, expect, it } from 'vitest';
import { judgeProposal } from '../faults/matrix.ts';
import { useFreshHub } from '../flows/publish/fresh-hub.ts';
import { BOT, CARD, headOf, OWNER, REPO, statuses } from '../flows/publish/publishing.ts';
import type { RequestRule } from '../local-hub/rules.ts';
import type { LocalHub } from '../local-hub/server.ts';
import type { Finished } from './child.ts';
import { runAction } from './run-action.ts';
import { runCli } from './run-cli.ts';

let hub: LocalHub;

useFreshHub((started) => {
  hub = started;
});

const CORRECTED = CARD.replace('25.1', '26.2');
const correct = () => hub.commit(REPO, { files: { 'README.md': CORRECTED }, title: 'Better' });

function propose(killWhen?: Promise<unknown>, ...args: string[]): Promise<Finished> {
  return runCli(['extract-readme', '--repo-id', REPO, '--output-format', 'both', '--format', 'json', ...args], {
    env: { HF_ENDPOINT: hub.url, HF_TOKEN: args.includes('--apply') ? OWNER : BOT },
    ...(killWhen === undefined ? {} : { killWhen }),
  });
}

const statusOf = (run: Finished): unknown => (JSON.parse(run.stdout) as { status: unknown }).status;

describe('a run that is killed', () => {
  const COMMIT = { method: 'POST', path: /\/commit\// };
  const EDIT = { method: 'POST', path: /\/edit$/ };

  it.each<[string, boolean, 'pauseBefore' | 'pauseAfter', RequestRule, string, string]>([
    ['before it proposes', false, 'pauseBefore', COMMIT, '', 'proposed'],
    ['after it has proposed', false, 'pauseAfter', COMMIT, '1 open', 'already-proposed'],
    ['before it commits to its proposal', true, 'pauseBefore', COMMIT, '1 open', 'updated'],
    ['between the files and the description', true, 'pauseBefore', EDIT, '1 open', 'updated'],
    ['after the description', true, 'pauseAfter', EDIT, '1 open', 'already-proposed'],
  ])('%s leaves nothing that a second one does not mend', async (_, isUpdate, when, where, left, status) => {
    if (isUpdate) {
      await propose(undefined, '--create-pr');
      correct();
    }
    const pause = hub[when](where);
    const killed = await propose(pause.reached, '--create-pr');
    expect([killed.code, killed.stdout, statuses(hub)]).toEqual([null, '', left]);
    const second = await propose(undefined, '--create-pr');
    expect([second.code, statusOf(second)]).toEqual([0, status]);
    expect([judgeProposal(hub, isUpdate ? CORRECTED : CARD), statuses(hub)]).toEqual([undefined, '1 open']);
    expect(statusOf(await propose(undefined, '--create-pr'))).toBe('already-proposed');
  });

  it('and whose proposal the Hub makes after all, when a second one is there, leaves one', async () => {
    const pause = hub.pauseBefore(COMMIT);
    await propose(pause.reached, '--create-pr');
    await propose(undefined, '--create-pr');
    pause.release();
    await expect.poll(() => statuses(hub)).toBe('1 open, 2 open');
    expect(statusOf(await propose(undefined, '--create-pr'))).toBe('already-proposed');
    expect([judgeProposal(hub, CARD, 2), statuses(hub)]).toEqual([undefined, '1 open, 2 closed']);
  });

  it.each<['pauseBefore' | 'pauseAfter', string]>([
    ['pauseBefore', 'pushed'],
    ['pauseAfter', 'up-to-date'],
  ])('%s its commit lets a second one go on', async (when, status) => {
    const pause = hub[when](COMMIT);
    expect((await propose(pause.reached, '--apply')).code).toBe(null);
    expect(statusOf(await propose(undefined, '--apply'))).toBe(status);
    const head = headOf(hub, 'main');
    expect(statusOf(await propose(undefined, '--apply'))).toBe('up-to-date');
    expect(headOf(hub, 'main')).toBe(head);
  });

  it('as a step of a workflow can be run again', async () => {
    const inputs = { mode: 'pull-request', 'repo-id': REPO, 'output-format': 'both', 'hf-token': BOT };
    const env = { HF_ENDPOINT: hub.url };
    const pause = hub.pauseAfter(COMMIT);
    const killed = await runAction(inputs, { env, killWhen: pause.reached });
    expect([killed.code, killed.outputs]).toEqual([null, {}]);
    const second = await runAction(inputs, { env });
    expect([second.code, second.outputs.status, second.outputs['pull-request-number']]).toEqual([
      0,
      'already-proposed',
      '1',
    ]);
    expect(judgeProposal(hub, CARD)).toBeUndefined();
  });
});
