import type { Sink, Stream } from '../reply.ts';
import type { HubState } from '../state.ts';
import { findFlavor } from './hardware.ts';
import type { LogCut } from './log-cuts.ts';
import { isOver } from './state.ts';
import type { Job } from './types.ts';
import { timeOf } from './views.ts';

const GIGABYTE = 1e9;

/** The log of a job from its first line, or from the last ones, until it has ended. */
export function logStream(
  hub: HubState,
  id: string,
  about: { readonly tail: number | undefined; readonly cut: LogCut | undefined },
): Stream {
  const { tail, cut = {} } = about;
  return (sink) => {
    const lines = () => hub.jobs.logs.get(id) ?? [];
    let next = tail === undefined ? 0 : Math.max(0, lines().length - tail);
    let sent = 0;
    return follow(hub, sink, () => {
      if (cut.empty !== true) {
        for (const { at, text } of lines().slice(next, next + (cut.after ?? Number.POSITIVE_INFINITY) - sent)) {
          sink.write(`data: ${JSON.stringify({ timestamp: timeOf(at), data: text })}\n\n`);
          next += 1;
          sent += 1;
        }
      }
      if (cut.after !== undefined && sent >= cut.after) {
        if (cut.endsCleanly === true) sink.end();
        else sink.cut();
        return false;
      }
      if (!isGone(hub, id) || cut.staysOpen === true) return true;
      sink.end();
      return false;
    });
  };
}

/** Each status that a job had, and those that it gets, until it has ended. */
export function eventStream(hub: HubState, id: string): Stream {
  return (sink) => {
    let next = 0;
    return follow(hub, sink, () => {
      for (const status of (hub.jobs.changes.get(id) ?? []).slice(next)) {
        sink.write(`event: status\ndata: ${JSON.stringify(status)}\n\n`);
        next += 1;
      }
      if (!isGone(hub, id)) return true;
      sink.end();
      return false;
    });
  };
}

/** What a job uses, again and again while it runs. As on the Hub, its end does not end the stream. */
export function metricsStream(hub: HubState, id: string): Stream {
  return (sink) => {
    const tell = () => {
      const job = hub.jobs.jobs.get(id);
      if (job?.status.stage !== 'RUNNING') return;
      sink.write(`event: metric\ndata: ${JSON.stringify(metricsOf(job))}\n\n`);
    };
    let timer: NodeJS.Timeout | undefined;
    const stop = follow(hub, sink, () => {
      if (timer === undefined && hub.jobs.jobs.get(id)?.status.stage === 'RUNNING') {
        tell();
        timer = setInterval(tell, hub.jobs.settings.metricsMs).unref();
      }
      return true;
    });
    return () => {
      clearInterval(timer);
      stop();
    };
  };
}

/** Sends what is new now and whenever something happened, with comments in between, until `send` says no. */
function follow(hub: HubState, sink: Sink, send: () => boolean): () => void {
  const { listeners, settings } = hub.jobs;
  const beat = setInterval(() => sink.write(': keep-alive\n\n'), settings.keepAliveMs).unref();
  const stop = () => {
    clearInterval(beat);
    listeners.delete(step);
  };
  const step = () => {
    if (!send()) stop();
  };
  listeners.add(step);
  step();
  return stop;
}

function isGone(hub: HubState, id: string): boolean {
  const job = hub.jobs.jobs.get(id);
  return job === undefined || isOver(job.status.stage);
}

function metricsOf({ spec }: Job): Readonly<Record<string, unknown>> {
  const flavor = findFlavor(spec.flavor);
  const gpus = Array.from({ length: flavor?.gpu?.quantity ?? 0 }, (_, at) => [
    `${at}`.padStart(8, '0'),
    {
      utilization: 50,
      memory_used_bytes: GIGABYTE,
      memory_total_bytes: ((flavor?.gpu?.vram ?? 0) / (flavor?.gpu?.quantity ?? 1)) * GIGABYTE,
    },
  ]);
  return {
    cpu_usage_pct: 25,
    cpu_millicores: (flavor?.cores ?? 1) * 1000,
    memory_used_bytes: GIGABYTE,
    memory_total_bytes: (flavor?.ram ?? 1) * GIGABYTE,
    rx_bps: 0,
    tx_bps: 0,
    gpus: Object.fromEntries(gpus),
    replica: 'local',
  };
}
