import type { Config } from './config.ts';
import { exitCodeOf, UserError } from './errors.ts';
import { inspect } from './flows/inspect.ts';
import { modelChoice, preview } from './flows/preview.ts';
import { parseInputs } from './inputs.ts';
import type { OutputName } from './options.ts';
import { annotatePreview } from './report/annotations.ts';
import { extractionJson, tablesJson } from './report/json.ts';
import { printableJson } from './report/plain-text.ts';
import { summarizeError, summarizePreview, summarizeTables } from './report/summary.ts';
import { plainStyle, renderError, renderExtraction, renderTables } from './report/text.ts';
import { openRunner } from './runner/actions.ts';
import { fileInCheckout } from './runner/checkout.ts';
import { openOutput } from './runner/output.ts';
import { today, USER_AGENT } from './version.ts';

const output = openOutput((error) => {
  process.exitCode = exitCodeOf(error);
  process.stderr.write(`${renderError(error, plainStyle)}\n`);
});
const runner = openRunner(process.env, output.write);
const set = (name: OutputName, value: string): void => runner.setOutput(name, value);
const ports = { fetch, userAgent: USER_AGENT, say: (line: string) => runner.print(line), today: today() };

/** Whether the mode did its work; to await it here would not go into CommonJS. */
export const finished = main();

async function main(): Promise<boolean> {
  try {
    const token = runner.input('hf-token') ?? process.env.HF_TOKEN;
    if (token !== undefined) runner.addMask(token);
    await run(parseInputs(runner.input, process.env));
  } catch (error) {
    const problem =
      error instanceof UserError ? error : new UserError('internal', `This is a defect of hf-eval: ${error}.`);
    const file = fileInCheckout(runner.input('card'), process.env);
    const line = problem.details.line;
    const place = file !== undefined && typeof line === 'number' ? { file, line } : {};
    runner.annotate({ level: 'error', title: problem.code, message: renderError(problem, plainStyle), ...place });
    if (error instanceof Error && !(error instanceof UserError) && process.env.RUNNER_DEBUG === '1')
      runner.print(String(error.stack));
    runner.appendSummary(summarizeError(problem));
    set('status', 'refused');
    set('code', problem.code);
    set('changed', 'false');
    process.exitCode = exitCodeOf(error);
  }
  if (!runner.ok()) process.exitCode = 1;
  return process.exitCode === undefined;
}

async function run(config: Config): Promise<void> {
  if (config.command === 'show' || config.command === 'validate') return lookAtModel(config);
  const result = config.command === 'inspect-tables' ? await inspect(config, ports) : await preview(config, ports);
  const judgements = result.judgeAll();
  set('tables', JSON.stringify(tablesJson(judgements, config, modelChoice(config))));
  if (result.status === 'inspected') {
    runner.group('Tables', renderTables(judgements, result.card, config, modelChoice(config), plainStyle));
    runner.appendSummary(summarizeTables(judgements, result.card));
  } else {
    runner.group('Scores', renderExtraction(result, plainStyle));
    const file = fileInCheckout(config.card, process.env);
    for (const annotation of file === undefined ? [] : annotatePreview(result, file)) runner.annotate(annotation);
    runner.appendSummary(summarizePreview(result));
    set('yaml', result.yaml);
    set('results', JSON.stringify(extractionJson(result, config.repoId)));
  }
  set('status', result.status);
  set('changed', 'false');
}

async function lookAtModel(config: Config): Promise<void> {
  const files = await import('./model-files.ts');
  if (config.command === 'show') {
    const shown = await files.show(config, ports);
    runner.group('Scores', files.renderShown(shown, plainStyle));
    runner.appendSummary(files.summarizeShown(shown));
    set('results', printableJson(files.shownJson(shown), 0));
    set('status', shown.status);
    if (shown.problems.length > 0) process.exitCode = 1;
  } else {
    const validation = await files.validate(config, ports);
    runner.group('Findings', files.renderValidation(validation, plainStyle));
    for (const annotation of files.annotateFindings(validation, pathInCheckout(config.card)))
      runner.annotate(annotation);
    runner.appendSummary(files.summarizeValidation(validation));
    set('results', printableJson(files.validationJson(validation), 0));
    set('status', validation.status);
    if (validation.status === 'invalid') process.exitCode = 1;
  }
  set('changed', 'false');
}

/** Findings name files as they can be opened from here; without a local card they are paths of the Hub, in no checkout. */
function pathInCheckout(card: string | undefined): (file: string) => string | undefined {
  return (file) => (card === undefined ? undefined : fileInCheckout(file, process.env));
}
