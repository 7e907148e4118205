/** A workflow command, as the runner takes it from the log of a step. */
export type RunnerCommand = {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
};

export type RunnerLog = {
  /** Those that the runner acts on, in order; `stop-commands` and the token that ends it are among them. */
  readonly commands: readonly RunnerCommand[];
  /** Lines that are only shown. */
  readonly shown: readonly string[];
  /** The token that would end the pause in which the log ends, if it does. */
  readonly stoppedBy?: string;
};

/**
 * Reads a log as the runner does (ActionCommand.cs, ActionCommandManager.cs): any of CR, LF and CRLF ends a line, white
 * space before `::` does not matter, and the old form `##[name]data` counts anywhere in a line. Stricter in one respect:
 * the runner ignores names that it does not know; here each counts.
 */
export function readRunnerLog(log: string): RunnerLog {
  const commands: RunnerCommand[] = [];
  const shown: string[] = [];
  let stoppedBy: string | undefined;
  for (const line of log.split(/\r\n|\r|\n/)) {
    const command = parseCommand(line);
    if (command === undefined || (stoppedBy !== undefined && command.name !== stoppedBy)) {
      shown.push(line);
      continue;
    }
    if (stoppedBy !== undefined) stoppedBy = undefined;
    else if (command.name === 'stop-commands') stoppedBy = command.data;
    commands.push(command);
  }
  return { commands, shown, ...(stoppedBy === undefined ? {} : { stoppedBy }) };
}

function parseCommand(line: string): RunnerCommand | undefined {
  const [, info, data = ''] = /^\s*::(.*?)::(.*)$/s.exec(line) ?? /##\[(.+?)\](.*)$/s.exec(line) ?? [];
  if (info === undefined || info === '') return undefined;
  const [name = '', rest = ''] = info.split(/ (.*)/s, 2);
  const pairs = rest.split(/[,;]/).flatMap((pair) => {
    const [key, value] = pair.trim().split(/=(.*)/s, 2);
    return key && value !== undefined ? [[key, unescaped(value)] as const] : [];
  });
  return { name, properties: Object.fromEntries(pairs), data: unescaped(data) };
}

function unescaped(text: string): string {
  const signs: Readonly<Record<string, string>> = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' };
  return text.replace(/%(?:0D|0A|3A|2C|25)/gi, (code) => signs[code.toUpperCase()] ?? code);
}

/** Reads a file such as GITHUB_OUTPUT: `name=value` and `name<<END … END`. Throws for what the runner would refuse. */
export function readCommandFile(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const [, name, end] = /^([^=<]+)<<(.+)$/.exec(line) ?? [];
    if (name !== undefined && end !== undefined) {
      const last = lines.indexOf(end, at + 1);
      if (last < 0) throw new Error(`${name}: no line "${end}"`);
      values[name] = lines.slice(at + 1, last).join('\n');
      at = last;
    } else {
      const [, key, value] = /^([^=]+)=(.*)$/.exec(line) ?? [];
      if (key === undefined) throw new Error(`not a value: ${line}`);
      values[key] = value ?? '';
    }
  }
  return values;
}
