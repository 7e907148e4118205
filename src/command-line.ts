import { parseArgs } from 'node:util';
import { COMMANDS, type Command, type CommandName } from './commands.ts';
import {
  type Asked,
  type Config,
  findCommand,
  findOption,
  parseConfig,
  type RawOptions,
  type Readers,
  usageError,
} from './config.ts';
import { nearest } from './nearest.ts';
import { type OptionName, optionsOf } from './options.ts';
import { quote } from './raw-options.ts';

/** What a command line asks for. */
export type Request =
  | { readonly kind: 'run'; readonly config: Config }
  | { readonly kind: 'help'; readonly command?: Command }
  | { readonly kind: 'version' };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a command line.
 *
 * @throws UserError `usage`, with every problem at once.
 */
export function parseCommandLine(argv: readonly string[], env: Environment, readers: Readers = {}): Request {
  const [first, ...rest] = argv;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    const [about] = rest;
    if (about === undefined || about.startsWith('-')) return { kind: 'help' };
    return { kind: 'help', command: findCommand(about, 'name') };
  }
  if (first === '--version' || first === '-V') return { kind: 'version' };
  if (first.startsWith('-')) {
    throw usageError([
      `the command comes first, before ${quote(first)}; there are: ${COMMANDS.map(({ name }) => name).join(', ')}`,
    ]);
  }
  const found = findCommand(first, 'name');
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help', command: found };
  const command = found.name;
  const { raw, ...asked } = readOptions(command, rest);
  return { kind: 'run', config: parseConfig(command, raw, env, { ...asked, ...readers }) };
}

/** Does the command line ask for JSON? Errors in it are then JSON too, so this looks before anything is checked. */
export function wantsJson(argv: readonly string[]): boolean {
  return argv.some((word, at) => word === '--format=json' || (word === '--format' && argv[at + 1] === 'json'));
}

function readOptions(command: CommandName, args: readonly string[]): Asked & { readonly raw: RawOptions } {
  const options = optionsOf(command, 'cli');
  const known = options.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const spec = Object.fromEntries(
    known.map((name) => [
      name,
      { type: findOption(name, options)?.value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  // A job script's switch, `--use-chat-template`, is an option with a value here.
  const words = args.map((word, at) => {
    const isSwitch = word.startsWith('--') && findOption(word.slice(2), options)?.value === 'BOOL';
    return isSwitch && (args[at + 1] ?? '-').startsWith('-') ? `${word}=true` : word;
  });
  const { tokens } = parseArgs({ args: words, options: spec, strict: false, allowPositionals: true, tokens: true });
  const raw: Partial<Record<OptionName, string>> = {};
  const problems: string[] = [];
  const meant: OptionName[] = [];
  let isAfterUnknown = false;
  let last: OptionName | undefined;
  for (const token of tokens) {
    if (token.kind === 'positional' && last !== undefined) raw[last] += `\n${token.value}`;
    else if (token.kind === 'positional' && !isAfterUnknown)
      problems.push(`${quote(token.value)} is no option; options begin with --`);
    if (token.kind !== 'option') continue;
    last = undefined;
    const option = findOption(token.name, options);
    // Whatever follows one that is not known is its value.
    isAfterUnknown = option === undefined;
    if (option === undefined) {
      const near = nearest(token.name, known);
      problems.push(unknownOption(token.rawName, command, near));
      meant.push(...options.filter(({ name }) => name === near).map(({ name }) => name as OptionName));
    } else if (option.value === undefined && token.value !== undefined)
      problems.push(`--${option.name} takes no value`);
    else if (
      option.value !== undefined &&
      (token.value === undefined || (!token.inlineValue && /^--?[A-Za-z]/.test(token.value)))
    ) {
      problems.push(`--${option.name} needs a value: --${option.name} ${option.value}`);
      meant.push(option.name as OptionName);
    } else if (option.multiple) {
      // A shell makes several words of a pattern.
      last = option.name as OptionName;
      raw[last] = [raw[last], token.value].filter((value) => value !== undefined).join('\n');
    } else if (raw[option.name as OptionName] !== undefined) problems.push(`--${option.name} is given twice`);
    else raw[option.name as OptionName] = token.value ?? 'true';
  }
  return { raw, door: 'cli', problems, meant };
}

function unknownOption(spelling: string, command: CommandName, near: string | undefined): string {
  const name = spelling.replace(/^-+/, '');
  const others = COMMANDS.filter(
    ({ name: other }) => other !== command && findOption(name, optionsOf(other, 'cli')) !== undefined,
  );
  const guess = near === undefined ? '' : ` (did you mean --${near}?)`;
  const elsewhere = ` (it is an option of ${others.map((other) => other.name).join(', ')})`;
  return `${quote(spelling)} is no option of ${command}${others.length === 0 ? guess : elsewhere}`;
}
