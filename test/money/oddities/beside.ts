import { judgeJobs, judgeLeft } from '../judge.ts';
import { jobsOf } from '../matrix.ts';
import { type Ran, runIn } from '../runs.ts';
import { PROCESS, WORKFLOW } from '../scenarios.ts';
import { WAYS } from '../troubles.ts';

import { atLook, CREATION, expectCode, first, HANGS, next, type Oddity, OTHER, PROPOSED } from './parts.ts';

/** Jobs that somebody left alone on purpose, and runs beside each other. */
export const BESIDE: readonly Oddity[] = [
  {
    name: 'detached: left alone by the next start, ended by its limit',
    attempt: async (world) => {
      world.reset(HANGS);
      const ran = await first(world, undefined, { ...HANGS, options: { ...HANGS.options, detach: 'true' } });
      await world.sleep(60);
      const after = await next(world, { ...HANGS, options: { ...HANGS.options, tasks: 'hellaswag' } });
      const early = jobsOf(world, ran);
      await world.sleep(900);
      const ends = jobsOf(world, ran).map(({ status }) => status.message);
      return [
        ...(early.length === 1 && ends.join() === 'Job timeout' ? [] : [`it ended otherwise: ${ends}`]),
        ...judgeJobs(jobsOf(world, ran, after), HANGS.most),
      ];
    },
  },
  {
    name: 'detached, and stopped before the Hub said that there is a job',
    attempt: async (world) => {
      const scenario = { ...HANGS, options: { ...HANGS.options, detach: 'true' } };
      const way = WAYS.find(({ name }) => name === 'done, but 500, and stopped');
      const ran = await first(
        world,
        {
          meet: (step, act, control) =>
            step.what === CREATION && way !== undefined
              ? (way.meet(act as () => Promise<Response>, control) as ReturnType<typeof act>)
              : act(),
        },
        scenario,
      );
      return [...expectCode(ran, 'job-canceled'), ...judgeLeft(jobsOf(world, ran))];
    },
  },
  ...(
    [
      ['two starts at once on a machine', PROCESS, { ...PROCESS, pid: 50 }, OTHER, 2],
      ['two machines at once', PROCESS, { ...PROCESS, host: 'def' }, OTHER, 2],
      ['two legs of a matrix', WORKFLOW, { ...WORKFLOW, job: 'other' }, OTHER, 2],
      ['two starts at once on a machine, of the same', PROCESS, { ...PROCESS, pid: 50 }, PROPOSED, 1],
      ['two legs of a matrix, of the same', WORKFLOW, { ...WORKFLOW, job: 'other' }, PROPOSED, 1],
    ] as const
  ).map(
    ([name, one, two, scenario, count]): Oddity => ({
      name,
      attempt: async (world) => {
        const alive = new Set([1, 50]);
        const both = await Promise.all([
          runIn(world, { scenario: PROPOSED, owner: one, name: 'first', alive }),
          runIn(world, { scenario, owner: two, name: 'second', alive }),
        ]);
        const jobs = jobsOf(world, ...both);
        const done = jobs.filter(({ status }) => status.stage === 'COMPLETED').length;
        return [
          // Of the same work one comes to its end; the other is ended as soon as it is seen.
          ...jobs.flatMap(({ status: { stage } }) =>
            stage === 'COMPLETED' || (stage === 'CANCELED' && count === 1) ? [] : [`a job is ${stage}`],
          ),
          ...(done === count && jobs.length <= 2 ? [] : [`${done} of ${jobs.length} jobs came to their end`]),
          ...judgeJobs(jobs, PROPOSED.most),
        ];
      },
    }),
  ),
  ...([true, false] as const).map(
    (isFirst): Oddity => ({
      name: `two runs of one job, and ${isFirst ? 'its own run' : 'the other one'} is stopped`,
      attempt: async (world) => {
        world.reset(HANGS);
        const alive = new Set([1, 50]);
        let second: Promise<Ran> | undefined;
        const join = (): void => {
          const trouble = isFirst ? {} : { trouble: atLook(1, ({ stop }) => stop()) };
          second = runIn(world, {
            scenario: HANGS,
            owner: { ...PROCESS, pid: 50 },
            name: 'second',
            alive,
            ...trouble,
          });
        };
        const one = await runIn(world, {
          scenario: HANGS,
          owner: PROCESS,
          name: 'first',
          alive,
          trouble: atLook(2, async ({ stop }) => {
            join();
            if (isFirst) {
              for (let count = 0; count < 30; count += 1) await world.sleep(1);
              stop();
            }
          }),
        });
        const two = await second;
        if (two === undefined) return ['there was no second run'];
        return [
          ...(isFirst
            ? expectCode(one, 'job-canceled')
            : [...expectCode(one, 'job-failed'), ...expectCode(two, 'job-canceled')]),
          ...judgeJobs(jobsOf(world, one, two), HANGS.most),
        ];
      },
    }),
  ),
];
