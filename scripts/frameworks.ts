// Real runs of evaluation frameworks, and what this project reads of them: npm run frameworks [lm-eval inspect-ai lighteval].
//
// Each framework is installed into a virtual environment, which stays for later runs. It evaluates a tiny model that is made
// on the spot, or its own mock model, on made-up questions: on the CPU, and without a network. Then our readers read what
// it wrote, and the built program collects it, and it has to be what the framework itself says. The folder with everything is printed, and stays.
//
// A framework that cannot be installed here is skipped, and it says so. Exit code 1 when something is read wrongly, or when
// nothing could be installed although there is pip.
import { checkCollect } from './frameworks/check-collect.ts';
import { checkReaders } from './frameworks/check-readers.ts';
import { type Checks, makeChecks } from './frameworks/checks.ts';
import { runInspectAi } from './frameworks/inspect-ai.ts';
import {
  type Environment,
  findPython,
  makeEnvironment,
  type Python,
  prepareLighteval,
  versionOf,
} from './frameworks/install.ts';
import { runLighteval } from './frameworks/lighteval.ts';
import { runLmEval } from './frameworks/lm-eval.ts';
import type { Kept } from './frameworks/told.ts';
import { makeWork, type Work } from './frameworks/work.ts';

const NAMES = ['lm-eval', 'inspect-ai', 'lighteval'] as const;
type Name = (typeof NAMES)[number];

/** How a framework runs here, once it is installed. */
type Ready = { readonly name: Name; readonly run: (work: Work) => Promise<Kept[]> };

async function main(args: readonly string[]): Promise<number> {
  const names = args.length === 0 ? NAMES : NAMES.filter((name) => args.includes(name));
  if (names.length < args.length) throw new Error(`The frameworks are ${NAMES.join(', ')}.`);
  const python = await findPython();
  if (python === undefined) {
    for (const name of names) tellSkipped(name, 'there is no Python with pip');
    return 0;
  }
  const ready = await installAll(python, names);
  if (ready.length === 0) return 1;
  const work = makeWork();
  console.log(`what they write: ${work.folder}`);
  const checks = makeChecks();
  for (const framework of ready) await checkFramework(framework, { work, checks });
  const { all, wrong } = checks.total();
  console.log(`frameworks: ${all} checks, ${wrong} wrong`);
  return wrong > 0 ? 1 : 0;
}

async function checkFramework(
  { name, run }: Ready,
  { work, checks }: { readonly work: Work; readonly checks: Checks },
): Promise<void> {
  try {
    for (const kept of await run(work)) await checkKept(kept, checks);
  } catch (error) {
    checks.tell(`${name} runs, and is read`, reasonOf(error));
  }
}

/** Everything that reads what a framework left is checked here. */
async function checkKept(kept: Kept, checks: Checks): Promise<void> {
  await checkReaders(kept, checks);
  await checkCollect(kept, checks);
}

async function installAll(python: Python, names: readonly Name[]): Promise<Ready[]> {
  const isWanted = names.some((name) => name !== 'inspect-ai');
  const torch = isWanted
    ? await attempt('torch', () => makeEnvironment(python, { name: 'torch', install: 'torch' }))
    : undefined;
  const ready: Ready[] = [];
  for (const name of names) {
    const run = await attempt(name, () => INSTALL[name](python, torch));
    if (run !== undefined) ready.push({ name, run });
  }
  return ready;
}

const INSTALL: Readonly<Record<Name, (python: Python, torch: Environment | undefined) => Promise<Ready['run']>>> = {
  async 'lm-eval'(python, torch) {
    const hasTorch = torch !== undefined;
    const linked = hasTorch ? { install: 'lm-eval[hf]', linked: torch } : { install: 'lm-eval' };
    if (!hasTorch) tellSkipped('lm-eval on a model', 'there is no torch; its dummy model needs none');
    const environment = await makeEnvironment(python, { name: 'lm-eval', ...linked });
    const version = await versionOf(environment, 'lm-eval');
    return (work) => runLmEval(work, { python: environment.python, version, hasTorch });
  },
  async 'inspect-ai'(python) {
    const environment = await makeEnvironment(python, { name: 'inspect-ai', install: 'inspect-ai' });
    const version = await versionOf(environment, 'inspect-ai');
    return (work) => runInspectAi(work, { python: environment.python, version });
  },
  async lighteval(python, torch) {
    if (torch === undefined) throw new Error('there is no torch');
    const environment = await makeEnvironment(python, { name: 'lighteval', install: 'lighteval', linked: torch });
    prepareLighteval(environment);
    console.log(`lighteval ${await versionOf(environment, 'lighteval')}`);
    return (work) => runLighteval(work, { python: environment.python });
  },
};

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
