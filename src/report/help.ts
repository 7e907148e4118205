import { COMMANDS, type Command } from '../commands.ts';
import type { Option } from '../option.ts';
import { groupOptions } from '../option-groups.ts';
import { optionsOf } from '../options.ts';

/** `hf-eval --help`. */
export function renderHelp(version: string): string {
  const width = Math.max(...COMMANDS.map((command) => command.name.length));
  return [
    `hf-eval ${version}: evaluation results of Hugging Face model repos, structured and true`,
    '',
    'Usage: hf-eval COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...COMMANDS.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    'hf-eval COMMAND --help, or hf-eval help COMMAND, tells a command’s options; hf-eval --version the version.',
    '',
    'Environment:',
    '  HF_TOKEN               token for writing, and for private and gated repos; a .env file in the current folder is read too',
    '  HF_ENDPOINT            another Hub or a mirror',
    '  HTTPS_PROXY, NO_PROXY  the proxy, and hosts that are reached without it',
    '',
    'Exit codes: 0 done, 1 refused or failed, 2 wrong usage.',
    '',
  ].join('\n');
}

/** `hf-eval COMMAND --help`, in so many columns. */
export function renderCommandHelp(command: Command, columns = 100): string {
  const options = optionsOf(command.name, 'cli');
  const width = Math.max(...options.map((option) => signature(option).length));
  return [
    `Usage: hf-eval ${command.name} [OPTIONS]`,
    '',
    ...wrap(command.description, columns),
    '',
    ...groupOptions(options).flatMap(({ heading, options: group }) => [
      `${heading}:`,
      ...group.flatMap((option) => renderOption(option, width, columns)),
      '',
    ]),
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

function renderOption(option: Option, width: number, columns: number): string[] {
  const [first = '', ...rest] = wrap(describe(option), columns - width - 4);
  return [`  ${signature(option).padEnd(width)}  ${first}`, ...rest.map((line) => `${' '.repeat(width + 4)}${line}`)];
}

/** What an option does, what it takes, and what is assumed without it. */
export function describe(option: Option): string {
  const { allowed: values = [] } = option;
  const allowed = values.length < 2 ? '' : ` One of ${values.join(', ')}.`;
  const fallback = option.default ?? option.assumed;
  const assumed = fallback === undefined || fallback === 'false' ? '' : ` Default: ${fallback}.`;
  const multiple = option.multiple === true ? ' May be given several times.' : '';
  return `${option.description.replace(/`/g, '')}${allowed}${multiple}${assumed.replace(/`/g, '')}`;
}

function signature(option: Option): string {
  return `--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
