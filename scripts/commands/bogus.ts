import type { Framework } from '../../src/evaluation/request.ts';
import { planOf } from '../../test/frameworks/plans/short.ts';
import type { Command } from './ask.ts';

/** A command line that is wrong in one place, which the framework has to find: else nothing is proved by its silence. */
export type Bogus = { readonly what: string; readonly command: Command };

/** Options of widely copied scripts, which no version ever had. */
const COPIED = ['--batch-size', '--tensor-parallel-size', '--gpu-memory-utilization', '--dtype', '--trust-remote-code'];

const GOOD: Readonly<Record<Framework, string>> = {
  lighteval: 'lighteval vllm gsm8k|5',
  'inspect-ai': 'inspect-ai vllm gsm8k',
  'lm-eval': 'lm-eval hf hellaswag',
  'nemo-evaluator': 'nemo-evaluator vllm gsm8k',
};

/** How to spoil the model's arguments and the tasks. */
const SPOIL: Readonly<Record<Framework, readonly (readonly [what: string, from: string, to: string])[]>> = {
  lighteval: [
    ['an argument of the model', 'revision=', 'no_such_thing=1,revision='],
    ['the argument of 0.8', 'model_name=', 'pretrained='],
    ['a task', 'gsm8k|5', 'gsm9k|5'],
    ['four fields', 'gsm8k|5', 'leaderboard|gsm8k|5|0'],
  ],
  'inspect-ai': [
    ['an argument of the model', 'revision=', 'no_such_thing='],
    ['a task', 'inspect_evals/gsm8k', 'inspect_evals/mmlu'],
  ],
  'lm-eval': [
    ['an argument of the model', 'revision=', 'no_such_thing=1,revision='],
    ['a task', 'hellaswag', 'helloswag'],
  ],
  'nemo-evaluator': [],
};

export function bogusOf(name: Framework): Bogus[] {
  const { argv, files } = planOf(GOOD[name]);
  const options = ['--no-such-option', ...(name === 'nemo-evaluator' ? [] : COPIED)];
  return [
    ...options.map((option) => ({ what: option, command: { argv: [...argv, option], files } })),
    ...SPOIL[name].map(([what, from, to]) => ({
      what,
      command: { argv: argv.map((arg) => arg.replace(from, to)), files },
    })),
    ...(name === 'nemo-evaluator'
      ? [
          {
            what: 'a task',
            command: {
              argv,
              files: Object.fromEntries(
                Object.entries(files).map(([path, text]) => [path, text.replaceAll('gsm8k', 'gsm9k')]),
              ),
            },
          },
        ]
      : []),
  ];
}
