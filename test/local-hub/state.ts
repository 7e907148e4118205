/** What `addModel` takes. */
export type ModelSpec = {
  readonly id: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly private?: boolean;
  readonly gated?: boolean | 'auto' | 'manual';
  readonly disabled?: boolean;
  /** This id is an old name: requests are sent on to the model of this id. */
  readonly renamedTo?: string;
  /** Origin of another server that `/resolve/` sends its callers to, as the Hub does for large files. */
  readonly redirectFilesTo?: string;
};

/** A model on the local Hub. Tests may change what is not read-only while it runs. */
export type ModelRepo = {
  readonly id: string;
  /** The bare git repo. */
  readonly dir: string;
  private: boolean;
  gated: false | 'auto' | 'manual';
  disabled: boolean;
  renamedTo?: string;
  redirectFilesTo?: string;
};

/** What `addToken` takes. */
export type Account = {
  readonly user: string;
  readonly role: 'read' | 'write' | 'fineGrained' | 'god';
  /** Organizations whose repos the user may see. */
  readonly orgs?: readonly string[];
  /** Gated repos that the user has been admitted to. */
  readonly gatedAccess?: readonly string[];
};

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
};

export type HubState = {
  /** The server's own origin, which it puts into links. */
  readonly origin: string;
  readonly repos: Map<string, ModelRepo>;
  readonly accounts: Map<string, Account>;
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
