import { parseCommandLine, type Request, wantsJson } from './command-line.ts';
import type { Config, Readers } from './config.ts';
import { exitCodeOf, UserError } from './errors.ts';
import type { EvaluationPorts } from './flows/evaluate/ports.ts';
import { inspect } from './flows/inspect.ts';
import { modelChoice, type Preview, preview } from './flows/preview.ts';
import { fetchFor } from './http/proxy.ts';
import type { MergeView } from './report/changes.ts';
import { errorJson, extractionJson, tablesJson } from './report/json.ts';
import { printableJson } from './report/plain-text.ts';
import { renderError, renderExtraction, renderScores, renderTables, type Style } from './report/text.ts';
import { secretsWithDotEnv, withDotEnv } from './runner/dot-env.ts';
import { identityOf } from './runner/identity.ts';
import { withoutCommands } from './runner/log-line.ts';
import { openOutput } from './runner/output.ts';
import { styleFor } from './runner/terminal.ts';
import { today, USER_AGENT, VERSION } from './version.ts';

const argv = process.argv.slice(2);
/** In a step of a workflow the runner reads along, and names of files and tasks are anybody's. */
const harmless = process.env.GITHUB_ACTIONS ? withoutCommands : (text: string): string => text;
const say = (line: string): void => void process.stderr.write(harmless(`${line}\n`));
const output = openOutput((error) => {
  process.exitCode = exitCodeOf(error);
  say(renderError(error, styleFor(process.stderr, process.env)));
});
const ports = { fetch: fetchFor(process.env, say), userAgent: USER_AGENT, say, today: today() };

/** Whether the command did its work; to await it here would not go into CommonJS. */
export const finished = main();

async function main(): Promise<boolean> {
  try {
    const request = parseCommandLine(argv, withDotEnv(process.env), await readersFor(argv[0]));
    const style = { ...styleFor(output, process.env), ...(output.isTTY ? { width: terminalWidth() } : {}) };
    output.write(harmless(request.kind === 'run' ? await run(request.config, style) : await explain(request)));
    return request.kind === 'run';
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    const problem = error instanceof UserError ? error : unexpected(error);
    if (wantsJson(argv)) output.write(`${printableJson(errorJson(problem))}\n`);
    else say(renderError(problem, styleFor(process.stderr, process.env)));
    return false;
  }
}

/** What reads the options of a command beside what all of them have. */
async function readersFor(command: string | undefined): Promise<Readers> {
  return command === 'evaluate' ? { readEvaluate: (await import('./evaluate-config.ts')).readEvaluateConfig } : {};
}

/** Columns of the terminal: as many as COLUMNS says, or as it has. */
function terminalWidth(): number | undefined {
  return Number(process.env.COLUMNS) || process.stdout.columns || undefined;
}

async function run(config: Config, style: Style): Promise<string> {
  if (config.command === 'show' || config.command === 'validate') return lookAtModel(config, style);
  if (config.command === 'inspect-tables') {
    const { judgeAll, card } = await inspect(config, ports);
    const judgements = judgeAll();
    const choice = modelChoice(config);
    if (config.format === 'json') return `${printableJson(tablesJson(judgements, config, choice))}\n`;
    return renderTables(judgements, card, config, choice, style);
  }
  if (config.command === 'get-prs') return listPullRequests(config, style);
  if (config.command === 'evaluate' || config.collect?.job !== undefined) return evaluate(config, style);
  if (config.command === 'collect') return collect(config, style);
  if (config.publish !== undefined) return publish(config, style);
  if (merges(config)) return merge(config, style);
  const result = await preview(config, ports);
  if (config.format === 'json') return `${printableJson(extractionJson(result, config.repoId))}\n`;
  return config.format === 'yaml' ? result.yaml : renderExtraction(result, style);
}

/** Scores are merged into files only when that is asked for: the preview needs no YAML library. */
function merges({ outputFormat, onConflict, diff, write }: Config): boolean {
  return outputFormat !== 'model-index' || onConflict !== 'keep' || diff || write;
}

async function lookAtModel(config: Config, style: Style): Promise<string> {
  const files = await import('./model-files.ts');
  if (config.command === 'show') {
    const shown = await files.show(config, ports);
    if (shown.problems.length > 0) process.exitCode = 1;
    return config.format === 'json' ? `${printableJson(files.shownJson(shown))}\n` : files.renderShown(shown, style);
  }
  const validation = await files.validate(config, ports);
  if (validation.status === 'invalid') process.exitCode = 1;
  return config.format === 'json'
    ? `${printableJson(files.validationJson(validation))}\n`
    : files.renderValidation(validation, style);
}

