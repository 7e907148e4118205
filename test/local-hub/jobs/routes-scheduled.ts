import { partOf } from '../card-rules.ts';
import { emptyReply, errorReply, jsonReply, type Reply, readBody } from '../reply.ts';
import type { Call } from '../state.ts';
import { arm } from './clock.ts';
import { isSchedule } from './cron.ts';
import { admitToNamespace, refuseToStart } from './namespaces.ts';
import { findLabelProblem, readSpec } from './read-spec.ts';
import { ALREADY_RUNNING, isBlocked, type Schedule, scheduleView, startScheduled } from './schedules.ts';
import { jobView } from './views.ts';
import { refuseVolumes } from './volume-rights.ts';

type ScheduleCall = { readonly call: Call; readonly schedule: Schedule; readonly user: string };

const BAD_SCHEDULE =
  '"schedule" must be a CRON expression, or one of @hourly, @daily, @weekly, @monthly, @yearly, @annually';

const OF_SCHEDULE: Readonly<Record<string, (about: ScheduleCall) => Reply>> = {
  'GET ': ({ call, schedule }) => jsonReply(scheduleView(call.state, schedule)),
  'DELETE ': ({ call, schedule }) => {
    call.state.jobs.schedules.delete(schedule.id);
    call.state.jobs.secrets.delete(schedule.id);
    return emptyReply(200);
  },
  'POST suspend': (about) => suspendReply(about, true),
  'POST resume': (about) => suspendReply(about, false),
  'POST run': runReply,
  'POST schedule': timeReply,
  'PUT labels': labelsReply,
};

/** `/api/scheduled-jobs/…`; undefined for other paths. */
export function scheduledRoute(call: Call): Reply | undefined {
  const [api, scheduled, namespace = '', id = '', verb = ''] = call.segments;
  if (api !== 'api' || scheduled !== 'scheduled-jobs') return undefined;
  const { method } = call;
  const handle = OF_SCHEDULE[`${method} ${verb}`];
  if (id === '' ? method !== 'GET' && method !== 'POST' : handle === undefined) return undefined;
  const admission = admitToNamespace(call, namespace, method === 'GET' ? 'see' : 'run');
  if ('refusal' in admission) return admission.refusal;
  const { account } = admission;
  if (id === '') {
    if (method === 'POST') return createReply(call, { namespace: admission.namespace, user: account.user });
    return listReply(call, admission.namespace);
  }
  const schedule = call.state.jobs.schedules.get(id);
  if (schedule === undefined || schedule.namespace !== admission.namespace) {
    return errorReply(404, 'Scheduled job not found');
  }
  return handle?.({ call, schedule, user: account.user });
}

function listReply({ state, query }: Call, namespace: string): Reply {
  const labels = query.getAll('label').map((label) => label.split('='));
  const found = [...state.jobs.schedules.values()].filter(
    (item) => item.namespace === namespace && labels.every(([key = '', value]) => item.spec.labels[key] === value),
  );
  return jsonReply(found.reverse().map((schedule) => scheduleView(state, schedule)));
}

function createReply(call: Call, { namespace, user }: { readonly namespace: string; readonly user: string }): Reply {
  const { state } = call;
  const sent = readBody(call);
  if ('refusal' in sent) return sent.refusal;
  const { jobSpec, schedule, suspend = false, concurrency = false } = sent.body;
  if (typeof schedule !== 'string' || !isSchedule(schedule)) return errorReply(400, BAD_SCHEDULE);
  if (typeof suspend !== 'boolean' || typeof concurrency !== 'boolean') {
    return errorReply(400, '"suspend" and "concurrency" must be true or false');
  }
  const read = readSpec(partOf(jobSpec));
  if ('problem' in read) return errorReply(400, read.problem);
  if (read.spec.ssh) return errorReply(400, 'SSH is not available for scheduled jobs');
  const refused = refuseVolumes(call, read.spec.volumes);
  if (refused !== undefined) return refused;
  const made: Schedule = {
    id: state.nextId(),
    namespace,
    createdBy: user,
    schedule,
    suspend,
    concurrency,
    spec: read.spec,
    createdAt: state.now(),
  };
  state.jobs.schedules.set(made.id, made);
  state.jobs.secrets.set(made.id, read.secrets);
  return jsonReply(scheduleView(state, made));
}

function runReply({ call, schedule, user }: ScheduleCall): Reply {
  const { state } = call;
  const refused = refuseToStart(call, schedule.namespace);
  if (refused !== undefined) return refused;
  if (isBlocked(state, schedule)) return errorReply(409, ALREADY_RUNNING);
  const job = startScheduled(state, schedule, user);
  arm(state);
  return jsonReply(jobView(state, job));
}

function suspendReply(about: ScheduleCall, suspend: boolean): Reply {
  change(about, { suspend });
  return emptyReply(200);
}

function timeReply(about: ScheduleCall): Reply {
  const sent = readBody(about.call);
  if ('refusal' in sent) return sent.refusal;
  const { schedule } = sent.body;
  if (typeof schedule !== 'string' || !isSchedule(schedule)) return errorReply(400, BAD_SCHEDULE);
  return jsonReply(scheduleView(about.call.state, change(about, { schedule })));
}

function labelsReply(about: ScheduleCall): Reply {
  const sent = readBody(about.call);
  if ('refusal' in sent) return sent.refusal;
  const { labels } = sent.body;
  const problem = findLabelProblem(labels);
  if (problem !== undefined) return errorReply(400, problem);
  const spec = { ...about.schedule.spec, labels: labels as Schedule['spec']['labels'] };
  return jsonReply(scheduleView(about.call.state, change(about, { spec })));
}

function change({ call, schedule }: ScheduleCall, changed: Partial<Schedule>): Schedule {
  const made = { ...schedule, ...changed };
  call.state.jobs.schedules.set(made.id, made);
  return made;
}
