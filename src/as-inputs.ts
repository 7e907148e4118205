import { COMMANDS } from './commands.ts';
import { UserError } from './errors.ts';
import { optionsOf } from './options.ts';

/** What the Action says with its mode. */
const MODES: Readonly<Record<string, string>> = {
  'create-pr': 'mode: pull-request',
  write: 'mode: pull-request',
  apply: 'mode: push',
};

const WORD = String.raw`(?:'[^']*'|\\.|[^\s'\\])+`;
const OPTION = `--([a-z]+(?:-[a-z]+)*)(?:[ =](?!-)(${WORD}))?`;
const NAMES = COMMANDS.map(({ name }) => name).join('|');
const COMMAND = new RegExp(String.raw`hf-eval (${NAMES})((?: ${OPTION})*)(?![\w-])`, 'g');

/**
 * Text in the words of the command line, in those of the Action: `--fail-on` is `fail-on` there, `--apply` is `mode: push`,
 * and a command is a list of inputs. What stands in double quotes comes from elsewhere, and commands of `hf` are another
 * program's: both stay.
 */
export function asInputs(text: string): string {
  return text
    .replace(/See: hf-eval .*--help/g, 'See: Inputs, in the README of hf-eval')
    .split(/("[^"\n]*"|\bhf jobs(?: [\w./-]+)+)/)
    .map((part, at) => (at % 2 === 1 ? part : translate(part)))
    .join('');
}

/** A refusal in the words of the Action. */
export function errorAsInputs({ code, message, hint, details, cause }: UserError): UserError {
  return new UserError(code, asInputs(message), {
    ...(hint === undefined ? {} : { hint: asInputs(hint) }),
    details: { ...details },
    cause,
  });
}

function translate(text: string): string {
  return text
    .replace(COMMAND, (_, name: string, words: string) => inputsOf(name, words))
    .replace(/(?<![\w-])(?:inspect-tables|get-prs)(?![\w-])/g, (name) => inputsOf(name, ''))
    .replace(/(?<![\w/-])--([a-z]+(?:-[a-z]+)*)(?![\w-])(?: (\w[\w-]*))?/g, (whole, name: string, next?: string) => {
      const mode = MODES[name];
      if (mode !== undefined) return next === undefined ? mode : `${mode} ${next}`;
      const option = optionsOf(undefined, 'action').find((one) => one.name === name);
      if (option === undefined) return whole;
      if (next === undefined) return name;
      const isValue =
        /^\d+$/.test(next) || option.allowed?.includes(next) || option.description.includes(`\`${next}\``);
      return isValue ? `${name}: ${next}` : `${name} ${next}`;
    });
}

/** `mode: validate`, `repo-id: org/model, table: 1`. */
function inputsOf(command: string, words: string): string {
  const modes: readonly string[] = COMMANDS.find(({ name }) => name === command)?.modes ?? [];
  const inputs = [...words.matchAll(new RegExp(OPTION, 'g'))].map(
    ([, name = '', value = 'true']) => MODES[name] ?? `${name}: ${value}`,
  );
  const isOwn = modes.length === 1 || inputs.length === 0;
  return [...(isOwn ? [`mode: ${modes[0]}`] : []), ...inputs].join(', ');
}
