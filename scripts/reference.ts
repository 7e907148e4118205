import { COMMANDS } from '../src/commands.ts';
import type { Door, Option } from '../src/option.ts';
import { groupOptions } from '../src/option-groups.ts';
import { OPTIONS } from '../src/options.ts';
import { OUTPUTS } from '../src/outputs.ts';

const HEADER = `# Written by \`npm run docs\` from src/options.ts.
name: hf-eval
description: Keeps the evaluation results of Hugging Face model repos structured, true and up to date.
author: The hf-eval authors
branding:
  icon: check-circle
  color: yellow
runs:
  using: node24
  main: dist/main/index.js
  post: dist/post/index.js
`;

/** The whole action.yml. */
export function actionYaml(): string {
  const inputs = optionsFor('action').flatMap((option) => [
    `  ${option.name}:`,
    `    description: ${JSON.stringify(describe(option, 'action'))}`,
    '    required: false',
    ...(option.default === undefined ? [] : [`    default: ${JSON.stringify(option.default)}`]),
  ]);
  const outputs = OUTPUTS.flatMap(({ name, description }) => [
    `  ${name}:`,
    `    description: ${JSON.stringify(description)}`,
  ]);
  return `${HEADER}inputs:\n${inputs.join('\n')}\noutputs:\n${outputs.join('\n')}\n`;
}

/** README.md with the text between each pair of markers replaced by its table. */
export function withTables(readme: string): string {
  const texts: Readonly<Record<string, string>> = {
    inputs: tables('action', ['Input', 'What it is', 'Default'], (option) => [
      `\`${option.name}\``,
      describe(option, 'action'),
      fallback(option),
    ]),
    outputs: table(
      ['Output', 'What it is'],
      OUTPUTS.map(({ name, description }) => [`\`${name}\``, description]),
    ),
    options: tables('cli', ['Option', 'What it is', 'Default', 'Commands'], (option) => [
      `\`--${option.name}${option.value === undefined ? '' : ` ${option.value}`}\``,
      describe(option, 'cli'),
      fallback(option),
      (option.commands ?? ['all']).map((name) => (name === 'all' ? 'all' : `\`${name}\``)).join(', '),
    ]),
    commands: table(
      ['Command', 'Action `mode`', 'What it does'],
      COMMANDS.map(({ name, modes, source, description }) => [
        `\`${name}\``,
        modes.map((mode) => `\`${mode}\``).join(', ') + (source === undefined ? '' : ` with \`source: ${source}\``),
        description,
      ]),
    ),
  };
  return fillIn(readme, texts);
}

/** A page with the text between each pair of markers replaced by the table of that name. */
export function fillIn(page: string, tables: Readonly<Record<string, string>>): string {
  return page.replace(
    /(<!-- (\w+): generated -->\n)[\s\S]*?(<!-- \/\2 -->)/g,
    (whole, open: string, name: string, close: string) => {
      const text = tables[name];
      return text === undefined ? whole : `${open}\n${text}\n\n${close}`;
    },
  );
}

/** A table for each group of options, under its heading. */
function tables(where: Door, head: readonly string[], row: (option: Option) => readonly string[]): string {
  return groupOptions(optionsFor(where))
    .map(({ heading, options }) => `**${heading}**\n\n${table(head, options.map(row))}`)
    .join('\n\n');
}

function optionsFor(where: Door): readonly Option[] {
  return (OPTIONS as readonly Option[]).filter((option) => option.where.includes(where));
}

function describe({ description, allowed = [], multiple }: Option, where: Door): string {
  const values = allowed.map((value) => `\`${value}\``).join(', ');
  return [
    description,
    ...(allowed.length < 2 ? [] : [`One of ${values}.`]),
    ...(multiple ? [where === 'cli' ? 'May be given several times.' : 'One in each line.'] : []),
  ].join(' ');
}

function fallback(option: Option): string {
  if (option.default !== undefined) return `\`${option.default}\``;
  return option.assumed ?? '';
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
