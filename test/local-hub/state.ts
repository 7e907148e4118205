import type { Bucket } from './buckets/buckets.ts';
import type { Discussion } from './discussions.ts';
import type { JobsState } from './jobs/state.ts';
import type { OidcKey, Publisher } from './publishers.ts';
import type { Reply } from './reply.ts';
import type { XetStore } from './xet/store.ts';

export type RepoType = 'model' | 'dataset' | 'space';

/** What `addModel` and `addDataset` take. */
export type RepoSpec = {
  readonly id: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly private?: boolean;
  readonly gated?: boolean | 'auto' | 'manual';
  readonly disabled?: boolean;
  readonly discussionsDisabled?: boolean;
  /** Beside those that the card gives, such as `benchmark:official` for a dataset. */
  readonly tags?: readonly string[];
  /** Parameters in the safetensors files, by type of number. */
  readonly safetensors?: Readonly<Record<string, number>>;
  /** This id is an old name: requests are sent on to the repo of this id. */
  readonly renamedTo?: string;
  /** Origin of another server that `/resolve/` sends its callers to, as the Hub does for large files. */
  readonly redirectFilesTo?: string;
};

/** A repo on the local Hub. Tests may change what is not read-only while it runs. */
export type Repo = {
  readonly id: string;
  readonly type: RepoType;
  /** The bare git repo. */
  readonly dir: string;
  private: boolean;
  gated: false | 'auto' | 'manual';
  disabled: boolean;
  discussionsDisabled: boolean;
  tags: readonly string[];
  safetensors?: Readonly<Record<string, number>>;
  renamedTo?: string;
  redirectFilesTo?: string;
  /** By number, which pull requests and discussions share. A discussion is replaced, never changed. */
  discussions: Map<number, Discussion>;
  /** In a view of the past: where the refs stood. */
  readonly pastRefs?: ReadonlyMap<string, string>;
};

export type OrgRole = 'admin' | 'write' | 'contributor' | 'read' | 'no_access';

/** Why an organization does not take a token (hub docs, "security tokens"). */
export type TokenPolicy = 'pending' | 'denied' | 'revoked' | 'fine-grained-only';

/** What `addToken` takes: a token with the user that it belongs to. */
export type Account = {
  readonly user: string;
  readonly role: 'read' | 'write' | 'fineGrained' | 'god';
  /** Organizations that the user is in, with `write` unless it says otherwise. */
  readonly orgs?: readonly (string | { readonly name: string; readonly role: OrgRole })[];
  /** Gated repos that the user has been admitted to. */
  readonly gatedAccess?: readonly string[];
  /** Of a fine-grained token: what it may do, and where. The entity is a repo (`datasets/…`), a user or an org. */
  readonly scoped?: readonly { readonly entity: string; readonly permissions: readonly string[] }[];
  /** Of a fine-grained token: what it may do everywhere. */
  readonly global?: readonly ('discussion.write' | 'post.write')[];
  /** Of a fine-grained token; default true. */
  readonly canReadGatedRepos?: boolean;
  /** ISO 8601; the token is refused from then on. */
  readonly expiresAt?: string;
  /** Organizations that do not take this token, with the reason. */
  readonly policies?: Readonly<Record<string, TokenPolicy>>;
  /** Set for tokens that came from an exchange: what they were issued for. */
  readonly resource?: string;
};

export type TokenKind = 'anonymous' | 'unknown' | 'expired' | 'exchanged' | Account['role'];

/** A request as it arrived; kept for the test to look at. */
export type RecordedRequest = {
  readonly method: string;
  /** As sent: encoded, with the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly tokenKind: TokenKind;
  /** The user whose token it is. */
  readonly user?: string;
  /** What was sent back, before a fault cut it; undefined while the request is under way. */
  answer?: Reply;
};

/** Where the Hub's behaviour is not established, or a test wants it otherwise. */
export type HubSettings = {
  /** Entries on a page of the list of discussions. */
  discussionsPageSize: number;
  /** Whether `status=open` lists drafts. */
  draftsAreOpen: boolean;
  /** `verifyToken`s that make a result "verified". */
  verifyTokens: readonly string[];
  /** Users who deleted their accounts: what they wrote has no author. */
  deletedUsers: readonly string[];
};

export type HubState = {
  /** The server's own origin, which it puts into links. */
  readonly origin: string;
  /** By id; those of datasets and spaces start with `datasets/` and `spaces/`. */
  readonly repos: Map<string, Repo>;
  readonly accounts: Map<string, Account>;
  readonly publishers: Publisher[];
  readonly oidcKeys: OidcKey[];
  readonly settings: HubSettings;
  /** A folder on this machine for all that is no repo; gone with the Hub. */
  readonly folder: string;
  readonly buckets: Map<string, Bucket>;
  readonly jobs: JobsState;
  readonly xet: XetStore;
  /** Repos as they were before their last change. */
  readonly past: Map<string, Repo>;
  /** Milliseconds since 1970, for what expires. */
  readonly now: () => number;
  /** The time of a write, ISO 8601: later than that of the one before. */
  readonly nextTime: () => string;
  /** 24 hex digits that were not given before. */
  readonly nextId: () => string;
};

/** A request on its way through the routes. */
export type Call = {
  readonly state: HubState;
  readonly method: string;
  /** Decoded once. */
  readonly segments: readonly string[];
  /** As sent, without the query. */
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Undefined for anonymous callers. */
  readonly account: Account | undefined;
};

/** A call to one repo, which the caller may see. */
export type Visit = {
  readonly call: Call;
  readonly repo: Repo;
  /** The segments after the verb. */
  readonly rest: readonly string[];
};
