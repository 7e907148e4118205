import { UserError } from '../../../src/errors.ts';
import { judgeJobs, judgeLeft, type Wrong } from '../judge.ts';
import { jobsOf } from '../matrix.ts';
import { type Ran, runIn } from '../runs.ts';
import { PROCESS, SCENARIOS, type Scenario } from '../scenarios.ts';
import type { Control, Trouble } from '../troubles.ts';
import { labelled, NAMESPACE, runOf, START, type World } from '../world.ts';

/** Something that the steps of one run do not have: what the Hub does to a whole kind of calls, and runs beside each other. */
export type Oddity = { readonly name: string; readonly attempt: (world: World) => Promise<Wrong> };

export const CANCEL = { method: 'POST', path: /\/cancel$/ };
export const CREATION = `POST /api/jobs/${NAMESPACE}`;
export const LIST = { method: 'GET', path: new RegExp(`^/api/jobs/${NAMESPACE}$`) };
export const CREATE = { method: 'POST', path: new RegExp(`^/api/jobs/${NAMESPACE}$`) };
export const LABELS = { method: 'PUT', path: /\/labels$/, sent: new RegExp(runOf('first 0')) };
export const POLL = { method: 'GET', path: new RegExp(`^/api/jobs/${NAMESPACE}/[0-9a-f]{24}$`) };
export const GONE = 'process.abc.1.5';
export const NEXT = { ...PROCESS, pid: 2 };

export const [PROPOSED, , , HANGS] = SCENARIOS as readonly [Scenario, Scenario, Scenario, Scenario];
export const OTHER: Scenario = { ...PROPOSED, options: { ...PROPOSED.options, tasks: 'hellaswag' } };

/** When a run looks at its job for the nth time, something befalls it. */
export function atLook(nth: number, befall: (control: Control) => unknown): Trouble {
  let hasBegun = false;
  let looks = 0;
  return {
    meet: async (step, act, control) => {
      // What comes before, it asks of other people's jobs.
      hasBegun ||= step.what.startsWith('POST /api/buckets/');
      if (hasBegun && /^GET .*\/[0-9a-f]{24}$/.test(step.what)) {
        looks += 1;
        if (looks === nth) await befall(control);
      }
      return act();
    },
  };
}

export const STOP = (): Trouble => atLook(2, ({ stop }) => stop());
export const KILL = (): Trouble => atLook(2, ({ die }) => die());

export const codeOf = ({ outcome }: Ran): string =>
  outcome.kind !== 'refused' ? outcome.kind : outcome.error instanceof UserError ? outcome.error.code : 'a defect';

export const expectCode = (ran: Ran, ...codes: readonly string[]): Wrong =>
  codes.includes(codeOf(ran))
    ? []
    : [`it ended with ${codeOf(ran)}: ${ran.outcome.kind === 'refused' ? ran.outcome.error.stack : ''}`];

export const first = (world: World, trouble?: Trouble, scenario = PROPOSED, ahead = 0): Promise<Ran> =>
  runIn(world, { scenario, owner: PROCESS, name: 'first', ahead, ...(trouble === undefined ? {} : { trouble }) });
export const next = (world: World, scenario = PROPOSED): Promise<Ran> =>
  runIn(world, { scenario, owner: NEXT, name: 'next' });

/** A job of ours that runs on. */
export const stray = ({ local }: World, name: string, owner = GONE): string =>
  local.jobs.stage({
    namespace: NAMESPACE,
    labels: labelled(name, { owner, alive: START / 1000 - 3600 }),
    timeoutSeconds: 86_400,
    flavor: 't4-small',
  }).id;
export const stageOf = ({ local }: World, id: string): string => local.jobs.get(id).status.stage;
export const isEnded = (world: World, ...ids: readonly string[]): Wrong =>
  judgeLeft(ids.map((id) => world.local.jobs.get(id)));

/** A run that is stopped while the Hub does this to calls of one kind: its job is ended all the same. */
export const stoppedUnder = (name: string, fault: Parameters<World['local']['fault']>[0]): Oddity => ({
  name: `stopped, ${name}`,
  attempt: async (world) => {
    world.local.fault(fault);
    const ran = await first(world, STOP());
    return [...expectCode(ran, 'job-canceled'), ...judgeJobs(jobsOf(world, ran), PROPOSED.most)];
  },
});

/** A run that nothing keeps from its end. */
export const goesOn = (name: string, arrange: (world: World) => void, trouble?: Trouble): Oddity => ({
  name,
  attempt: async (world) => {
    arrange(world);
    const ran = await first(world, trouble);
    return [...expectCode(ran, 'done'), ...judgeJobs(jobsOf(world, ran), PROPOSED.most)];
  },
});

/** A run that is refused, or given up, with nothing left. */
export const refused = (
  name: string,
  codes: readonly string[],
  arrange: (world: World) => void,
  scenario = PROPOSED,
): Oddity => ({
  name,
  attempt: async (world) => {
    world.reset(scenario);
    arrange(world);
    const ran = await first(world, undefined, scenario);
    return [...expectCode(ran, ...codes), ...judgeJobs(jobsOf(world, ran), scenario.most)];
  },
});

export const error = { error: 'Internal Error' };
