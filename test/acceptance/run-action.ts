import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { bundle, type Environment, type Finished, ROOT, runChild, scratchDir } from './child.ts';
import { type Files, writeFiles } from './run-cli.ts';
import { type RunnerCommand, readCommandFile, readRunnerLog } from './runner-log.ts';

export type ActionRun = Finished & {
  readonly outputs: Readonly<Record<string, string>>;
  /** GITHUB_OUTPUT as it is. */
  readonly outputFile: string;
  readonly summary: string;
  readonly state: Readonly<Record<string, string>>;
  /** What was written to GITHUB_ENV. */
  readonly envFile: string;
  /** Workflow commands that the runner acts on. */
  readonly commands: readonly RunnerCommand[];
  readonly annotations: readonly RunnerCommand[];
  readonly masks: readonly string[];
  /** Everything that the step leaves behind, in one text. */
  readonly everything: string;
};

export type ActionOptions = {
  /** The checkout. */
  readonly files?: Files;
  readonly env?: Environment;
  /** GITHUB_* file variables that this runner does not have. */
  readonly without?: readonly string[];
  readonly event?: object;
  /** The step is killed when this comes. */
  readonly killWhen?: Promise<unknown>;
  /** With this signal. Default SIGKILL. */
  readonly signal?: NodeJS.Signals;
};

const FILES = ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_STATE', 'GITHUB_ENV'] as const;

/** Runs the built Action as a step; `post` then runs its post step with the state that the first one saved. */
export async function runAction(
  inputs: Readonly<Record<string, string>>,
  options: ActionOptions = {},
): Promise<ActionRun & { readonly post: () => Promise<ActionRun> }> {
  const dir = await scratchDir();
  await writeFiles(join(dir, 'checkout'), options.files ?? {});
  const main = await runStep('main', dir, inputs, options, {});
  const state = Object.entries(main.state).map(([name, value]) => [`STATE_${name}`, value]);
  return {
    ...main,
    post: () => runStep('post', dir, inputs, { ...options, ...NEVER_KILLED }, Object.fromEntries(state)),
  };
}

/** What ends the first step leaves the second alone. */
const NEVER_KILLED = { killWhen: new Promise<never>(() => {}) };

async function runStep(
  entry: 'main' | 'post',
  dir: string,
  inputs: Readonly<Record<string, string>>,
  { env = {}, without = [], event = { action: 'opened' }, killWhen, signal }: ActionOptions,
  state: Environment,
): Promise<ActionRun> {
  const workspace = join(dir, 'checkout');
  const temp = join(dir, entry);
  await Promise.all([mkdir(workspace, { recursive: true }), mkdir(temp, { recursive: true })]);
  const paths = FILES.map((name) => [name, join(temp, name)] as const);
  for (const [, path] of paths) await writeFile(path, '');
  await writeFile(join(temp, 'event.json'), JSON.stringify(event));
  const finished = await runChild(process.execPath, [bundle(entry)], {
    cwd: workspace,
    ...(killWhen === undefined ? {} : { killWhen }),
    ...(signal === undefined ? {} : { signal }),
    env: {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: join(temp, 'event.json'),
      GITHUB_REPOSITORY: 'aviary/cards',
      GITHUB_RUN_ID: '1',
      GITHUB_RUN_ATTEMPT: '1',
      RUNNER_TEMP: temp,
      RUNNER_OS: 'Linux',
      ...Object.fromEntries(paths.filter(([name]) => !without.includes(name))),
      ...inputEnvironment(inputs),
      ...state,
      ...env,
    },
  });
  const [outputFile = '', summary = '', stateFile = '', envFile = ''] = await Promise.all(
    paths.map(([, path]) => readFile(path, 'utf8')),
  );
  const { commands, stoppedBy } = readRunnerLog(finished.stdout);
  if (stoppedBy !== undefined) throw new Error('the log ends while workflow commands are stopped');
  return {
    ...finished,
    outputs: readCommandFile(outputFile),
    outputFile,
    summary,
    state: readCommandFile(stateFile),
    envFile,
    commands,
    annotations: commands.filter(({ name }) => /^(?:notice|warning|error)$/.test(name)),
    masks: commands.filter(({ name }) => name === 'add-mask').map(({ data }) => data),
    everything: [finished.stdout, finished.stderr, outputFile, summary, stateFile, envFile].join('\n'),
  };
}

/** INPUT_* as the runner makes them: declared inputs are always there, hyphens stay. An undeclared one is a mistake. */
function inputEnvironment(inputs: Readonly<Record<string, string>>): Record<string, string> {
  const values = { ...declaredInputs(), ...inputs };
  const unknown = Object.keys(values).filter((name) => !(name in declaredInputs()));
  if (unknown.length > 0) throw new Error(`action.yml declares no input ${unknown.join(', ')}`);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  );
}

function declaredInputs(): Record<string, string> {
  const action = load(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default?: string }>;
  };
  return Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? '']));
}
