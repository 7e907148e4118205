import { parseArgs } from 'node:util';
import { COMMANDS, type Command, type CommandName } from './commands.ts';
import { type Config, findCommand, findOption, parseConfig, type RawOptions, usageError } from './config.ts';
import { ALIASES, type OptionName, optionsOf } from './options.ts';
import { quote, suggest } from './raw-options.ts';

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
export function parseCommandLine(argv: readonly string[], env: Environment): Request {
  const [first, ...rest] = argv;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') return { kind: 'help' };
  if (first === '--version' || first === '-V') return { kind: 'version' };
  if (first.startsWith('-')) {
    throw usageError([
      `the command comes first, before ${quote(first)}; there are: ${COMMANDS.map(({ name }) => name).join(', ')}`,
    ]);
  }
  const found = findCommand(first, 'name');
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help', command: found };
  const command = found.name;
  const { raw, problems } = readOptions(command, rest);
  try {
    const config = parseConfig(command, raw, env);
    if (problems.length === 0) return { kind: 'run', config };
  } catch (error) {
    const more =
      error instanceof Error && 'details' in error ? (error.details as { problems?: string[] }).problems : undefined;
    if (more === undefined) throw error;
    problems.push(...more);
  }
  throw usageError(problems, command);
}

/** Does the command line ask for JSON? Errors in it are then JSON too, so this looks before anything is checked. */
export function wantsJson(argv: readonly string[]): boolean {
  return argv.some((word, at) => word === '--format=json' || (word === '--format' && argv[at + 1] === 'json'));
}

function readOptions(command: CommandName, args: readonly string[]): { raw: RawOptions; problems: string[] } {
  const options = optionsOf(command, 'cli');
  const known = [...options.map((option) => option.name), ...Object.keys(ALIASES)];
  const spec = Object.fromEntries(
    known.map((name) => [
      name,
      { type: findOption(name, options)?.value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const { tokens } = parseArgs({ args: [...args], options: spec, strict: false, allowPositionals: true, tokens: true });
  const raw: Partial<Record<OptionName, string>> = {};
  const problems: string[] = [];
  let valueOfUnknown = -1;
  let last: OptionName | undefined;
  for (const token of tokens) {
    const belongsToUnknown = token.index === valueOfUnknown;
    if (token.kind === 'positional' && last !== undefined) raw[last] += `\n${token.value}`;
    else if (token.kind === 'positional' && !belongsToUnknown)
      problems.push(`${quote(token.value)} is no option; options begin with --`);
    if (token.kind !== 'option') continue;
    last = undefined;
    const option = findOption(token.name, options);
    if (option === undefined) {
      problems.push(unknownOption(token.rawName, command, known));
      valueOfUnknown = token.index + 1;
    } else if (option.value === undefined && token.value !== undefined) problems.push(`${option.name} takes no value`);
    else if (
      option.value !== undefined &&
      (token.value === undefined || (!token.inlineValue && /^--?[A-Za-z]/.test(token.value)))
    ) {
      problems.push(`${option.name} needs a value: --${option.name} ${option.value}`);
    } else if (option.multiple) {
      // A shell makes several words of a pattern.
      last = option.name as OptionName;
      raw[last] = [raw[last], token.value].filter((value) => value !== undefined).join('\n');
    } else if (raw[option.name as OptionName] !== undefined) problems.push(`${option.name} is given twice`);
    else raw[option.name as OptionName] = token.value ?? 'true';
  }
  return { raw, problems };
}

function unknownOption(spelling: string, command: CommandName, known: readonly string[]): string {
  const name = spelling.replace(/^-+/, '');
  const others = COMMANDS.filter(
    ({ name: other }) => other !== command && findOption(name, optionsOf(other, 'cli')) !== undefined,
  );
  const elsewhere =
    others.length === 0
      ? suggest(name, known)
      : ` (it is an option of ${others.map((other) => other.name).join(', ')})`;
  return `${quote(spelling)} is no option of ${command}${elsewhere}`;
}
