import { quoted } from '../data.ts';
import type { Value } from './parts.ts';

/** How the command line of a framework is read, as far as it matters for what users append to it. */
export type Grammar = {
  /** Long options that are the plan's alone, even where it does not use them: what to say instead. */
  readonly owned: Readonly<Record<string, string>>;
  /** Short forms of options, by their letters: `L` is `--limit`. */
  readonly short: Readonly<Record<string, string>>;
  /** Letters of short options that take no value, so that others may follow: `-sL5`. */
  readonly flags?: string;
  /** Python's argparse takes the beginning of an option for it: `--lim`. */
  readonly takesBeginnings?: boolean;
  /** A text that belongs to no option means something, such as one more task. */
  readonly refusesLoose?: boolean;
  /** The option that sets arguments of the model. */
  readonly modelOption?: string;
};

/** What the plan itself says. */
type Planned = { readonly args: readonly string[]; readonly model: Readonly<Record<string, Value>> };

/** Which of a user's own arguments say again what the plan says; they may add, and not change. */
export function checkExtraArgs(extra: readonly string[], planned: Planned, grammar: Grammar): string[] {
  const used = planned.args.filter((arg) => arg.startsWith('--')).map(nameOf);
  const own = [...Object.keys(grammar.owned), ...used];
  const problems: string[] = [];
  // The option that a text without a dash belongs to.
  let open: string | undefined;
  for (const arg of extra) {
    if (!/^--?[A-Za-z]/.test(arg)) {
      const isLoose = arg === '--' || (open === undefined && grammar.refusesLoose === true);
      if (isLoose) problems.push(`extra-args: ${quoted(arg)} belongs to no option`);
      problems.push(...modelProblems(open, arg, planned, grammar));
      if (grammar.refusesLoose === true) open = undefined;
      continue;
    }
    const { names, value } = readOption(arg, grammar);
    for (const name of names) {
      const clash = own.find((one) => isSame(name, one, grammar));
      if (clash === undefined) continue;
      const instead = grammar.owned[clash];
      problems.push(`extra-args: ${quoted(arg)} is set by the plan${instead === undefined ? '' : `; ${instead}`}`);
    }
    // What is switched off takes no value.
    open = arg.startsWith('--no-') && grammar.refusesLoose === true ? undefined : names.at(-1);
    if (value === undefined) continue;
    problems.push(...modelProblems(open, value, planned, grammar));
    if (grammar.refusesLoose === true) open = undefined;
  }
  return [...new Set(problems)];
}

/** The long names in an argument, and the value that is written with it: `--limit=5`, `-L5`, `-sL5`. */
function readOption(arg: string, { short, flags = '' }: Grammar): { names: readonly string[]; value?: string } {
  if (arg.startsWith('--')) {
    const value = /=([\s\S]*)$/.exec(arg)?.[1];
    return { names: [nameOf(arg)], ...(value === undefined ? {} : { value }) };
  }
  const names: string[] = [];
  for (let at = 1; at < arg.length; at += 1) {
    const letter = arg.charAt(at);
    names.push(short[letter] ?? `-${letter}`);
    if (!flags.includes(letter)) return { names, ...(at + 1 < arg.length ? { value: arg.slice(at + 1) } : {}) };
  }
  return { names };
}

/** Whether a user's own arguments have an option. */
export function hasExtra(extra: readonly string[], name: string): boolean {
  return extra.some((arg) => nameOf(arg) === name);
}

/** Whether they set an argument of the model: `-M temperature=1`. */
export function setsModelArg(extra: readonly string[], key: string): boolean {
  return extra.some((arg) => new RegExp(`^(?:-M)?${key.replaceAll('_', '[-_]')}=`).test(arg));
}

function nameOf(arg: string): string {
  return arg.replace(/=[\s\S]*$/, '');
}

function isSame(given: string, own: string, { takesBeginnings }: Grammar): boolean {
  if (given === own) return true;
  return takesBeginnings === true && given.length > 3 && own.startsWith(given);
}

/** The user's arguments of the model, of which none may be the plan's: `revision=main`, `{"revision": "main"}`. */
function modelProblems(option: string | undefined, value: string, { model }: Planned, grammar: Grammar): string[] {
  const { modelOption } = grammar;
  if (modelOption === undefined || option === undefined || !isSame(option, modelOption, grammar)) return [];
  const keys = [...value.matchAll(/(?:^|[,{\s])\s*["']?([A-Za-z_][\w-]*)["']?\s*[=:]/g)].map(([, key = '']) =>
    key.replaceAll('-', '_'),
  );
  return keys
    .filter((key) => Object.hasOwn(model, key) || OF_THE_MODEL.has(key))
    .map((key) => `extra-args: the model's ${key} is set by the plan`);
}

/** What says which model it is. */
const OF_THE_MODEL = new Set([
  'pretrained',
  'model',
  'model_name',
  'model_path',
  'revision',
  'code_revision',
  'tokenizer_revision',
  'trust_remote_code',
  'peft',
  'delta',
  'lora_local_path',
  'base_url',
]);
