import { errorAsInputs } from './as-inputs.ts';
import type { Config } from './config.ts';
import { partOf } from './data.ts';
import { exitCodeOf, UserError } from './errors.ts';
import { fetchFor } from './http/proxy.ts';
import { parseInputs } from './inputs.ts';
import { inspectTables, previewScores, setOutputs } from './modes.ts';
import { outputsOfRefusal } from './outputs.ts';
import { summarizeError } from './report/summary.ts';
import { plainStyle, renderError } from './report/text.ts';
import { openRunner } from './runner/actions.ts';
import { fileInCheckout } from './runner/checkout.ts';
import { identityOf } from './runner/identity.ts';
import { openOutput } from './runner/output.ts';
import { today, USER_AGENT } from './version.ts';

const output = openOutput((error) => {
  process.exitCode = exitCodeOf(error);
  process.stderr.write(`${renderError(error, plainStyle)}\n`);
});
const runner = openRunner(process.env, output.write);
const say = (line: string): void => runner.print(line);
const ports = {
  fetch: fetchFor(process.env, say),
  userAgent: USER_AGENT,
  say,
  today: today(),
  hide: runner.addMask,
  ...identityOf(process.env),
};

/** Whether the mode did its work; to await it here would not go into CommonJS. */
export const finished = main();

async function main(): Promise<boolean> {
  try {
    const token = runner.input('hf-token') ?? process.env.HF_TOKEN;
    if (token !== undefined) runner.addMask(token);
    const isEvaluation = runner.input('source') === 'evaluation';
    const readers = isEvaluation ? { readEvaluate: (await import('./evaluate-config.ts')).readEvaluateConfig } : {};
    await run(parseInputs(runner.input, process.env, readers));
  } catch (error) {
    const problem =
      error instanceof UserError
        ? errorAsInputs(error)
        : new UserError('internal', `This is a defect of hf-eval: ${error}.`);
    const file = fileInCheckout(runner.input('card'), process.env);
    const line = problem.details.line;
    const place = file !== undefined && typeof line === 'number' ? { file, line } : {};
    runner.annotate({ level: 'error', title: problem.code, message: renderError(problem, plainStyle), ...place });
    if (error instanceof Error && !(error instanceof UserError) && process.env.RUNNER_DEBUG === '1')
      runner.print(String(error.stack));
    runner.appendSummary(summarizeError(problem));
    const { log, job } = problem.details;
    if (Array.isArray(log)) {
      const { id, url } = partOf(job);
      const { summarizeFailure } = await import('./report/evaluated.ts');
      runner.appendSummary(summarizeFailure(log.map(String), { id: String(id), url: String(url) }));
    }
    setOutputs(runner, outputsOfRefusal(problem));
    process.exitCode = exitCodeOf(error);
  }
  if (!runner.ok()) process.exitCode = 1;
  return process.exitCode === undefined;
}

/** What only some modes need is loaded for them alone: start-up is most of a run's time. */
async function run(config: Config): Promise<void> {
  const door = { config, ports, runner, env: process.env };
  if (config.command === 'inspect-tables') return inspectTables(door);
  if (config.command === 'get-prs') return (await import('./publishing-modes.ts')).listPullRequests(door);
  if (config.collect !== undefined) {
    const needsJob = config.evaluate !== undefined || config.collect.job !== undefined;
    const failure = needsJob
      ? await (await import('./evaluating-modes.ts')).evaluateModel(door)
      : await (await import('./collecting-modes.ts')).collectResults(door);
    if (failure !== undefined) process.exitCode = exitCodeOf(failure);
    return;
  }
  if (config.publish !== undefined) return (await import('./publishing-modes.ts')).publish(door);
  if (config.command === 'show' || config.command === 'validate') {
    const { showModel, validateModel } = await import('./model-modes.ts');
    const isSound = await (config.command === 'show' ? showModel : validateModel)(door);
    if (!isSound) process.exitCode = 1;
    return;
  }
  const merges = config.outputFormat !== 'model-index' || config.onConflict !== 'keep';
  return merges ? (await import('./model-modes.ts')).previewMerge(door) : previewScores(door);
}
