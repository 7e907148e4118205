import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { OidcKey } from './publishers.ts';

/** The endpoint that a GitHub runner with `id-token: write` asks for identity tokens. */
export type GithubOidc = {
  /** `ACTIONS_ID_TOKEN_REQUEST_URL` and `ACTIONS_ID_TOKEN_REQUEST_TOKEN`, as the runner sets them. */
  readonly env: Readonly<Record<string, string>>;
  /** For `hub.trustIssuer`. */
  readonly key: OidcKey;
  /** Audiences that tokens were asked for. */
  readonly audiences: readonly string[];
  readonly close: () => Promise<void>;
};

const REQUEST_TOKEN = 'runner-request-token';
const LIFETIME_SECONDS = 300;

/** Starts an issuer whose tokens have these claims. Ed25519 in place of RS256: its keys are made at once. */
export async function startGithubOidc(
  claims: Readonly<Record<string, string>>,
  now: () => number = Date.now,
): Promise<GithubOidc> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const audiences: string[] = [];
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const audience = searchParams.get('audience') ?? '';
    if (request.headers.authorization !== `Bearer ${REQUEST_TOKEN}`) {
      response.writeHead(401).end();
      return;
    }
    audiences.push(audience);
    const seconds = Math.floor(now() / 1000);
    const payload = { ...claims, iss: origin, aud: audience, iat: seconds, exp: seconds + LIFETIME_SECONDS };
    const signed = [{ alg: 'EdDSA', typ: 'JWT' }, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature = sign(null, Buffer.from(signed), privateKey).toString('base64url');
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(JSON.stringify({ count: signed.length, value: `${signed}.${signature}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${origin}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_TOKEN,
    },
    key: { issuer: origin, publicKey },
    audiences,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
