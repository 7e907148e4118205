import { appendFileSync } from 'node:fs';
import { withoutCommands } from './log-line.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where an annotation stands and what it says. */
export type Annotation = {
  readonly level: 'notice' | 'warning' | 'error';
  readonly message: string;
  readonly title?: string;
  /** Path in the checkout, with a line from 1. */
  readonly file?: string;
  readonly line?: number;
};

/**
 * The Actions runner's files and workflow commands, as documented under "Workflow commands for GitHub Actions". Its own
 * toolkit does the same, at three times the start-up time of a whole preview.
 */
export type Runner = {
  /** The value of an input, trimmed; undefined when it is empty. */
  input(name: string): string | undefined;
  setOutput(name: string, value: string): void;
  appendSummary(markdown: string): void;
  addMask(value: string): void;
  annotate(annotation: Annotation): void;
  /** Prints text that may come from outside; no line of it can be taken for a command. */
  print(text: string): void;
  group(title: string, text: string): void;
  /** Prints one line, which cannot be taken for a command either; `within` a group that is open as long as such lines come. */
  printLine(line: string, within?: string): void;
  /** Keeps a value for the step that runs after the job; an empty one takes it back. Never a secret: it is a file. */
  saveState(name: string, value: string): void;
  /** Could everything be written so far? */
  ok(): boolean;
};

/** Characters of a message: the runner cuts at 4096, wherever that is. */
const MOST_MESSAGE = 3000;

/** Makes the runner of an environment; where a file variable is unset (a local run), that output is left out. */
export function openRunner(env: Environment, write: (text: string) => void): Runner {
  const command = (name: string, properties: string, data: string): void =>
    write(`::${name}${properties}::${escapeData(data)}\n`);
  let ok = true;
  let open: string | undefined;
  const enter = (title: string | undefined): void => {
    if (open === title) return;
    if (open !== undefined) write('::endgroup::\n');
    if (title !== undefined) command('group', '', title);
    open = title;
  };
  const define = (variable: 'GITHUB_OUTPUT' | 'GITHUB_STATE', name: string, value: string): void => {
    const delimiter = markerFor(value);
    append(variable, `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
  };
  const append = (variable: 'GITHUB_OUTPUT' | 'GITHUB_STEP_SUMMARY' | 'GITHUB_STATE', text: string): void => {
    const path = env[variable];
    if (!path) return;
    try {
      appendFileSync(path, text, 'utf8');
    } catch (error) {
      if (ok)
        command(
          'error',
          '',
          `${variable} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
        );
      ok = false;
    }
  };
  const print = (text: string): void => {
    const end = markerFor(text);
    write(`::stop-commands::${end}\n${text.endsWith('\n') ? text : `${text}\n`}::${end}::\n`);
  };
  return {
    input(name) {
      const value = env[`INPUT_${name.toUpperCase()}`]?.trim();
      return value === undefined || value === '' ? undefined : value;
    },
    setOutput: (name, value) => define('GITHUB_OUTPUT', name, value),
    saveState: (name, value) => define('GITHUB_STATE', name, value),
    appendSummary(markdown) {
      // A block of HTML goes on until a blank line, and would swallow the heading of what comes next.
      append('GITHUB_STEP_SUMMARY', `${markdown.trimEnd()}\n\n`);
    },
    addMask(value) {
      for (const line of value.split(/\r?\n/)) if (line.trim() !== '') command('add-mask', '', line);
    },
    annotate({ level, message, title, file, line }) {
      const properties = Object.entries({ file, line, title })
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
      const told = message.length > MOST_MESSAGE ? `${message.slice(0, MOST_MESSAGE).toWellFormed()}…` : message;
      enter(undefined);
      command(level, properties.length === 0 ? '' : ` ${properties.join(',')}`, told);
    },
    print(text) {
      enter(undefined);
      print(text);
    },
    printLine(line, within) {
      enter(within);
      write(`${withoutCommands(line)}\n`);
    },
    group(title, text) {
      enter(title);
      print(text);
      enter(undefined);
    },
    ok: () => ok,
  };
}

/**
 * A line that ends a text and cannot be in it, so that no value goes on as another output and no text as a command. The
 * text is fixed before the marker is drawn and is searched for it, so that plain random numbers will do; `node:crypto`
 * alone takes a third of the time that Node needs to start.
 */
function markerFor(text: string): string {
  for (;;) {
    const marker = `hf_eval_${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;
    if (!text.includes(marker)) return marker;
  }
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
