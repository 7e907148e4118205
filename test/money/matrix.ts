import { UserError } from '../../src/errors.ts';
import type { JobReport } from '../local-hub/jobs/types.ts';
import { judgeJobs, judgeMoney, judgeNeighbours, judgeRun, type Wrong } from './judge.ts';
import { type Ran, runIn, runPost, type Step } from './runs.ts';
import { SCENARIOS, type Scenario, SEQUELS, type Sequel } from './scenarios.ts';
import { troubleAt, WAYS, type Way } from './troubles.ts';
import { NAMESPACE, REPO, type World } from './world.ts';

/** One trial: a run that something befalls at one step, what comes after it, and the next start. */
export type Cell = {
  readonly name: string;
  readonly scenario: Scenario;
  readonly step: Step;
  readonly way: Way;
  readonly sequel: Sequel;
  readonly hasPost: boolean;
  /** One of those that are tried unless all are asked for. */
  readonly isUsual: boolean;
};

/**
 * All cells: every step of every scenario meets everything that can befall it, with and without a process after it where the
 * run is over then; of what comes next, each has its turn. The usual ones are those of kills and stops, and a third of the rest.
 */
export async function listCells(world: World): Promise<readonly Cell[]> {
  const cells: Cell[] = [];
  for (const scenario of SCENARIOS) {
    for (const step of await stepsOf(world, scenario)) {
      for (const way of WAYS) {
        if (step.kind === 'wait' && way.waits === undefined) continue;
        const turn = cells.length;
        const [sequel] = SEQUELS.slice(turn % SEQUELS.length);
        if (sequel === undefined) continue;
        const posts = way.effect === 'passes' ? [false] : [turn % 2 === 0, turn % 2 === 1];
        for (const [at, hasPost] of posts.entries()) {
          const after = `${hasPost ? 'with post, ' : ''}${sequel.name}`;
          const name = `${scenario.name}; step ${step.at}, ${step.what}: ${way.name}; ${after}`;
          const isUsual = at === 0 && (way.effect !== 'passes' || (step.at + WAYS.indexOf(way)) % 3 === 0);
          cells.push({ name, scenario, step, way, sequel, hasPost, isUsual });
        }
      }
    }
  }
  return cells;
}

/** The steps of a run that nothing befalls. */
async function stepsOf(world: World, scenario: Scenario): Promise<readonly Step[]> {
  world.reset(scenario);
  const { steps, outcome } = await runIn(world, { scenario, owner: SEQUELS[0]?.first ?? fail(), name: 'first' });
  const isEnd = scenario.work === 'ends' ? outcome.kind === 'done' : outcome.kind === 'refused';
  if (!isEnd) throw new Error(`${scenario.name}: an undisturbed run ends otherwise`, { cause: outcome });
  return distinct(steps);
}

/** Of steps that come again and again, such as looks at a job, the first ones and the last. */
function distinct(steps: readonly Step[]): readonly Step[] {
  return steps.filter(({ at, what }) => {
    const same = steps.filter((other) => other.what === what).map((other) => other.at);
    return same.indexOf(at) < 3 || at === same.at(-1);
  });
}

function fail(): never {
  throw new Error('there is a sequel');
}

/** Tries one cell. */
export async function tryCell(world: World, { scenario, step, way, sequel, hasPost }: Cell): Promise<Wrong> {
  world.reset(scenario);
  const { most } = scenario;
  const before = world.neighbours();
  const first = await runIn(world, {
    scenario,
    owner: sequel.first,
    name: 'first',
    trouble: troubleAt(step.at, way),
  });
  // A process after it comes when the machine, or the Hub, is there again.
  if (hasPost && world.isDown()) await world.sleep(OUTAGE);
  const isSeenTo = hasPost && (await runPost(world, first.known));
  const jobs = jobsOf(world, first);
  const wrong = [...judgeRun(first, { effect: way.effect, jobs, isSeenTo }), ...judgeMoney(jobs, most)];
  await world.sleep(sequel.waits ? OUTAGE + SILENT : world.isDown() ? OUTAGE : 1);
  world.local.jobs.setCredit(NAMESPACE, null);
  const later =
    sequel.next === undefined
      ? await letTimePass(world, first, scenario)
      : await startAgain(world, first, { scenario, owner: sequel.next });
  return [...wrong, ...later, ...judgeNeighbours(before, world.neighbours()), ...judgePullRequests(world)];
}

const OUTAGE = 121;
const SILENT = 16 * 60;
/** Longer than a machine takes to start. */
const STARTING = 300;

/** Nobody comes: the Hub ends what is left, by the limit that it was given. */
async function letTimePass(world: World, first: Ran, { most }: Scenario): Promise<Wrong> {
  const longest = Math.max(0, ...jobsOf(world, first).map(({ spec }) => spec.timeoutSeconds ?? most.seconds));
  await world.sleep(longest + STARTING);
  return judgeJobs(jobsOf(world, first), most);
}

async function startAgain(
  world: World,
  first: Ran,
  { scenario, owner }: { readonly scenario: Scenario; readonly owner: NonNullable<Sequel['next']> },
): Promise<Wrong> {
  const paid = jobsOf(world, first).some(({ status }) => status.stage === 'COMPLETED');
  const next = await runIn(world, { scenario, owner, name: 'next' });
  return [
    ...judgeJobs(jobsOf(world, first, next), scenario.most),
    ...judgeNext(next, scenario),
    ...judgeRun(next, { effect: 'passes', jobs: jobsOf(world, next), isSeenTo: false }).map(
      (line) => `the next start: ${line}`,
    ),
    ...(paid && next.created > 0 ? ['what was done already was paid for again'] : []),
  ];
}

/** The next start does its work, whatever the first left. */
function judgeNext({ outcome }: Ran, { work }: Scenario): Wrong {
  if (outcome.kind === 'done' && work === 'ends') return [];
  const error = outcome.kind === 'refused' ? outcome.error : undefined;
  if (work !== 'ends' && error instanceof UserError && error.code === 'job-failed') return [];
  return [`the next start ended otherwise: ${error?.stack ?? outcome.kind}`];
}

/** The jobs of runs, by what is written on them. */
export function jobsOf({ local }: World, ...ran: readonly Pick<Ran, 'runs'>[]): readonly JobReport[] {
  const runs = new Set(ran.flatMap(({ runs: of }) => of));
  return local.jobs.all().filter(({ spec }) => runs.has(spec.labels['hf-eval-run'] ?? ''));
}

function judgePullRequests({ local }: World): Wrong {
  const count = local.repos.get(REPO)?.discussions.size ?? 0;
  return count > 1 ? [`${count} pull requests were opened`] : [];
}
