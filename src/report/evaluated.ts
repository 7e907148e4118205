import { isWholeCommit } from '../evaluation/check-request.ts';
import type { HardwareChoice } from '../evaluation/hardware/choose.ts';
import { usdPerHour } from '../evaluation/hardware/flavor.ts';
import type { Ceiling } from '../evaluation/money/ceiling.ts';
import type { Estimate } from '../evaluation/money/estimate.ts';
import { describeRecurrence, type Recurrence } from '../evaluation/money/recurrence.ts';
import { duration, usd, usdAtMost } from '../evaluation/money/words.ts';
import type { CommandPlan, EvaluationRequest } from '../evaluation/request.ts';
import { details, fenced, mdTable, mdText, mdUrl } from './markdown.ts';
import { plainText } from './plain-text.ts';
import type { Style } from './text.ts';

/** A plan with what it costs, as it is shown before anything is paid for. */
export type ShownPlan = {
  readonly request: EvaluationRequest;
  readonly plan: CommandPlan;
  readonly hardware: HardwareChoice;
  readonly expected: Estimate;
  readonly ceiling: Ceiling;
  readonly recurrence?: Recurrence;
  readonly digest: string;
  readonly secrets: readonly string[];
  readonly notes: readonly string[];
};

/** An evaluation, as far as it came. */
export type ShownEvaluation = {
  readonly status: 'planned' | 'skipped' | 'detached' | 'running' | 'evaluated' | 'scheduled';
  /** User or organization that pays; absent where nobody has given a token yet. */
  readonly namespace?: string;
  readonly prepared?: ShownPlan;
  readonly job?: { readonly id: string; readonly namespace: string; readonly url: string; readonly stage: string };
  readonly schedule?: { readonly id: string; readonly when: string; readonly next?: string };
  readonly isReused?: boolean;
  readonly bill?: { readonly seconds: number; readonly usd: number };
  readonly notes?: readonly string[];
  /** Takes the results of a job that goes on. */
  readonly command?: string;
};

/** Who pays where nothing else is said. */
const PAYER = 'the account of the token';

/** What is shown before anything is paid for. */
export function planLines(
  { request, plan, hardware, expected, ceiling, recurrence, notes }: ShownPlan,
  namespace: string | undefined,
): string[] {
  const { repoId, revision } = request.model;
  const at = revision === undefined ? '' : ` at ${shortRevision(revision)}`;
  const versions = Object.entries(plan.versions).map(([name, version]) => `${name} ${version}`);
  const likely =
    'unknown' in expected
      ? `how long it takes is not known (${expected.unknown.join(', ')})`
      : `about ${duration(expected.seconds)}, ${usd(expected.usd)}`;
  return [
    `${request.tasks.map(({ text }) => text).join(', ')} with ${versions.join(', ')}, of ${repoId}${at}`,
    hardware.why,
    `${recurrence === undefined ? '' : 'each run: '}${likely}; at most ${usdAtMost(ceiling.usd)}, paid by ${namespace ?? PAYER}: it is ended after ${duration(ceiling.timeoutSeconds)}`,
    ...(recurrence === undefined ? [] : [describeRecurrence(recurrence, ceiling)]),
    ...notes.map((note) => `note: ${note}`),
  ].map(plainText);
}

function shortRevision(revision: string): string {
  return isWholeCommit(revision) ? revision.slice(0, 7) : revision;
}

/** An evaluation, as `--format json` prints it. */
export function evaluationJson({
  status,
  namespace,
  prepared,
  job,
  schedule,
  isReused,
  bill,
  notes = [],
}: ShownEvaluation): Record<string, unknown> {
  return {
    evaluation: {
      status,
      ...(namespace === undefined ? {} : { namespace }),
      ...(prepared === undefined ? {} : planJson(prepared)),
      ...(job === undefined ? {} : { job: jobJson(job) }),
      ...scheduleJson(schedule, prepared?.recurrence),
      ...(isReused === undefined ? {} : { reused: isReused }),
      ...(bill === undefined ? {} : { seconds: bill.seconds, cost_usd: bill.usd }),
      notes: [...(prepared?.notes ?? []), ...notes],
    },
  };
}

/** What a job was given, and what is written on it, is told by what is asked for, and may be long. */
function jobJson({ id, namespace, url, stage }: NonNullable<ShownEvaluation['job']>): Record<string, unknown> {
  return { id, namespace, url, stage };
}

/** Of a schedule that was only planned, there is no id. */
function scheduleJson(
  made: ShownEvaluation['schedule'],
  recurrence: Recurrence | undefined,
): { readonly schedule?: Record<string, unknown> } {
  if (recurrence === undefined) return {};
  const { when, month } = recurrence;
  return {
    schedule: {
      when,
      ...made,
      runs_per_month: month?.runs ?? null,
      max_usd_per_month: month?.usd ?? null,
    },
  };
}

function planJson({ request, plan, hardware, expected, ceiling, digest, secrets }: ShownPlan): Record<string, unknown> {
  const { flavor } = hardware;
  const { revision } = request.model;
  return {
    model: request.model.repoId,
    ...(revision === undefined ? {} : isWholeCommit(revision) ? { sha: revision } : { revision }),
    framework: request.framework,
    backend: request.backend,
    tasks: request.tasks.map(({ text }) => text),
    versions: plan.versions,
    command: plan.argv,
    requirements: plan.requirements,
    secrets,
    hardware: flavor.name,
    usd_per_hour: usdPerHour(flavor),
    why: hardware.why,
    ...('unknown' in expected
      ? { estimate: null, not_known: expected.unknown }
      : { estimate: { seconds: expected.seconds, usd: expected.usd } }),
    timeout_seconds: ceiling.timeoutSeconds,
    max_usd: ceiling.usd,
    digest: `sha256:${digest}`,
  };
}

