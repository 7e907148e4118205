import type { CommandName } from './commands.ts';

/** One switch of the command line and input of the Action. Help texts, README tables and action.yml come from here. */
export type Option = {
  /** kebab-case; `--name` on the command line, `name` in the Action. */
  readonly name: string;
  /** What stands for the value in help texts; absent for switches without one. */
  readonly value?: string;
  readonly allowed?: readonly string[];
  readonly default?: string;
  /** May be given several times; in the Action, one in each line. */
  readonly multiple?: true;
  /** Other spellings on the command line. */
  readonly aliases?: readonly string[];
  /** What is assumed when the option is left out, where that is no fixed text. */
  readonly assumed?: string;
  readonly description: string;
  readonly where: readonly Door[];
  /** Commands that take it; all when absent. */
  readonly commands?: readonly CommandName[];
  /** What is different with some commands. */
  readonly per?: Readonly<Partial<Record<CommandName, Partial<Pick<Option, 'aliases' | 'allowed' | 'description'>>>>>;
};

/** The two ways in: the command line, and the Action. */
export type Door = 'cli' | 'action';
