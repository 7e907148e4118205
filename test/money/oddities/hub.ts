import { judgeJobs } from '../judge.ts';
import { jobsOf } from '../matrix.ts';
import { NAMESPACE } from '../world.ts';

import {
  atLook,
  CANCEL,
  CREATE,
  error,
  expectCode,
  first,
  goesOn,
  HANGS,
  LABELS,
  next,
  type Oddity,
  POLL,
  PROPOSED,
  refused,
} from './parts.ts';

/** What the Hub does wrong, or refuses. */
export const HUB: readonly Oddity[] = [
  goesOn('signs of life are answered 500', ({ local }) => local.fault({ ...LABELS, status: 500, times: 99 })),
  goesOn('signs of life are refused', ({ local }) => local.fault({ ...LABELS, status: 403, times: 99 })),
  goesOn(
    'the Hub is away for ten minutes',
    () => {},
    atLook(3, ({ world }) => world.goDown(600)),
  ),
  {
    name: 'the Hub is away for forty minutes',
    attempt: async (world) => {
      world.reset(HANGS);
      const ran = await first(
        world,
        atLook(3, ({ world: here }) => here.goDown(2400)),
        HANGS,
      );
      await world.sleep(1200);
      return [...expectCode(ran, 'hub-unavailable'), ...judgeJobs(jobsOf(world, ran), HANGS.most)];
    },
  },
  {
    name: 'a look at a new job is answered 404, by a server that does not know of it yet',
    attempt: async (world) => {
      world.local.fault({ ...POLL, status: 404, body: { error: 'Job not found' } });
      const ran = await first(world);
      return judgeJobs(jobsOf(world, ran), PROPOSED.most);
    },
  },
  refused('more time than was asked for', ['cost-limit'], ({ local }) =>
    local.fault({ ...CREATE, edit: (job) => ({ ...(job as object), timeout: 999_999 }) }),
  ),
  refused('no time limit at all', ['cost-limit'], ({ local }) =>
    local.fault({ ...CREATE, edit: (job) => ({ ...(job as object), timeout: null }) }),
  ),
  refused('other hardware than was asked for', ['cost-limit'], ({ local }) =>
    local.fault({ ...CREATE, edit: (job) => ({ ...(job as object), flavor: 'h200x8' }) }),
  ),
  {
    name: 'other hardware than was asked for, and no way to end it: the next start does',
    attempt: async (world) => {
      world.local.fault({ ...CREATE, edit: (job) => ({ ...(job as object), flavor: 'h200x8' }) });
      world.local.fault({ ...CANCEL, status: 500, times: 99, body: error });
      const ran = await first(world);
      world.local.clearFaults();
      const after = await next(world);
      return [
        ...expectCode(ran, 'cost-limit'),
        ...expectCode(after, 'done'),
        ...judgeJobs(jobsOf(world, ran, after), PROPOSED.most),
      ];
    },
  },
  refused('no credit', ['payment-required'], ({ local }) => local.jobs.setCredit(NAMESPACE, 0)),
  {
    name: 'credit for half of it',
    attempt: async (world) => {
      const ran = await first(
        world,
        atLook(2, ({ world: here }) => here.local.jobs.setCredit(NAMESPACE, 0)),
      );
      return [...expectCode(ran, 'job-failed', 'job-canceled'), ...judgeJobs(jobsOf(world, ran), PROPOSED.most)];
    },
  },
  refused('more time than the money pays for', ['cost-limit'], () => {}, {
    ...PROPOSED,
    options: { ...PROPOSED.options, timeout: '24h', 'max-cost-usd': '1' },
  }),
  refused('less money than for ten minutes', ['cost-limit'], () => {}, {
    ...PROPOSED,
    options: { ...PROPOSED.options, 'max-cost-usd': '0.01' },
  }),
  refused('hardware that there is not', ['no-hardware'], () => {}, {
    ...PROPOSED,
    options: { ...PROPOSED.options, hardware: 'h900' },
  }),
];
