import { createHash } from 'node:crypto';
import type { HubState } from './state.ts';

/** The id of a user, organization or repo: 24 hex digits that depend on its name alone. */
export function databaseId(name: string): string {
  return createHash('sha1').update(name).digest('hex').slice(0, 24);
}

/** A user as others see them; undefined when the account was deleted, which is why authors may be missing. */
export function personOf(state: HubState, name: string): Record<string, unknown> | undefined {
  if (state.settings.deletedUsers.includes(name)) return undefined;
  return {
    _id: databaseId(name),
    avatarUrl: `${state.origin}/avatars/${encodeURIComponent(name)}.svg`,
    fullname: name,
    name,
    type: 'user',
    isPro: false,
    isHf: false,
    isHfAdmin: false,
    isMod: false,
  };
}
