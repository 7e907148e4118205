// Command lines of plans, and what the frameworks themselves make of them: npm run commands [lighteval inspect-ai lm-eval nemo-evaluator resolve].
//
// Each framework is installed into a virtual environment, in the version that plans pin, and stays for later runs. Its own
// parser, model configuration and task registry are given the command lines of hundreds of plans, and have to understand
// what was asked for; nothing is evaluated, and nothing is downloaded but packages. Wrong command lines have to be refused.
// `resolve` lets uv find the packages of every plan. With --write, what is kept of the registries is written anew.
//
// What cannot be installed here is skipped, and it says so. Exit code 1 when something is wrong, or when nothing could be
// installed although there is pip.
import { type EvaluationRequest, FRAMEWORKS, type Framework } from '../src/evaluation/request.ts';
import { VERSIONS } from '../src/evaluation/versions.ts';
import { planCommand } from '../src/frameworks/plan.ts';
import { requestOf } from '../test/frameworks/plans/short.ts';
import { type Answer, ask, askForTasks } from './commands/ask.ts';
import { bogusOf } from './commands/bogus.ts';
import { corpusOf, ODD_COMMITS } from './commands/corpus.ts';
import { type Asked, install } from './commands/frameworks.ts';
import { checkRegistry, usualRequests } from './commands/registries.ts';
import { checkResolution } from './commands/resolve.ts';
import { misunderstood } from './commands/said.ts';
import { type Checks, makeChecks } from './frameworks/checks.ts';
import { findPython, type Python, versionOf } from './frameworks/install.ts';

const RESOLVE = 'resolve';
/** The package of a framework, where it is called otherwise. */
const PACKAGES: Readonly<Partial<Record<Framework, string>>> = { 'nemo-evaluator': 'nemo-evaluator-launcher' };

async function main(args: readonly string[]): Promise<number> {
  const isWriting = args.includes('--write');
  const wanted = args.filter((arg) => arg !== '--write');
  const all: readonly string[] = [...FRAMEWORKS, RESOLVE];
  const names = wanted.length === 0 ? all : all.filter((name) => wanted.includes(name));
  if (names.length < wanted.length) throw new Error(`There are ${all.join(', ')}.`);
  const python = await findPython();
  if (python === undefined) {
    for (const name of names) tellSkipped(name, 'there is no Python with pip');
    return 0;
  }
  const checks = makeChecks();
  for (const name of FRAMEWORKS.filter((one) => names.includes(one))) {
    const asked = await attempt(name, () => install(python, name));
    if (asked !== undefined) await checkFramework(asked, { checks, isWriting });
  }
  if (names.includes(RESOLVE)) await attempt(RESOLVE, () => resolve(python, checks));
  const { all: count, wrong } = checks.total();
  console.log(`commands: ${count} checks, ${wrong} wrong`);
  return wrong > 0 || count === 0 ? 1 : 0;
}

async function resolve(python: Python, checks: Checks): Promise<true> {
  await checkResolution(python, checks);
  return true;
}

async function checkFramework(
  asked: Asked,
  { checks, isWriting }: { readonly checks: Checks; readonly isWriting: boolean },
): Promise<void> {
  const { name } = asked;
  try {
    await checkVersion(asked, checks);
    checkRegistry(name, await askForTasks(asked), { checks, isWriting });
    await checkCommands(asked, checks);
    await checkBogus(asked, checks);
  } catch (error) {
    checks.tell(`${name} answers`, reasonOf(error));
  }
}

/** The parser that is asked has to be that of the version in the plans. */
async function checkVersion({ name, environment }: Asked, checks: Checks): Promise<void> {
  for (const pins of Object.values(VERSIONS.pins[name]).slice(0, 1)) {
    for (const [pinned, version] of Object.entries(pins.packages)) {
      const isOwn = pinned === (PACKAGES[name] ?? name) || pinned === 'inspect-evals';
      if (isOwn) checks.equal(`${pinned} is the one that plans pin`, await versionOf(environment, pinned), version);
    }
  }
}

async function checkCommands(asked: Asked, checks: Checks): Promise<void> {
  const { name } = asked;
  const corpus = corpusOf(name).map(requestOf);
  const odd = ODD_COMMITS.flatMap((sha) =>
    corpus
      .filter(({ model }) => model.revision !== undefined)
      .slice(0, 2)
      .map((one) => ({ ...one, model: { ...one.model, revision: sha } })),
  );
  const requests: readonly EvaluationRequest[] = [...corpus, ...odd, ...usualRequests(name)];
  const planned = requests.flatMap((request) => {
    const result = planCommand(request);
    if ('problems' in result) checks.tell(`${name}: there is a plan`, result.problems.join('; '));
    return 'plan' in result ? [{ request, plan: result.plan }] : [];
  });
  const answers = await ask(
    asked,
    planned.map(({ plan }) => plan),
  );
  let understood = 0;
  for (const [at, { request, plan }] of planned.entries()) {
    const problem = problemIn(request, answers[at]);
    if (problem === undefined) understood += 1;
    else checks.tell(plan.argv.join(' '), problem);
  }
  checks.tell(
    `${name}: ${understood} of ${planned.length} command lines are understood`,
    understood > 0 ? undefined : 'none',
  );
}

function problemIn(request: EvaluationRequest, answer: Answer | undefined): string | undefined {
  if (answer === undefined) return 'no answer';
  return 'refused' in answer ? answer.refused : misunderstood(request, answer.said);
}

/** A parser that takes anything proves nothing. */
async function checkBogus(asked: Asked, checks: Checks): Promise<void> {
  const all = bogusOf(asked.name);
  const answers = await ask(
    asked,
    all.map(({ command }) => command),
  );
  for (const [at, { what }] of all.entries()) {
    const answer = answers[at];
    const isRefused = answer !== undefined && 'refused' in answer;
    checks.tell(`${asked.name} refuses ${what}`, isRefused ? undefined : 'it was taken');
  }
}

async function attempt<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    tellSkipped(name, reasonOf(error));
    return undefined;
  }
}

function tellSkipped(name: string, reason: string): void {
  console.log(`!!!! SKIPPED ${name}: ${reason} !!!!`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

process.exitCode = await main(process.argv.slice(2));
