/** What goes wrong with connections to the logs of jobs. Parts can be combined. */
export type LogCut = {
  /** Only for this job. */
  readonly job?: string;
  /** Connections that it befalls. Default 1; `Infinity`: all. */
  readonly times?: number;
  /** Events until the connection is lost. */
  readonly after?: number;
  /** With `after`: the stream ends as if it were whole. */
  readonly endsCleanly?: boolean;
  /** The stream does not end with the job. */
  readonly staysOpen?: boolean;
  /** No event is sent. */
  readonly empty?: boolean;
};

export type LogCutList = {
  readonly add: (cut: LogCut) => void;
  /** The first one that is about the job and not used up; it is used once more by that. */
  readonly take: (job: string) => LogCut | undefined;
  readonly clear: () => void;
};

export function createLogCutList(): LogCutList {
  let cuts: { readonly cut: LogCut; left: number }[] = [];
  return {
    add(cut) {
      cuts.push({ cut, left: cut.times ?? 1 });
    },
    take(job) {
      const found = cuts.find(({ cut, left }) => left > 0 && (cut.job ?? job) === job);
      if (found !== undefined) found.left -= 1;
      return found?.cut;
    },
    clear() {
      cuts = [];
    },
  };
}
