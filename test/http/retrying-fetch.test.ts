import { describe, expect, it } from 'vitest';
import {
  type Fetch,
  NetworkError,
  type RetryOptions,
  retryingFetch,
  type Wait,
} from '../../src/http/retrying-fetch.ts';

const URL_ASKED = 'https://hub.example/org/model/resolve/main/README.md';
const NOW = Date.parse('2026-03-01T12:00:00Z');

type Step = Response | Error | 'hang' | (() => Response);

function answer(status: number, headers: Record<string, string> = {}): Response {
  return new Response(status === 204 || status === 304 ? null : `answer ${status}`, { status, headers });
}

function lostConnection(code = 'ECONNRESET'): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(`socket: ${code}`), { code }) });
}

/** A fetch that plays the steps, the last one for ever, and everything that happened around it. */
function play(steps: readonly Step[], options: RetryOptions = {}) {
  const sent: RequestInit[] = [];
  const slept: number[] = [];
  const waits: Wait[] = [];
  const fake: Fetch = async (_input, init = {}) => {
    const step = steps[Math.min(sent.length, steps.length - 1)];
    sent.push(init);
    if (step === 'hang') return new Promise<never>(() => {});
    if (step instanceof Error) throw step;
    if (step === undefined) throw new Error('no steps');
    return typeof step === 'function' ? step() : step;
  };
  const fetch = retryingFetch(fake, {
    sleep: async (seconds) => void slept.push(seconds),
    now: () => NOW,
    random: () => 0,
    onWait: (wait) => waits.push(wait),
    ...options,
  });
  return { fetch, sent, slept, waits };
}

describe('what is tried again', () => {
  it.each([408, 429, 500, 502, 503, 504])('tries GET again after %i', async (status) => {
    const { fetch, sent, slept } = play([answer(status), answer(200)]);
    expect((await fetch(URL_ASKED)).status).toBe(200);
    expect(sent).toHaveLength(2);
    expect(slept).toEqual([1]);
  });

  it.each([200, 204, 206, 301, 304, 307, 400, 401, 403, 404, 409, 412, 416, 422, 501])(
    'takes %i for an answer',
    async (status) => {
      const { fetch, sent } = play([answer(status)]);
      expect((await fetch(URL_ASKED)).status).toBe(status);
      expect(sent).toHaveLength(1);
    },
  );

  it.each(['HEAD', 'head', 'get'])('tries %s again', async (method) => {
    const { fetch, sent } = play([answer(503), answer(204)]);
    expect((await fetch(URL_ASKED, { method })).status).toBe(204);
    expect(sent).toHaveLength(2);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('never tries %s again', async (method) => {
    const refused = play([answer(503, { 'retry-after': '1' })]);
    expect((await refused.fetch(URL_ASKED, { method })).status).toBe(503);
    const lost = play([lostConnection()]);
    await expect(lost.fetch(URL_ASKED, { method })).rejects.toThrow(NetworkError);
    expect([refused.sent.length, lost.sent.length, refused.slept.length]).toEqual([1, 1, 0]);
  });

  it('tries again after a lost connection', async () => {
    const { fetch, waits } = play([lostConnection(), lostConnection('ENOTFOUND'), answer(200)]);
    expect((await fetch(URL_ASKED)).status).toBe(200);
    expect(waits.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('ECONNRESET'),
      expect.stringContaining('ENOTFOUND'),
    ]);
  });

  it('sends the same request each time', async () => {
    const { fetch, sent } = play([answer(503), answer(200)]);
    await fetch(URL_ASKED, { headers: { accept: 'text/plain' }, redirect: 'manual' });
    expect(sent.map(({ headers, redirect }) => [headers, redirect])).toEqual(
      Array(2).fill([{ accept: 'text/plain' }, 'manual']),
    );
  });
});

describe('how often', () => {
  it('returns the last answer, unread, after five tries', async () => {
    const { fetch, sent, slept } = play([() => answer(502)]);
    const response = await fetch(URL_ASKED);
    expect([response.status, await response.text()]).toEqual([502, 'answer 502']);
    expect(sent).toHaveLength(5);
    expect(slept).toEqual([1, 2, 4, 8]);
  });

  it('throws the last network error after five tries', async () => {
    const last = lostConnection('ETIMEDOUT');
    const { fetch, sent } = play([...Array(4).fill(lostConnection()), last]);
    const error = await fetch(`${URL_ASKED}?Signature=secret`).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ url: `${URL_ASKED}?…`, timedOut: false, cause: last });
    expect(String(error)).toContain('ETIMEDOUT');
    expect(String(error)).not.toContain('secret');
    expect(sent).toHaveLength(5);
  });

  it('waits no longer than 8 s between tries of its own accord', async () => {
    const { fetch, slept } = play([() => answer(500)], { tries: 7 });
    await fetch(URL_ASKED);
    expect(slept).toEqual([1, 2, 4, 8, 8, 8]);
  });

  it('takes off up to half at random', async () => {
    const { fetch, slept } = play([() => answer(500)], { random: () => 0.999 });
    await fetch(URL_ASKED);
    expect(slept.map((seconds) => Math.round(seconds * 100))).toEqual([50, 100, 200, 400]);
  });

  it('cancels the body of every answer that it does not return', async () => {
    const cancelled: number[] = [];
    const streaming = (attempt: number) => () =>
      new Response(new ReadableStream({ cancel: () => void cancelled.push(attempt) }), { status: 503 });
    const { fetch } = play([streaming(1), streaming(2), streaming(3)], { tries: 3 });
    await fetch(URL_ASKED);
    expect(cancelled).toEqual([1, 2]);
  });
});

