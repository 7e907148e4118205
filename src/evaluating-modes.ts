import { asInputs } from './as-inputs.ts';
import { collectResults } from './collecting-modes.ts';
import type { UserError } from './errors.ts';
import {
  collectConfig,
  evaluationPorts,
  listenForStop,
  logLine,
  obtainResults,
  saySeldom,
  shownOf,
  withHome,
} from './evaluating.ts';
import type { EvaluationPorts } from './flows/evaluate/ports.ts';
import type { Job } from './hub/jobs.ts';
import { writeJobState } from './job-state.ts';
import { type Door, setOutputs } from './modes.ts';
import { evaluationJson, renderEvaluation, type ShownEvaluation, summarizeEvaluation } from './report/evaluated.ts';
import { printableJson } from './report/plain-text.ts';
import { plainStyle } from './report/text.ts';
import type { Runner } from './runner/actions.ts';

/**
 * `source: evaluation`, and `source: results` of a job: in the modes `preview`, `pull-request` and `push`. What the step
 * after the job is to end is in its state, as long as there is something.
 *
 * @returns What failed beside the work of the mode, which is told already.
 * @throws UserError what evaluating, collecting and publishing throw; `regression`.
 */
export async function evaluateModel(door: Door): Promise<UserError | undefined> {
  const { config, runner, env } = door;
  const { signal, stop } = listenForStop();
  const remember: EvaluationPorts['remember'] = (about) => {
    if (about === undefined) {
      runner.saveState('job', '');
      // With no job to end, a signal ends this process.
      stop();
      return;
    }
    const { namespace, run, job } = about;
    const { endpoint } = config;
    runner.saveState('job', writeJobState({ endpoint, namespace, run, ...(job === undefined ? {} : { id: job.id }) }));
    if (job !== undefined) setOutputs(runner, outputsOf(job));
  };
  const surroundings = { env, secrets: env, token: config.token, signal, show: showIn(runner), remember };
  try {
    const done = await obtainResults(config, evaluationPorts(door.ports, surroundings));
    const shown = shownOf(done, config);
    if ('job' in done) setOutputs(runner, outputsOf(done.job));
    if ('bill' in done) setOutputs(runner, { 'cost-usd': String(done.bill.usd) });
    runner.group('Evaluation', renderEvaluation(withInputs(shown), plainStyle));
    runner.appendSummary(summarizeEvaluation(withInputs(shown)));
    if (done.status === 'evaluated') {
      return await withHome(done, () =>
        collectResults({ ...door, config: collectConfig(config, done) }, evaluationJson(shown)),
      );
    }
    const results = printableJson(evaluationJson(shown), 0);
    setOutputs(runner, { results, status: done.status, changed: 'false' });
    return undefined;
  } finally {
    stop();
  }
}

/** What is told in the words of the Action; the command line of a framework is none of ours, and stays. */
function withInputs({ notes, prepared, command, ...shown }: ShownEvaluation): ShownEvaluation {
  return {
    ...shown,
    ...(notes === undefined ? {} : { notes: notes.map(asInputs) }),
    ...(prepared === undefined ? {} : { prepared: { ...prepared, notes: prepared.notes.map(asInputs) } }),
    ...(command === undefined ? {} : { command: asInputs(command) }),
  };
}

function outputsOf({ namespace, id, url }: Job): { readonly 'job-id': string; readonly 'job-url': string } {
  return {
    'job-id': `${namespace}/${id}`,
    'job-url': url,
  };
}

/** The log of a job is a group of the step's log, with a line a minute on how far it is. */
function showIn(runner: Runner): EvaluationPorts['show'] {
  const group = 'Log of the job';
  return {
    say: (line) => runner.printLine(asInputs(line)),
    log: (line) => runner.printLine(logLine(line), group),
    progress: saySeldom((line) => runner.printLine(line, group)),
  };
}
