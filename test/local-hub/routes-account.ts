import { NO_CREDENTIALS } from './access.ts';
import { databaseId } from './people.ts';
import { errorReply, jsonReply, type Reply } from './reply.ts';
import type { Account, Call } from './state.ts';

/** `GET /api/whoami-v2`; undefined for other paths. */
export function accountRoute(call: Call): Reply | undefined {
  if (call.segments.join('/') !== 'api/whoami-v2') return undefined;
  const { account } = call;
  if (account === undefined) return errorReply(401, NO_CREDENTIALS);
  const avatarUrl = (name: string) => `${call.state.origin}/avatars/${encodeURIComponent(name)}.svg`;
  return jsonReply({
    type: 'user',
    id: databaseId(account.user),
    name: account.user,
    fullname: account.user,
    isPro: false,
    canPay: false,
    avatarUrl: avatarUrl(account.user),
    orgs: (account.orgs ?? []).map((org) => {
      const { name, role } = typeof org === 'string' ? { name: org, role: 'write' } : org;
      const policy = account.policies?.[name];
      const restriction = policy === 'revoked' ? 'token-revoked' : 'token-policy';
      return {
        type: 'org',
        id: databaseId(name),
        name,
        fullname: name,
        avatarUrl: avatarUrl(name),
        roleInOrg: role,
        ...(policy === undefined ? {} : { securityRestrictions: [restriction] }),
      };
    }),
    auth: authOf(call, account),
  });
}

function authOf(call: Call, account: Account): Record<string, unknown> {
  const { user, role, expiresAt, resource } = account;
  const ends = expiresAt === undefined ? {} : { expiresAt };
  if (resource !== undefined) return { type: 'app_token', ...ends, resource: { sub: resource } };
  return {
    type: 'access_token',
    ...ends,
    accessToken: {
      displayName: `${user}-token`,
      role,
      createdAt: '2026-01-01T00:00:00.000Z',
      ...(role === 'fineGrained' ? { fineGrained: fineGrainedOf(call, account) } : {}),
    },
  };
}

function fineGrainedOf(call: Call, account: Account): Record<string, unknown> {
  return {
    canReadGatedRepos: account.canReadGatedRepos ?? true,
    global: account.global ?? [],
    scoped: (account.scoped ?? []).map(({ entity, permissions }) => ({
      entity: {
        _id: databaseId(entity),
        type: entityType(call, account, entity),
        name: entity.replace(/^.*s\/(?=.*\/)/, ''),
      },
      permissions,
    })),
  };
}

function entityType(call: Call, account: Account, entity: string): string {
  const repo = call.state.repos.get(entity);
  if (repo !== undefined || entity.includes('/')) return repo?.type ?? 'model';
  return entity === account.user ? 'user' : 'org';
}
