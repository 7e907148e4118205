import { judgeJobs, judgeLeft } from '../judge.ts';
import { jobsOf } from '../matrix.ts';
import { runIn, runPost } from '../runs.ts';
import { PROCESS } from '../scenarios.ts';

import {
  atLook,
  CANCEL,
  CREATION,
  error,
  expectCode,
  first,
  HANGS,
  KILL,
  LIST,
  next,
  type Oddity,
  OTHER,
  POLL,
  PROPOSED,
  STOP,
  stoppedUnder,
} from './parts.ts';

/** Runs that are stopped or killed while something else is wrong, too. */
export const STOPS: readonly Oddity[] = [
  stoppedUnder('its end answered 500 though done', { ...CANCEL, status: 500, afterHandling: true, body: error }),
  stoppedUnder('its end answered 500 three times', { ...CANCEL, status: 500, times: 3, body: error }),
  stoppedUnder('its end reset', { ...CANCEL, reset: true }),
  stoppedUnder('its end reset though done', { ...CANCEL, reset: true, afterHandling: true }),
  stoppedUnder('the job cannot be looked at', { ...POLL, status: 500, nth: 3, times: 99, body: error }),
  stoppedUnder('the jobs cannot be listed', { ...LIST, status: 500, nth: 3, times: 99, body: error }),
  {
    name: 'stopped, its end refused: it is said, and the next start ends it',
    attempt: async (world) => {
      world.local.fault({ ...CANCEL, status: 403, times: 99, body: error });
      const ran = await first(world, STOP());
      const text = ran.outcome.kind === 'refused' ? ran.outcome.error.message : '';
      world.local.clearFaults();
      const after = await next(world);
      return [
        ...(/may be running still/.test(text) ? [] : [`it is said that it was ended: ${text}`]),
        ...expectCode(after, 'done'),
        ...judgeJobs(jobsOf(world, ran, after), PROPOSED.most),
      ];
    },
  },
  {
    name: 'asked for once, made twice by a server between, then stopped',
    attempt: async (world) => {
      const ran = await first(world, {
        meet: async (step, act, { stop }) => {
          if (step.what !== CREATION) return act();
          await act();
          stop();
          return act();
        },
      });
      return [...expectCode(ran, 'job-canceled'), ...judgeLeft(jobsOf(world, ran))];
    },
  },
  {
    name: 'asked for once, made twice by a server between, then killed, with post',
    attempt: async (world) => {
      const ran = await first(world, {
        meet: async (step, act, { die }) => {
          if (step.what !== CREATION) return act();
          await act();
          await act();
          return die();
        },
      });
      await runPost(world, ran.known);
      return judgeLeft(jobsOf(world, ran));
    },
  },
  {
    name: 'post once more, when all is over',
    attempt: async (world) => {
      const ran = await first(world);
      const before = jobsOf(world, ran).map(({ status }) => status.stage);
      const isDone = await runPost(world, ran.known);
      const after = jobsOf(world, ran).map(({ status }) => status.stage);
      return isDone && before.join() === after.join() ? [] : [`post made ${after} of ${before}`];
    },
  },
  {
    name: 'killed, and the list of jobs is old when the next starts',
    attempt: async (world) => {
      const ran = await first(
        world,
        atLook(4, ({ die }) => die()),
      );
      world.local.fault({ ...LIST, stale: true, times: 2 });
      const after = await next(world, OTHER);
      return [...expectCode(after, 'done', 'no-results'), ...judgeJobs(jobsOf(world, ran, after), PROPOSED.most)];
    },
  },
  {
    name: 'killed with a clock two hours ahead, then another machine',
    attempt: async (world) => {
      const ran = await first(world, KILL(), HANGS, 7_200_000);
      await world.sleep(100);
      const after = await runIn(world, { scenario: OTHER, owner: { ...PROCESS, host: 'def' }, name: 'next' });
      return judgeJobs(jobsOf(world, ran, after), PROPOSED.most);
    },
  },
  ...[-7200, -600, 600, 7200].flatMap((ahead): Oddity[] => [
    {
      name: `a clock that is ${ahead} s ahead of the Hub's keeps nobody from the end`,
      attempt: async (world) => {
        const ran = await first(world, undefined, PROPOSED, ahead * 1000);
        return [...expectCode(ran, 'done'), ...judgeJobs(jobsOf(world, ran), PROPOSED.most)];
      },
    },
    {
      name: `a clock that is ${ahead} s ahead of the Hub's, and a job that hangs`,
      attempt: async (world) => {
        world.reset(HANGS);
        const ran = await first(world, undefined, HANGS, ahead * 1000);
        return [...expectCode(ran, 'job-failed'), ...judgeJobs(jobsOf(world, ran), HANGS.most)];
      },
    },
  ]),
];
