import type { Step } from './runs.ts';
import { NAMESPACE, type World } from './world.ts';

/** What a trouble can do to a run. */
export type Control = {
  readonly world: World;
  /** Ctrl-C, or a runner that stops the step. */
  readonly stop: () => void;
  /** SIGKILL, or the machine is gone: never settles. */
  readonly die: () => Promise<never>;
  /** So many connections to logs break off after a few lines. */
  readonly cutLogs: (times: number) => void;
};

/** Something that goes wrong at one step of a run, or from there on. */
export type Trouble = {
  readonly meet: <T>(step: Step, act: () => Promise<T>, control: Control) => Promise<T>;
};

/** What it leaves behind, by which the end is judged. */
export type Effect =
  /** The run goes on and the Hub answers: the run sees to its job itself. */
  | 'passes'
  /** The run is over at once, and sees to nothing. */
  | 'kills'
  /** It is told to end, and the Hub answers. */
  | 'stops'
  /** It is told to end while the Hub is away, so it may not be able to end its job. */
  | 'cuts off';

export type Way = {
  readonly name: string;
  readonly effect: Effect;
  /** Whether it can befall a wait, too. */
  readonly waits?: true;
  readonly meet: (act: () => Promise<Response>, control: Control) => Promise<Response>;
};

const lost = (): never => {
  throw new TypeError('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
};
const answer = (status: number, error: string): Response =>
  new Response(JSON.stringify({ error }), { status, headers: { 'Content-Type': 'application/json' } });
/** What was sent has been done, and nobody reads what is said of it. */
const done = async (act: () => Promise<Response>): Promise<void> => {
  const response = await act();
  await response.body?.cancel();
};
const OUTAGE = 120;

export const WAYS: readonly Way[] = [
  { name: 'killed before', effect: 'kills', waits: true, meet: (_, { die }) => die() },
  {
    name: 'killed after',
    effect: 'kills',
    waits: true,
    meet: async (act, { die }) => {
      await act();
      return die();
    },
  },
  { name: 'reset', effect: 'passes', meet: async () => lost() },
  {
    name: 'done, but reset',
    effect: 'passes',
    meet: async (act) => {
      await done(act);
      return lost();
    },
  },
  { name: '500', effect: 'passes', meet: async () => answer(500, 'Internal Error') },
  {
    name: 'done, but 500',
    effect: 'passes',
    meet: async (act) => {
      await done(act);
      return answer(500, 'Internal Error');
    },
  },
  {
    name: 'done, but cut short',
    effect: 'passes',
    meet: async (act) => {
      await done(act);
      return new Response('{"id":"', { headers: { 'Content-Type': 'application/json', 'Content-Length': '900' } });
    },
  },
  {
    name: 'done, but no answer',
    effect: 'passes',
    meet: async (act, { world }) => {
      await done(act);
      await world.sleep(30);
      throw new DOMException('no answer', 'TimeoutError');
    },
  },
  { name: 'refused with 403', effect: 'passes', meet: async () => answer(403, 'Forbidden') },
  {
    name: 'Hub down',
    effect: 'passes',
    waits: true,
    meet: async (act, { world }) => {
      world.goDown(OUTAGE);
      return act();
    },
  },
  {
    name: 'done, and Hub down',
    effect: 'passes',
    meet: async (act, { world }) => {
      await done(act);
      world.goDown(OUTAGE);
      return lost();
    },
  },
  {
    name: 'stopped before',
    effect: 'stops',
    waits: true,
    meet: async (act, { stop }) => {
      stop();
      return act();
    },
  },
  {
    name: 'stopped after',
    effect: 'stops',
    waits: true,
    meet: async (act, { stop }) => {
      const response = await act();
      stop();
      return response;
    },
  },
  {
    name: 'done, but 500, and stopped',
    effect: 'stops',
    meet: async (act, { stop }) => {
      await done(act);
      stop();
      return answer(500, 'Internal Error');
    },
  },
  {
    name: 'stopped, Hub down',
    effect: 'cuts off',
    waits: true,
    meet: async (act, { world, stop }) => {
      world.goDown(OUTAGE);
      stop();
      return act();
    },
  },
  {
    name: 'no credit left',
    effect: 'passes',
    meet: async (act, { world }) => {
      world.local.jobs.setCredit(NAMESPACE, 0);
      return act();
    },
  },
  {
    name: 'logs cut',
    effect: 'passes',
    meet: async (act, { cutLogs }) => {
      cutLogs(3);
      return act();
    },
  },
];

/** A way at one step. */
export function troubleAt(at: number, { meet, waits }: Pick<Way, 'meet' | 'waits'>): Trouble {
  return {
    meet: (step, act, control) =>
      // A wait has no answer: what befalls it befalls the run.
      step.at === at && (step.kind === 'call' || waits)
        ? (meet(act as () => Promise<Response>, control) as ReturnType<typeof act>)
        : act(),
  };
}
