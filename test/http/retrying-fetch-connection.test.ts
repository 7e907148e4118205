import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type RetryOptions, retryingFetch } from '../../src/http/retrying-fetch.ts';

describe('over a real connection', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  async function listen(handler: RequestListener): Promise<string> {
    const server = createServer(handler);
    closing.push(() => {
      server.close();
      server.closeAllConnections();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  }

  const quick: RetryOptions = { sleep: async () => {}, tries: 2 };

  it('gets over a reset connection', async () => {
    let asked = 0;
    const url = await listen((request, response) => {
      asked += 1;
      if (asked === 1) request.socket.resetAndDestroy();
      else response.end('here');
    });
    expect(await (await retryingFetch(fetch, quick)(url)).text()).toBe('here');
  });

  it('reports a server that is not there', async () => {
    const url = await listen(() => {});
    for (const close of closing.splice(0)) close();
    await expect(retryingFetch(fetch, quick)(url)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('times out on headers, and lets the body take longer', async () => {
    const silent = await listen(() => {});
    const options = { ...quick, timeoutSeconds: 0.2 };
    await expect(retryingFetch(fetch, options)(silent)).rejects.toMatchObject({ timedOut: true });
    const slow = await listen((_request, response) => {
      response.flushHeaders();
      setTimeout(() => response.end('late'), 300);
    });
    expect(await (await retryingFetch(fetch, options)(slow)).text()).toBe('late');
  });

  it('lets the caller stop while the body is read', async () => {
    const url = await listen((_request, response) => void response.write('start'));
    const controller = new AbortController();
    const response = await retryingFetch(fetch, quick)(url, { signal: controller.signal });
    const reading = response.text();
    controller.abort(new Error('stopped by the user'));
    await expect(reading).rejects.toThrow('stopped by the user');
  });
});

describe('requests that cannot be sent', () => {
  it.each<[string, string, RequestInit]>([
    ['another scheme', 'file:///etc/passwd', {}],
    ['a password in the URL', 'https://user:hf_secret@hub.example/', {}],
    ['no URL', 'hf_secret', {}],
    ['a line end in a header', 'https://hub.example/', { headers: { authorization: 'Bearer hf_secret\nx: y' } }],
  ])('refuses %s at once, without repeating it', async (_name, url, init) => {
    let sent = 0;
    const fake = async () => {
      sent += 1;
      return new Response();
    };
    const error = await retryingFetch(fake)(url, init).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).not.toContain('hf_secret');
    expect(sent).toBe(0);
  });
});
