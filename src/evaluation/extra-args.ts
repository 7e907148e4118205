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
  /** The option that sets arguments of tasks, one at a time: the last word on each counts. */
  readonly taskOption?: string;
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
      problems.push(...argumentProblems(open, arg, planned, grammar));
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
    problems.push(...argumentProblems(open, value, planned, grammar));
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
  return takesBeginnings === true && given.length > 2 && own.startsWith(given);
}

/** The user's arguments of the model and of tasks, of which none may be the plan's: `revision=main`, `{"revision": "main"}`. */
function argumentProblems(option: string | undefined, value: string, planned: Planned, grammar: Grammar): string[] {
  const { modelOption, taskOption } = grammar;
  if (option === undefined) return [];
  if (taskOption !== undefined && isSame(option, taskOption, grammar)) {
    const set = planned.args.flatMap((arg, at) => (planned.args[at - 1] === taskOption ? keysOf(arg) : []));
    return keysOf(value)
      .filter((key) => set.includes(key))
      .map((key) => `extra-args: the task's ${key} is set by the plan`);
  }
  if (modelOption === undefined || !isSame(option, modelOption, grammar)) return [];
  return keysOf(value).flatMap((key) => {
    if (Object.hasOwn(planned.model, key) || SET_BY_PLAN.has(key))
      return [`extra-args: the model's ${key} is set by the plan`];
    return OF_ANOTHER_MODEL.has(key) ? [`extra-args: with ${key}, it would be another model that is evaluated`] : [];
  });
}

/** Names of arguments, which may be written with dashes. */
function keysOf(value: string): string[] {
  return [...value.matchAll(/(?:^|[,{\s])\s*["']?([A-Za-z_][\w-]*)["']?\s*[=:]/g)].map(([, key = '']) =>
    key.replaceAll('-', '_'),
  );
}

/** What says which model it is. */
const SET_BY_PLAN = new Set([
  'pretrained',
  'model',
  'model_name',
  'model_path',
  'revision',
  'code_revision',
  'tokenizer_revision',
  'trust_remote_code',
  'base_url',
]);

/** What is loaded beside the model's own files or in their place, or has its weights be others (lm-eval 0.4.13, vLLM 0.19). */
const OF_ANOTHER_MODEL = new Set([
  ...['peft', 'delta', 'lora_local_path', 'lora_modules', 'enable_lora', 'steer_path', 'subfolder', 'gguf_file'],
  ...['tokenizer', 'tokenizer_path', 'hf_config_path', 'hf_overrides', 'config_format', 'load_format'],
  ...['quantization', 'quantization_config', 'load_in_4bit', 'load_in_8bit', 'autogptq', 'gptqmodel'],
]);
