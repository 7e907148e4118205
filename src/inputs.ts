import { COMMANDS, type Command, type Mode } from './commands.ts';
import { type Config, findCommand, isGiven, parseConfig, type RawOptions, type Readers, usageError } from './config.ts';
import { suggest } from './nearest.ts';
import type { Option } from './option.ts';
import { type OptionName, optionsOf } from './options.ts';
import { quote, type RawEnvironment } from './raw-options.ts';

/**
 * Reads the inputs of the Action.
 *
 * @throws UserError `usage`, with every problem at once, in the words of the command line.
 */
export function parseInputs(
  input: (name: string) => string | undefined,
  env: RawEnvironment,
  readers: Readers = {},
): Config {
  const mode = input('mode') ?? 'preview';
  const found = findCommand(mode, 'mode');
  const source = readSource(input('source'));
  const command = COMMANDS.find((one) => one.source === source && one.modes.includes(mode as Mode)) ?? found;
  const options = optionsOf(undefined, 'action');
  const raw: RawOptions = Object.fromEntries(options.map(({ name }) => [name, input(name)]));
  const how: RawOptions = mode === 'pull-request' ? { 'create-pr': 'true' } : mode === 'push' ? { apply: 'true' } : {};
  const problems = options
    .filter(({ name }) => isGiven(name as OptionName, input(name), 'action'))
    .flatMap((option) => checkPlace(option, command, mode));
  // In a wrong place, nothing tells what else is missing.
  const meant: readonly OptionName[] = problems.length === 0 ? [] : ['repo-id', 'results'];
  return parseConfig(command.name, { ...raw, ...how }, env, { door: 'action', problems, meant, ...readers });
}

const SOURCES = [...new Set(COMMANDS.map(({ source = 'readme' }) => source))];

/** Only the sources that there are tell what is to be done. */
function readSource(source = 'readme'): string {
  if (SOURCES.includes(source)) return source;
  throw usageError([`--source must be one of ${SOURCES.join(', ')}, not ${quote(source)}${suggest(source, SOURCES)}`]);
}

/** An input that has no place in a mode would be passed over, and who gave it would not know. */
function checkPlace({ name, commands }: Option, command: Command, mode: string): string[] {
  if (commands === undefined || commands.includes(command.name)) return [];
  const takers = COMMANDS.filter((one) => commands.includes(one.name));
  const here = takers.find(({ modes }) => modes.some((one) => one === mode));
  if (here !== undefined) {
    const [wanted, given] = [here, command].map(({ source = 'readme' }) => source);
    return [`--${name} needs source: ${wanted}; with source: ${given} it would do nothing`];
  }
  const modes = [...new Set(takers.flatMap((one) => one.modes))].join(', ');
  return [`--${name} would do nothing with mode: ${mode}; it is for ${modes}`];
}
