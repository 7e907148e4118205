import { errorReply, jsonReply, limitOf, nextLink, type Reply, readBody, streamReply } from '../reply.ts';
import type { Call } from '../state.ts';
import { arm } from './clock.ts';
import { listHardware } from './hardware.ts';
import { createJob, endJob, jobOf } from './lives.ts';
import { admitToNamespace, authCheckReply, refuseToStart } from './namespaces.ts';
import { findLabelProblem, findPortProblem, readPorts, readSpec } from './read-spec.ts';
import { isOver, putJob, wake } from './state.ts';
import { eventStream, logStream, metricsStream } from './streams.ts';
import { type Job, STAGES } from './types.ts';
import { jobView, timeOf } from './views.ts';
import { refuseVolumes } from './volume-rights.ts';

/** A call about the jobs of a namespace that its caller may see or change. */
type JobsCall = { readonly call: Call; readonly namespace: string; readonly user: string };
type JobCall = JobsCall & { readonly job: Job };
type Start = Pick<Job, 'spec' | 'initiator'> & { readonly secrets: Readonly<Record<string, string>> };

const NOT_FOUND = 'Job not found';
const LABEL_FILTER = /^([a-zA-Z0-9._-]+)=([a-zA-Z0-9._-]*)$/;
const MAX_PAGE = 1000;

const OF_NAMESPACE: Readonly<Record<string, (about: JobsCall) => Reply>> = {
  'GET ': listReply,
  'GET count': countReply,
  'POST ': createReply,
};

const OF_JOB: Readonly<Record<string, (about: JobCall) => Reply>> = {
  'GET ': ({ call, job }) => jsonReply(jobView(call.state, job)),
  'GET logs': logsReply,
  'GET events': ({ call, job }) => streamReply(eventStream(call.state, job.id), dateHeader(call)),
  'GET metrics': metricsReply,
  'POST cancel': cancelReply,
  'POST duplicate': duplicateReply,
  'PUT labels': labelsReply,
  'PUT expose': exposeReply,
};

/** `/api/jobs/…`; undefined for other paths. */
export function jobsRoute(call: Call): Reply | undefined {
  const [api, jobs, namespace = '', id = '', verb = ''] = call.segments;
  if (api !== 'api' || jobs !== 'jobs') return undefined;
  const { method } = call;
  if (method === 'GET' && namespace === 'hardware' && id === '') return jsonReply(listHardware());
  if (method === 'POST' && (id === 'auth-check' || verb === 'auth-check')) return checkReply(call);
  const all = verb === '' ? OF_NAMESPACE[`${method} ${id}`] : undefined;
  const one = id === '' ? undefined : OF_JOB[`${method} ${verb}`];
  if (all === undefined && one === undefined) return undefined;
  const admission = admitToNamespace(call, namespace, method === 'GET' ? 'see' : 'run');
  if ('refusal' in admission) return admission.refusal;
  const about = { call, namespace: admission.namespace, user: admission.account.user };
  if (all !== undefined) return all(about);
  const job = findJob(call, admission.namespace, id);
  return job === undefined ? errorReply(404, NOT_FOUND) : one?.({ ...about, job });
}

/** `POST …/{ns}[/{id}]/auth-check/{read|write}`. */
function checkReply(call: Call): Reply {
  const [, , namespace = '', id = '', ...rest] = call.segments;
  const reply = authCheckReply(call, namespace, rest.at(-1));
  const owner = namespace === 'me' ? call.account?.user : namespace;
  if (id === 'auth-check' || reply.status !== 200 || findJob(call, owner ?? '', id) !== undefined) return reply;
  return errorReply(404, NOT_FOUND);
}

function findJob({ state }: Call, namespace: string, id: string): Job | undefined {
  const job = state.jobs.jobs.get(id);
  return job?.namespace === namespace ? job : undefined;
}

/** A new job, unless its volumes or its money forbid it. */
function startReply(about: JobsCall, from: Start): Reply {
  const { call, namespace, user } = about;
  const refused = refuseVolumes(call, from.spec.volumes) ?? refuseToStart(call, namespace);
  if (refused !== undefined) return refused;
  const job = createJob(call.state, { ...from, namespace, createdBy: user });
  arm(call.state);
  return jsonReply(jobView(call.state, job));
}

function createReply(about: JobsCall): Reply {
  const sent = readBody(about.call);
  if ('refusal' in sent) return sent.refusal;
  const read = readSpec(sent.body);
  if ('problem' in read) return errorReply(400, read.problem);
  return startReply(about, { ...read, initiator: { type: 'user', id: about.user } });
}

