import type { KeyObject } from 'node:crypto';

/** Whose identity tokens are believed: an issuer with its public key. */
export type OidcKey = { readonly issuer: string; readonly publicKey: KeyObject };

/** A trusted publisher, as set up in the settings of a repo or an account (hub docs, "trusted publishers"). */
export type Publisher = {
  /** `ns/name`, `datasets/ns/name`, or a user's name. */
  readonly resource: string;
  /** Claims that the identity token must have, each exactly so. */
  readonly claims: Readonly<Record<string, string>>;
  /** What a token for a repo may do there. Default: write its content; discussions are not established. */
  readonly permissions?: readonly string[];
};
