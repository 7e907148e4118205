import { describe, expect, it } from 'vitest';
import { checkExtraArgs, type Grammar } from '../../src/evaluation/extra-args.ts';

const PLANNED = {
  args: ['--model', 'hf', '--seen', '1', '-T', 'fewshot=5'],
  model: { revision: 'abc', dtype: 'auto' },
};
const ARGPARSE: Grammar = {
  owned: { '--limit': 'say max-samples', '--model_args': '' },
  short: { L: '--limit', a: '--model_args', s: '--samples' },
  flags: 'sx',
  takesBeginnings: true,
};
const CLICK: Grammar = {
  owned: { '--limit': 'say max-samples' },
  short: { M: '-M' },
  refusesLoose: true,
  modelOption: '-M',
  taskOption: '-T',
};

describe('what the plan says cannot be said again', () => {
  it.each([
    [ARGPARSE, '--limit 5'],
    [ARGPARSE, '--limit=5'],
    [ARGPARSE, '--lim 5'],
    [ARGPARSE, '--l 5'],
    [ARGPARSE, '-L 5'],
    [ARGPARSE, '-L5'],
    [ARGPARSE, '-sxL5'],
    [ARGPARSE, '--seen 2'],
    [ARGPARSE, '--model other'],
    [ARGPARSE, '--'],
    [CLICK, '--limit 5'],
    [CLICK, '-M revision=main'],
    [CLICK, '-Mrevision=main'],
    [CLICK, '-M dtype=float16'],
    [CLICK, '-M model_path=/elsewhere'],
    [CLICK, '-M tokenizer-revision=main'],
    [CLICK, '-M tokenizer=other/model'],
    [CLICK, '-M load-format=dummy'],
    [CLICK, '-M lora_modules=a=other/adapter'],
    [CLICK, '-T fewshot=0'],
    [CLICK, '-Tfewshot=0'],
    [CLICK, 'one_more_task'],
    [CLICK, '--epochs 2 one_more_task'],
    [CLICK, '--no-score one_more_task'],
    [CLICK, '--epochs=2 one_more_task'],
  ])('%#: %s', (grammar, text) => {
    expect(checkExtraArgs(text.split(' '), PLANNED, grammar)).toHaveLength(1);
  });
});

describe('all else may be said', () => {
  it.each([
    [ARGPARSE, '--seed 1'],
    [ARGPARSE, '--limits 5'],
    [ARGPARSE, '-sx'],
    [ARGPARSE, '--gen_kwargs temperature=0.6 top_p=1'],
    [ARGPARSE, '-5'],
    [CLICK, '--epochs 2'],
    [CLICK, '-M enforce_eager=true -T cot=true'],
    [CLICK, '-T revision=main'],
    [CLICK, '-T fewshot_seed=1'],
    [CLICK, '--lim 5'],
  ])('%#: %s', (grammar, text) => {
    expect(checkExtraArgs(text.split(' '), PLANNED, grammar)).toEqual([]);
  });
});

it('arguments of the model are found in JSON, too', () => {
  const grammar: Grammar = { owned: {}, short: {}, takesBeginnings: true, modelOption: '--model_args' };
  const check = (...extra: string[]) => checkExtraArgs(extra, PLANNED, grammar);
  expect(check('--model_args', '{"enable_thinking": true, "revision": "main"}')).toEqual([
    "extra-args: the model's revision is set by the plan",
  ]);
  expect(check('--model_args', 'max_gen_toks=1,revision=main')).toHaveLength(1);
  expect(check('--model_args', 'max_gen_toks=1', 'trust_remote_code=True')).toHaveLength(1);
  expect(check('--model_args=max_gen_toks=1')).toEqual([]);
  expect(check('--model_args', '{"max_gen_toks": 1, "quantization": "fp8"}')).toEqual([
    'extra-args: with quantization, it would be another model that is evaluated',
  ]);
});
