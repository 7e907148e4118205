import { jobsOf } from '../matrix.ts';
import { NAMESPACE } from '../world.ts';

import { CANCEL, error, expectCode, isEnded, LIST, next, type Oddity, stageOf, stray } from './parts.ts';

/** Jobs of runs that are gone, and a Hub that makes it hard to end them. */
export const STRAYS: readonly Oddity[] = [
  {
    name: 'a stray in a stage that nobody knows',
    attempt: async (world) => {
      const id = stray(world, 'stray');
      const edit = (answer: unknown): unknown =>
        Array.isArray(answer)
          ? answer.map((job) => (job.id === id ? { ...job, status: { ...job.status, stage: 'PAUSED' } } : job))
          : answer;
      world.local.fault({ ...LIST, edit });
      return [...expectCode(await next(world), 'done'), ...isEnded(world, id)];
    },
  },
  {
    name: 'a stray that ends between two calls, where the Hub minds to end it again',
    attempt: async (world) => {
      world.local.jobs.settings.endedCancelStatus = 409;
      const id = stray(world, 'stray');
      const edit = (answer: unknown): unknown => {
        if (stageOf(world, id) === 'RUNNING') world.local.jobs.end(id);
        return answer;
      };
      world.local.fault({ ...LIST, edit });
      return [...expectCode(await next(world), 'done'), ...isEnded(world, id)];
    },
  },
  {
    name: 'three strays, of which one cannot be ended: the others are, and nothing is started',
    attempt: async (world) => {
      const ids = [stray(world, 'one'), stray(world, 'two', 'process.fed.1.1'), stray(world, 'three')];
      world.local.fault({ ...CANCEL, status: 403, body: error });
      const ran = await next(world);
      const left = ids.filter((id) => stageOf(world, id) === 'RUNNING');
      return [
        ...expectCode(ran, 'forbidden'),
        ...(left.length === 1 ? [] : [`${left.length} are left`]),
        ...(jobsOf(world, ran).length === 0 ? [] : ['it started a job all the same']),
      ];
    },
  },
  {
    name: 'strays on the third page of the list',
    attempt: async (world) => {
      const id = stray(world, 'stray');
      for (let count = 0; count < 120; count += 1) world.local.jobs.stage({ namespace: NAMESPACE, stage: 'COMPLETED' });
      return [...expectCode(await next(world), 'done'), ...isEnded(world, id)];
    },
  },
];