async function merge(config: Config, style: Style): Promise<string> {
  const { mergeExtracted, mergeJson, renderMerge } = await import('./model-files.ts');
  const merged = await mergeExtracted(config, ports);
  const { yaml } = merged.origin;
  if (config.format === 'text') return renderMerge(merged, viewOf(merged.origin, config, style), style);
  if (config.format === 'yaml') return yaml;
  return `${printableJson({ ...extractionJson(merged.origin, config.repoId), ...mergeJson(merged) })}\n`;
}

async function publish(config: Config, style: Style): Promise<string> {
  const { publishExtracted, publishedJson, renderPublished } = await import('./publishing.ts');
  const published = await publishExtracted(config, { ...ports, ...identityOf(process.env) });
  const { yaml } = published.origin;
  if (config.format === 'text') return renderPublished(published, viewOf(published.origin, config, style), style);
  if (config.format === 'yaml') return yaml;
  const json = { ...extractionJson(published.origin, config.repoId), ...publishedJson(published) };
  return `${printableJson(json)}\n`;
}

function viewOf(shown: Preview, { diff }: Config, style: Style): MergeView {
  return { scores: renderScores(shown, style), diff };
}

async function collect(config: Config, style: Style): Promise<string> {
  const { runCollect } = await import('./collecting.ts');
  const { text, refusal } = await runCollect(config, { ...ports, ...identityOf(process.env) }, style);
  if (refusal !== undefined) refuse(config, refusal);
  return text;
}

/** Ends a command that has a result and is refused all the same; JSON has the refusal in its one document. */
function refuse({ format }: Config, refusal: UserError): void {
  process.exitCode = exitCodeOf(refusal);
  if (format !== 'json') say(renderError(refusal, styleFor(process.stderr, process.env)));
}

async function evaluate(config: Config, style: Style): Promise<string> {
  const { evaluationPorts, listenForStop, openShown, runEvaluate } = await import('./evaluating.ts');
  const { signal, stop } = listenForStop();
  const show = openShown(process.stderr, (line) => say(line));
  const remember: EvaluationPorts['remember'] = (about) => {
    // With no job to end, a signal ends this process.
    if (about === undefined) stop();
  };
  const secrets = secretsWithDotEnv(process.env);
  const surroundings = { env: process.env, secrets, token: config.token, signal, show, remember };
  try {
    const ends = { ...ports, ...identityOf(process.env) };
    const { text, refusal } = await runEvaluate(config, evaluationPorts(ends, surroundings), style);
    if (refusal !== undefined) refuse(config, refusal);
    return text;
  } finally {
    show.close();
    stop();
  }
}

async function listPullRequests(config: Config, style: Style): Promise<string> {
  const { listOpenPullRequests, pullRequestsJson, renderPullRequests } = await import('./publishing.ts');
  const { repoId, pullRequests } = await listOpenPullRequests(config, ports);
  return config.format === 'json'
    ? `${printableJson(pullRequestsJson(repoId, pullRequests))}\n`
    : renderPullRequests(repoId, pullRequests, style);
}

/** Columns between which a help text is read well. */
const [NARROWEST, WIDEST] = [70, 100];

async function explain(request: Exclude<Request, { kind: 'run' }>): Promise<string> {
  if (request.kind === 'version') return `${VERSION}\n`;
  const { renderCommandHelp, renderHelp } = await import('./report/help.ts');
  if (request.command === undefined) return renderHelp(VERSION);
  const columns = output.isTTY ? (terminalWidth() ?? WIDEST) : WIDEST;
  return renderCommandHelp(request.command, Math.max(NARROWEST, Math.min(WIDEST, columns)));
}

/** A defect of this program; its stack is of use to us alone. */
function unexpected(error: unknown): UserError {
  if (process.env.HF_EVAL_DEBUG) say(error instanceof Error ? String(error.stack) : String(error));
  return new UserError(
    'internal',
    `This is a defect of hf-eval ${VERSION}: ${error instanceof Error ? error.message : String(error)}.`,
    {
      hint: 'Please report it with the command and the card; HF_EVAL_DEBUG=1 shows where it happened.',
      cause: error,
    },
  );
}
