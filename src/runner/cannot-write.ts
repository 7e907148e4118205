import { UserError } from '../errors.ts';

const UNTOUCHED = 'Nothing was written; every file is as it was before.';

/** The refusal of a file that cannot be written, and why. Unless the hint says otherwise, nothing was. */
export function cannotWrite(
  path: string,
  why: unknown,
  { hint = UNTOUCHED, details = {} }: { readonly hint?: string; readonly details?: Record<string, unknown> } = {},
): UserError {
  const reason = why instanceof Error ? why.message : String(why);
  return new UserError('cannot-write', `${path} cannot be written: ${reason}.`, { hint, details, cause: why });
}

/** Makes what the system says of a step a refusal that names the file. */
export function naming<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw error instanceof UserError ? error : cannotWrite(path, error);
  }
}
