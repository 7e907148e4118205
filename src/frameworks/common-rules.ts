import type { Part } from '../evaluation/parts.ts';
import type { EvaluationRequest } from '../evaluation/request.ts';

/** Why an option of the model cannot be said to an API. */
export const SERVER = 'the model runs elsewhere: its server decides';

/** Whether prompts go through the chat template, of a chat API. */
export function templateOfChatApi(use: boolean): Part | string {
  return use
    ? { notes: ['prompts go through a chat API, which applies the chat template'] }
    : 'a chat API always applies it';
}

/** What stands before a Python module that is to run in several copies, one for each copy of the model; nothing for one. */
export function launchCopies({ options }: Pick<EvaluationRequest, 'options'>): readonly string[] {
  const { dataParallelSize = 1 } = options;
  if (dataParallelSize === 1) return [];
  return ['accelerate', 'launch', '--multi_gpu', '--num_processes', String(dataParallelSize), '-m'];
}
