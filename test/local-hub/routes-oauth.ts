import { verify } from 'node:crypto';
import { partOf } from './card-rules.ts';
import type { Publisher } from './publishers.ts';
import { jsonReply, type Reply, readBody } from './reply.ts';
import type { Account, Call, HubState } from './state.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const LIFETIME_SECONDS = 3600;

/** `POST /oauth/token`: an identity token of a CI for a Hub token of one hour (hub docs, "trusted publishers"); undefined otherwise. */
export function oauthRoute(call: Call): Reply | undefined {
  if (call.segments.join('/') !== 'oauth/token' || call.method !== 'POST') return undefined;
  const isForm = (call.headers['content-type'] ?? '').includes('x-www-form-urlencoded');
  const sent = isForm ? { body: formOf(call) } : readBody(call);
  if ('refusal' in sent) return sent.refusal;
  const { grant_type, subject_token_type, subject_token, resource } = sent.body;
  if (grant_type !== GRANT || subject_token_type !== ID_TOKEN)
    return refuse('invalid_request', 'Unsupported grant type');
  if (typeof subject_token !== 'string' || typeof resource !== 'string') {
    return refuse('invalid_request', '"subject_token" and "resource" are required');
  }
  const claims = claimsOf(call.state, subject_token);
  if (typeof claims === 'string') return refuse('invalid_grant', claims);
  const publisher = call.state.publishers.find((item) => item.resource === resource && isMet(item, claims));
  if (publisher === undefined) return refuse('invalid_grant', 'No trusted publisher matches the claims of the token');
  return jsonReply({
    access_token: issue(call.state, publisher),
    token_type: 'bearer',
    expires_in: LIFETIME_SECONDS,
    issued_token_type: ACCESS_TOKEN,
  });
}

/** A repo's token writes to that repo alone; a user's reads what the user may. */
function issue(state: HubState, { resource, permissions }: Publisher): string {
  const expiresAt = new Date(state.now() + LIFETIME_SECONDS * 1000).toISOString();
  const isRepo = resource.includes('/');
  const account: Account = isRepo
    ? {
        user: '[OIDC]',
        role: 'fineGrained',
        resource,
        expiresAt,
        scoped: [{ entity: resource, permissions: permissions ?? ['repo.write'] }],
      }
    : { ...userOf(state, resource), role: 'read', resource, expiresAt };
  const token = `${isRepo ? 'hf_jwt_' : 'hf_oauth_'}${state.nextId()}`;
  state.accounts.set(token, account);
  return token;
}

function userOf(state: HubState, user: string): Account {
  return [...state.accounts.values()].find((account) => account.user === user) ?? { user, role: 'read' };
}

/** The claims of an identity token, or what is wrong with it. */
function claimsOf(state: HubState, token: string): Readonly<Record<string, unknown>> | string {
  const [head = '', payload = '', signature = ''] = token.split('.');
  let claims: Readonly<Record<string, unknown>>;
  try {
    claims = partOf(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  } catch {
    return 'The token is no JWT';
  }
  const key = state.oidcKeys.find(({ issuer }) => issuer === claims.iss);
  const signed = Buffer.from(`${head}.${payload}`);
  if (key === undefined || !verify(null, signed, key.publicKey, Buffer.from(signature, 'base64url'))) {
    return 'The token is not signed by a known issuer';
  }
  if (claims.aud !== state.origin) return `The audience must be ${state.origin}`;
  if (typeof claims.exp !== 'number' || claims.exp * 1000 <= state.now()) return 'The token is expired';
  return claims;
}

function isMet({ claims }: Publisher, given: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(claims).every(([name, value]) => given[name] === value);
}

function refuse(error: 'invalid_request' | 'invalid_grant', error_description: string): Reply {
  return jsonReply({ error, error_description }, 400);
}

function formOf(call: Call): Readonly<Record<string, unknown>> {
  return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(call.body)));
}
