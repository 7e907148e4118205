import { partOf } from '../data.ts';
import { asNetworkError, NetworkError } from '../http/network-error.ts';
import { jobsUrl } from './jobs-api.ts';
import { type Hub, usableToken } from './request.ts';

/** A line of a job's log. */
export type LogLine = {
  /** ISO time of the Hub. */
  readonly time: string;
  /** As the job wrote it: hostile. */
  readonly text: string;
};

/** Longer lines are cut: a program may write one that never ends. */
const MOST_LINE = 100_000;
/** Seconds without a sign, of which the Hub gives one every thirty, after which a connection counts as dead. */
const SILENT_SECONDS = 120;

/**
 * Reads a job's log until the connection ends. Each connection gets the log from its beginning.
 *
 * @param skip Lines that were read already.
 * @param onLine Takes one line after the other.
 * @returns How many lines there were, skipped ones included. An end says nothing of the job: ask for it.
 * @throws NetworkError without an answer, or when it breaks off before anything new has come.
 */
export async function readJobLog(
  hub: Hub,
  { namespace, id }: { readonly namespace: string; readonly id: string },
  {
    skip,
    onLine,
    signal,
  }: {
    readonly skip: number;
    readonly onLine: (line: LogLine) => void;
    readonly signal?: AbortSignal;
  },
): Promise<number> {
  const url = jobsUrl(hub, { api: 'jobs', namespace, path: `/${id}/logs` });
  const token = usableToken(hub.token);
  const silence = new AbortController();
  const signals = [silence.signal, ...(signal === undefined ? [] : [signal])];
  const headers = {
    'User-Agent': hub.userAgent,
    Accept: 'text/event-stream',
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
  };
  const response = await hub.fetch(url, { headers, redirect: 'manual', signal: AbortSignal.any(signals) });
  if (response.status !== 200 || response.body === null) {
    response.body?.cancel().catch(() => {});
    throw new NetworkError(`HTTP ${response.status}`, url);
  }
  let seen = 0;
  let broken: unknown;
  const body = untilBroken(response.body, (thrown) => {
    broken = thrown;
  });
  let timer = setTimeout(() => silence.abort(), SILENT_SECONDS * 1000);
  try {
    for await (const event of readEvents(body)) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENT_SECONDS * 1000);
      if (event === '') continue;
      seen += 1;
      if (seen > skip) onLine(readLine(event));
    }
  } finally {
    clearTimeout(timer);
  }
  // What was read before it broke off is not to be shown again.
  if (broken !== undefined && signal?.aborted !== true && seen <= skip) throw asNetworkError(broken, url);
  return Math.max(seen, skip);
}

/** What comes until the connection ends or breaks off; a defect of who reads it is none of the connection. */
async function* untilBroken(
  body: ReadableStream<Uint8Array>,
  onBroken: (thrown: unknown) => void,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const next = await reader.read().catch((thrown: unknown) => {
        onBroken(thrown);
        return undefined;
      });
      if (next?.value === undefined) return;
      yield next.value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** The data of events; an empty text for a sign of life. */
async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = (lines.pop() ?? '').slice(0, MOST_LINE);
    for (const line of lines) {
      if (line.startsWith('data:')) yield line.slice(5).trimStart();
      else if (line.startsWith(':')) yield '';
    }
  }
}

function readLine(event: string): LogLine {
  try {
    const { timestamp, data } = partOf(JSON.parse(event));
    return { time: typeof timestamp === 'string' ? timestamp : '', text: typeof data === 'string' ? data : '' };
  } catch {
    return { time: '', text: event };
  }
}