describe('what the server asks for', () => {
  it.each<[string, number, Record<string, string>, number]>([
    ['RateLimit, exhausted', 429, { ratelimit: '"api";r=0;t=55' }, 56],
    ['RateLimit, other order and spaces', 429, { ratelimit: '"api"; t=55; r=0' }, 56],
    ['RateLimit with several limits', 429, { ratelimit: '"pages";r=9;t=200, "api";r=0;t=7' }, 8],
    ['RateLimit at the end of its window', 429, { ratelimit: '"api";r=0;t=0' }, 1],
    ['RateLimit with requests left', 429, { ratelimit: '"api";r=10;t=55' }, 1],
    ['RateLimit that is not one', 429, { ratelimit: 'r=0;t=x' }, 1],
    ['RateLimit on another status', 503, { ratelimit: '"api";r=0;t=55' }, 1],
    ['Retry-After in seconds', 429, { 'retry-after': '17' }, 17],
    ['Retry-After on another status', 503, { 'retry-after': '3' }, 3],
    ['Retry-After 0', 503, { 'retry-after': '0' }, 1],
    ['Retry-After as a date', 503, { 'retry-after': 'Sun, 01 Mar 2026 12:01:30 GMT' }, 90],
    ['Retry-After as an old date form', 503, { 'retry-after': 'Sunday, 01-Mar-26 12:00:20 GMT' }, 20],
    ['Retry-After as a date in the past', 503, { 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }, 1],
    ['Retry-After that is not one', 503, { 'retry-after': 'soon' }, 1],
    ['Retry-After, negative', 503, { 'retry-after': '-5' }, 1],
    ['both: the longer one', 429, { ratelimit: '"api";r=0;t=5', 'retry-after': '60' }, 60],
  ])('%s', async (_name, status, headers, seconds) => {
    const { fetch, slept } = play([answer(status, headers), answer(200)]);
    await fetch(URL_ASKED);
    expect(slept).toEqual([seconds]);
  });

  it.each<[string, Record<string, string>]>([
    ['RateLimit', { ratelimit: '"api";r=0;t=400' }],
    ['Retry-After', { 'retry-after': '331' }],
    ['Retry-After beyond all numbers', { 'retry-after': '9'.repeat(400) }],
    ['a date far away', { 'retry-after': 'Fri, 01 Jan 2100 00:00:00 GMT' }],
  ])('gives up at once when %s asks for more than a window', async (_name, headers) => {
    const { fetch, sent, waits } = play([answer(429, headers)]);
    const response = await fetch(URL_ASKED);
    expect([response.status, await response.text()]).toEqual([429, 'answer 429']);
    expect([sent.length, waits.length]).toEqual([1, 0]);
  });

  it('gives up when all waits together would take too long', async () => {
    const { fetch, sent, slept } = play([() => answer(429, { 'retry-after': '200' })]);
    expect((await fetch(URL_ASKED)).status).toBe(429);
    expect([sent.length, slept]).toEqual([2, [200]]);
  });

  it('has caps that can be set', async () => {
    const one = play([() => answer(503, { 'retry-after': '6' })], { maxWaitSeconds: 5 });
    await one.fetch(URL_ASKED);
    expect(one.slept).toEqual([]);
    const own = play([() => answer(503)], { maxWaitSeconds: 3 });
    await own.fetch(URL_ASKED);
    expect(own.slept).toEqual([1, 2, 3, 3]);
    const all = play([lostConnection()], { maxTotalWaitSeconds: 4 });
    await expect(all.fetch(URL_ASKED)).rejects.toThrow(NetworkError);
    expect(all.slept).toEqual([1, 2]);
  });

  it('tells of every wait before it starts, without secrets', async () => {
    const order: string[] = [];
    const { fetch } = play([answer(429, { ratelimit: '"api";r=0;t=55' }), answer(200)], {
      onWait: (wait) => order.push(JSON.stringify(wait)),
      sleep: async (seconds) => void order.push(`sleep ${seconds}`),
    });
    await fetch(new URL(`${URL_ASKED}?token=hf_secret#x`));
    const told = { url: `${URL_ASKED}?…`, attempt: 1, attempts: 5, seconds: 56, reason: 'HTTP 429' };
    expect(order).toEqual([JSON.stringify(told), 'sleep 56']);
  });
});

