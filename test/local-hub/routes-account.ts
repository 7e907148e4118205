import { createHash } from 'node:crypto';
import { NO_CREDENTIALS } from './access.ts';
import { errorReply, jsonReply, type Reply } from './reply.ts';
import type { Call } from './state.ts';

/** `GET /api/whoami-v2`; undefined for other paths. */
export function accountRoute(call: Call): Reply | undefined {
  if (call.segments.join('/') !== 'api/whoami-v2') return undefined;
  const { account } = call;
  if (account === undefined) return errorReply(401, NO_CREDENTIALS);
  const { user, role } = account;
  return jsonReply({
    type: 'user',
    id: idOf(user),
    name: user,
    fullname: user,
    isPro: false,
    canPay: false,
    avatarUrl: `${call.state.origin}/avatars/${user}.svg`,
    orgs: (account.orgs ?? []).map((name) => ({
      type: 'org',
      id: idOf(name),
      name,
      fullname: name,
      roleInOrg: 'write',
    })),
    auth: {
      type: 'access_token',
      accessToken: {
        displayName: `${user}-token`,
        role,
        createdAt: '2026-01-01T00:00:00.000Z',
        ...(role === 'fineGrained' ? { fineGrained: { canReadGatedRepos: true, global: [], scoped: [] } } : {}),
      },
    },
  });
}

function idOf(name: string): string {
  return createHash('sha1').update(name).digest('hex').slice(0, 24);
}
