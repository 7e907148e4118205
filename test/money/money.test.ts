import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import type { JobReport } from '../local-hub/jobs/types.ts';
import { judgeJobs, judgeNeighbours, judgeRun } from './judge.ts';
import { jobsOf, listCells, tryCell } from './matrix.ts';
import type { Oddity } from './oddities/parts.ts';
import { ODDITIES, tryOddity } from './oddities.ts';
import { runIn } from './runs.ts';
import { PROCESS, SCENARIOS } from './scenarios.ts';
import { labelled, NAMESPACE, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const MOST = { seconds: 600, usd: 1 };

function jobLike({
  stage = 'CANCELED' as const,
  ...changes
}: Partial<JobReport> & { stage?: 'RUNNING' | 'CANCELED' } = {}) {
  const id = 'a'.repeat(24);
  const spec = { timeoutSeconds: 600, labels: labelled('one') } as unknown as JobReport['spec'];
  const status = { stage, message: null };
  return { id, spec, status, billedSeconds: 60, cost: 0.1, ...changes } as JobReport;
}
const specOf = (changes: Partial<JobReport['spec']>): JobReport['spec'] => ({ ...jobLike().spec, ...changes });

describe('the judge calls an end wrong', () => {
  it.each<[string, readonly JobReport[], RegExp | undefined]>([
    ['never where all is well', [jobLike()], undefined],
    ['when a job is left', [jobLike({ stage: 'RUNNING' })], /is left: RUNNING/],
    ['when a job has no limit', [jobLike({ spec: specOf({ timeoutSeconds: null }) })], /no time limit/],
    ['when a job was given more than was asked for', [jobLike({ spec: specOf({ timeoutSeconds: 601 }) })], /601 s/],
    ['when a job ran for too long', [jobLike({ billedSeconds: 601 })], /ran for 601 s of 600 s/],
    ['when a job cost too much', [jobLike({ cost: 1.01 })], /more than \$1/],
    ['when a start made two', [jobLike(), jobLike({ id: 'b'.repeat(24) })], /made two jobs/],
  ])('%s', (_, jobs, wrong) => {
    if (wrong === undefined) expect(judgeJobs(jobs, MOST)).toEqual([]);
    else expect(judgeJobs(jobs, MOST).join()).toMatch(wrong);
  });

  const refusal = new UserError('cost-limit', 'Too much.', { hint: 'Nothing was started.' });
  const left = jobLike({ stage: 'RUNNING' });
  it.each<[string, Parameters<typeof judgeRun>, RegExp | undefined]>([
    ['not of a kill, after which it may be left', [ran({ kind: 'dead' }), about('kills', left)], undefined],
    ['of a kill that a process after it saw to', [ran({ kind: 'dead' }), about('kills', left, true)], /is left/],
    ['of a stop', [ran({ kind: 'done', text: '' }), about('stops', left)], /is left/],
    ['of a refusal with a job', [ran({ kind: 'refused', error: refusal }), about('passes', jobLike())], /all the same/],
    ['of a defect', [ran({ kind: 'refused', error: new TypeError('x') }), about('passes')], /a defect/],
    ['of two starts', [{ ...ran({ kind: 'dead' }), created: 2 }, about('kills')], /asked for 2 jobs/],
    ['of a start after a stop', [{ ...ran({ kind: 'dead' }), createdWhenStopped: 0 }, about('stops')], /told to stop/],
  ])('%s', (_, args, wrong) => {
    if (wrong === undefined) expect(judgeRun(...args)).toEqual([]);
    else expect(judgeRun(...args).join()).toMatch(wrong);
  });

  it('when somebody else’s job is touched', () => {
    const before = new Map([['x', jobLike({ stage: 'RUNNING' })]]);
    expect(judgeNeighbours(before, before)).toEqual([]);
    expect(judgeNeighbours(before, new Map([['x', jobLike()]]))).toHaveLength(1);
    expect(judgeNeighbours(before, new Map())).toHaveLength(1);
  });

  it('where the Hub says that it ends a job, and does not', async () => {
    const [scenario] = SCENARIOS;
    if (scenario === undefined) throw new Error('there is a scenario');
    const broken: Oddity = {
      name: 'broken',
      attempt: async (here) => {
        here.local.fault({ method: 'POST', path: /\/cancel$/, body: {}, times: 99 });
        let looks = 0;
        const first = await runIn(here, {
          scenario,
          owner: PROCESS,
          name: 'first',
          trouble: {
            meet: (step, act, { stop }) => {
              if (step.what === `POST /api/jobs/${NAMESPACE}`) looks += 1;
              else if (looks > 0) stop();
              return act();
            },
          },
        });
        return judgeJobs(jobsOf(here, first), scenario.most);
      },
    };
    expect((await tryOddity(world, broken)).join()).toMatch(/is left/);
  });
});

function ran(outcome: Parameters<typeof judgeRun>[0]['outcome']): Parameters<typeof judgeRun>[0] {
  return { outcome, created: 1 };
}

function about(
  effect: Parameters<typeof judgeRun>[1]['effect'],
  job?: JobReport,
  isSeenTo = false,
): Parameters<typeof judgeRun>[1] {
  return { effect, isSeenTo, jobs: job === undefined ? [] : [job] };
}

// All of it is `npm run money`; here is a part, so that a change that breaks it is seen at once.
describe('whatever befalls a run', () => {
  it.each(ODDITIES.map((oddity) => [oddity.name, oddity] as const))('%s', async (_, oddity) => {
    expect(await tryOddity(world, oddity)).toEqual([]);
  });

  it('at any step: nothing is left after the next start', { timeout: 120_000 }, async () => {
    const cells = await listCells(world);
    const part = cells.filter((_, at) => at % 67 === 0);
    for (const cell of part) expect([cell.name, await tryCell(world, cell)]).toEqual([cell.name, []]);
    expect(part.length).toBeGreaterThan(30);
    expect(cells.length).toBeGreaterThan(1000);
  });
});