describe('time-out and abort', () => {
  it('gives up a try without headers, and tries again', async () => {
    const { fetch, waits } = play(['hang', answer(200)], { timeoutSeconds: 0.02 });
    expect((await fetch(URL_ASKED)).status).toBe(200);
    expect(waits[0]?.reason).toContain('no answer within 0.02 s');
  });

  it('says when it was the time that ran out', async () => {
    const { fetch } = play(['hang'], { timeoutSeconds: 0.02, tries: 2 });
    await expect(fetch(URL_ASKED)).rejects.toMatchObject({ name: 'NetworkError', timedOut: true });
  });

  it('starts nothing for a signal that is aborted already', async () => {
    const { fetch, sent } = play([answer(200)]);
    const signal = AbortSignal.abort(new Error('stopped by the user'));
    await expect(fetch(URL_ASKED, { signal })).rejects.toThrow('stopped by the user');
    expect(sent).toHaveLength(0);
  });

  it('stops during the request', async () => {
    const controller = new AbortController();
    const { fetch, sent } = play(['hang']);
    const pending = fetch(URL_ASKED, { signal: controller.signal });
    controller.abort(new Error('stopped by the user'));
    await expect(pending).rejects.toThrow('stopped by the user');
    expect(sent).toHaveLength(1);
  });

  it.each<[string, RetryOptions]>([
    ['with a sleep that does not listen', { sleep: () => new Promise(() => {}) }],
    // The real one: a wait of 300 s that ends at once.
    ['with the real sleep', {}],
  ])('stops during the wait, %s', async (_name, options) => {
    const controller = new AbortController();
    const asked: string[] = [];
    const fake: Fetch = async (input) => {
      asked.push(String(input));
      return answer(429, { 'retry-after': '300' });
    };
    const onWait = () => void setTimeout(() => controller.abort(new Error('stopped by the user')), 5);
    const fetch = retryingFetch(fake, { ...options, onWait });
    await expect(fetch(URL_ASKED, { signal: controller.signal })).rejects.toThrow('stopped by the user');
    expect(asked).toHaveLength(1);
  });
});