function duplicateReply({ job, ...about }: JobCall): Reply {
  const secrets = about.call.state.jobs.secrets.get(job.id) ?? {};
  return startReply(about, { spec: job.spec, secrets, initiator: { type: 'duplicated-job', id: job.id } });
}

function listReply(about: JobsCall): Reply {
  const { call } = about;
  const found = filterJobs(about);
  if ('refusal' in found) return found.refusal;
  const limit = limitOf(call, call.state.jobs.settings.jobsPageSize, MAX_PAGE);
  const cursor = call.query.get('cursor');
  const last = cursor === null ? '' : Buffer.from(cursor, 'base64url').toString();
  // The cursor names the last job of the page before, so that new ones do not move those that follow.
  const start = found.jobs.findIndex(({ id }) => id === last) + 1;
  const page = found.jobs.slice(start, start + limit);
  const more = start + limit < found.jobs.length;
  const next = { cursor: Buffer.from(page.at(-1)?.id ?? '').toString('base64url') };
  return jsonReply(
    page.map((job) => jobView(call.state, job)),
    200,
    more ? nextLink(call, next) : {},
  );
}

function countReply(about: JobsCall): Reply {
  const found = filterJobs(about);
  return 'refusal' in found ? found.refusal : jsonReply({ count: found.jobs.length });
}

/** Newest first: of any of the stages, with all of the labels. */
function filterJobs({ call, namespace }: JobsCall): { readonly jobs: readonly Job[] } | { readonly refusal: Reply } {
  const stages = call.query.getAll('stage');
  const unknown = stages.find((stage) => !STAGES.some((known) => known === stage));
  if (unknown !== undefined) return { refusal: errorReply(400, `"stage" must be one of ${STAGES.join(', ')}`) };
  const labels = call.query.getAll('label').map((label) => LABEL_FILTER.exec(label));
  if (labels.includes(null)) return { refusal: errorReply(400, '"label" must be key=value') };
  const jobs = [...call.state.jobs.jobs.values()].filter(
    (job) =>
      job.namespace === namespace &&
      (stages.length === 0 || stages.includes(job.status.stage)) &&
      labels.every((label) => label === null || job.spec.labels[label[1] ?? ''] === label[2]),
  );
  return { jobs: jobs.reverse() };
}

function logsReply({ call, job }: JobCall): Reply {
  const tail = call.query.get('tail');
  if (tail !== null && !/^\d+$/.test(tail)) return errorReply(400, '"tail" must be a whole number');
  const cut = call.state.jobs.cuts.take(job.id);
  const stream = logStream(call.state, job.id, { tail: tail === null ? undefined : Number(tail), cut });
  return streamReply(stream, dateHeader(call));
}

function metricsReply({ call, job }: JobCall): Reply {
  if (!isOver(job.status.stage)) return streamReply(metricsStream(call.state, job.id), dateHeader(call));
  return errorReply(call.state.jobs.settings.endedMetricsStatus, 'The job has ended');
}

/** Clients compare it with the times of events, so it must be of the same clock. */
function dateHeader({ state }: Call): Record<string, string> {
  return { date: new Date(timeOf(state.now())).toUTCString() };
}

function cancelReply({ call, job }: JobCall): Reply {
  const { state } = call;
  if (isOver(job.status.stage)) {
    if (state.jobs.settings.endedCancelStatus === 409) return errorReply(409, 'The job has ended');
    return jsonReply(jobView(state, job));
  }
  endJob(state, job.id, { at: state.now(), status: { ...job.status, stage: 'CANCELED', message: null } });
  wake(state.jobs);
  return jsonReply(jobView(state, jobOf(state, job.id)));
}

function labelsReply({ call, job }: JobCall): Reply {
  const sent = readBody(call);
  if ('refusal' in sent) return sent.refusal;
  const { labels } = sent.body;
  const problem = findLabelProblem(labels);
  if (problem !== undefined) return errorReply(400, problem);
  return changeSpec(call, { ...job, spec: { ...job.spec, labels: labels as Job['spec']['labels'] } });
}

function exposeReply({ call, job }: JobCall): Reply {
  const sent = readBody(call);
  if ('refusal' in sent) return sent.refusal;
  const problem = findPortProblem(sent.body);
  if (problem !== undefined) return errorReply(400, problem);
  if (job.status.stage !== 'RUNNING') return errorReply(400, 'The job does not run');
  return changeSpec(call, { ...job, spec: { ...job.spec, expose: readPorts(sent.body) } });
}

function changeSpec({ state }: Call, job: Job): Reply {
  putJob(state.jobs, job);
  return jsonReply(jobView(state, job));
}
