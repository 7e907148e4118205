import { COMMANDS, type Mode } from './commands.ts';
import { type Config, findCommand, parseConfig, type RawOptions } from './config.ts';
import { type OptionName, optionsOf } from './options.ts';
import type { RawEnvironment } from './raw-options.ts';

/**
 * Reads the inputs of the Action.
 *
 * @throws UserError `usage`, with every problem at once.
 */
export function parseInputs(input: (name: string) => string | undefined, env: RawEnvironment): Config {
  const mode = input('mode') ?? 'preview';
  const source = input('source') ?? 'readme';
  const found = findCommand(mode, 'mode');
  const command = COMMANDS.find((one) => one.source === source && one.modes.includes(mode as Mode)) ?? found;
  const names = optionsOf(undefined, 'action').map((option) => option.name as OptionName);
  const raw: RawOptions = Object.fromEntries(names.map((name) => [name, input(name)]));
  const how: RawOptions = mode === 'pull-request' ? { 'create-pr': 'true' } : mode === 'push' ? { apply: 'true' } : {};
  return parseConfig(command.name, { ...raw, ...how }, env);
}