/** What there is to say of an evaluation when it is over, or is left alone, for a person at a terminal. */
export function renderEvaluation(shown: ShownEvaluation, style: Style): string {
  const { status, namespace, prepared, job, schedule, isReused, bill, notes = [], command } = shown;
  const lines: string[] = [];
  if (status === 'planned' && prepared !== undefined) {
    lines.push(...planLines(prepared, namespace), '', style.dim(prepared.plan.argv.map(shellLike).join(' ')), '');
    lines.push('Nothing was started.');
  }
  if (status === 'skipped') lines.push('Nothing was evaluated: others have open pull requests.');
  if (status === 'detached' && job !== undefined) {
    const done = job.stage === 'COMPLETED' ? 'It is done already:' : 'It is under way already:';
    lines.push(
      `${style.bold(isReused ? done : 'It goes on by itself:')} ${job.url}`,
      `Take its results later: ${command ?? ''}`,
    );
  }
  if (status === 'running' && job !== undefined) {
    lines.push(`${style.bold('It has not ended yet:')} ${job.url}`, `Take its results later: ${command ?? ''}`);
  }
  if (status === 'scheduled' && schedule !== undefined) {
    const next = schedule.next === undefined ? '' : `, next ${schedule.next}`;
    const what = isReused ? `${style.bold('Is there already:')} scheduled` : style.bold('Scheduled');
    lines.push(
      `${what} ${plainText(schedule.when)}${plainText(next)}: ${schedule.id}`,
      ...(prepared?.recurrence === undefined
        ? []
        : [
            `Each run costs at most ${usdAtMost(prepared.ceiling.usd)}; ${describeRecurrence(prepared.recurrence, prepared.ceiling)}.`,
          ]),
      `Each run leaves its results. hf jobs ps --namespace ${namespace} lists the ids; take them with: ${command ?? ''}`,
      `To end it: hf jobs scheduled delete ${schedule.id} --namespace ${namespace}`,
    );
  }
  if (status === 'evaluated' && job !== undefined) {
    const paid = isReused || bill === undefined ? 'paid for by an earlier run' : tookWords(bill);
    lines.push(`${style.bold('Evaluated')} by ${job.url}, ${paid}`);
  }
  lines.push(...notes.map((note) => style.dim(`note: ${plainText(note)}`)));
  return `${lines.join('\n')}\n`;
}

/** `4 min, $0.06`. */
function tookWords({ seconds, usd: cost }: NonNullable<ShownEvaluation['bill']>): string {
  return `${duration(seconds)}, ${usd(cost)}`;
}

/** A word of a command as people read it; nothing is ever run from it. */
function shellLike(word: string): string {
  const shown = plainText(word);
  return /^[\w@%+=:,./|-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}

/** An evaluation in a job summary. */
export function summarizeEvaluation({
  status,
  namespace,
  prepared,
  job,
  schedule,
  isReused,
  bill,
  notes = [],
}: ShownEvaluation): string {
  const rows: string[][] = [];
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined) rows.push([name, value]);
  };
  add(
    'Job',
    job === undefined ? undefined : `[${mdText(job.id)}](${mdUrl(job.url)}), ${mdText(job.stage.toLowerCase())}`,
  );
  if (schedule !== undefined) {
    const next = schedule.next === undefined ? '' : `, next ${schedule.next}`;
    add('Schedule', mdText(`${schedule.id}${isReused ? ', which was there already' : ''}${next}`));
  }
  if (prepared !== undefined) {
    const { request, plan, hardware, expected, ceiling, recurrence } = prepared;
    const { repoId, revision } = request.model;
    add('Model', mdText(revision === undefined ? repoId : `${repoId} at ${shortRevision(revision)}`, 300));
    add('Tasks', mdText(request.tasks.map(({ text }) => text).join(', '), 300));
    add(
      'With',
      mdText(
        Object.entries(plan.versions)
          .map((pair) => pair.join(' '))
          .join(', '),
        200,
      ),
    );
    add('Hardware', mdText(hardware.why, 400));
    add(
      'Expected',
      'unknown' in expected ? 'not known' : `${duration(expected.seconds)}, ${mdText(usd(expected.usd))}`,
    );
    add(
      'At most',
      `${mdText(usdAtMost(ceiling.usd))}, ${duration(ceiling.timeoutSeconds)}, paid by ${mdText(namespace ?? PAYER)}`,
    );
    add('Again', recurrence === undefined ? undefined : mdText(describeRecurrence(recurrence, ceiling)));
  }
  const took = bill === undefined ? undefined : mdText(tookWords(bill));
  add('Took', isReused && took !== undefined ? `${duration(bill?.seconds ?? 0)}; an earlier run paid for it` : took);
  const all = [...(prepared?.notes ?? []), ...notes].map((note) => `- ${mdText(note, 300)}`);
  const command =
    prepared === undefined ? [] : [details('Command', fenced(prepared.plan.argv.map(shellLike).join(' '), 'text'))];
  return `${[`## Evaluation: ${status}`, mdTable(['', ''], rows), ...(all.length === 0 ? [] : [all.join('\n')]), ...command].join('\n\n')}\n`;
}

/** A job that failed, for a job summary: its page, and its last lines. */
export function summarizeFailure(
  log: readonly string[],
  { id, url }: { readonly id: string; readonly url: string },
): string {
  const lines = details(`The last ${log.length} lines of the log`, fenced(log.map(plainText).join('\n'), 'text'));
  return `[Job ${mdText(id)}](${mdUrl(url)})\n\n${lines}\n`;
}
