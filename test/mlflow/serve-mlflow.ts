import { createServer } from 'node:http';
import { type FakeMlflow, startFakeMlflow } from './fake-mlflow.ts';

/** The fake server, for programs of their own. */
export async function serveMlflow(): Promise<{
  readonly url: string;
  readonly fake: FakeMlflow;
  readonly close: () => Promise<void>;
}> {
  const fake = startFakeMlflow();
  const server = createServer(async (request, response) => {
    const parts: Uint8Array[] = [];
    for await (const part of request) parts.push(part as Uint8Array);
    const body = Buffer.concat(parts).toString();
    const { method = 'GET', headers } = request;
    const answer = await fake.fetch(`http://mlflow.test${request.url}`, {
      method,
      headers: Object.entries(headers).map(([name, value]) => [name, String(value)] as [string, string]),
      ...(method === 'GET' ? {} : { body }),
    });
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    fake,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
