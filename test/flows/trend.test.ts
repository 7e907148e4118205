import { expect, it } from 'vitest';
import { compareRevisions } from '../../src/flows/trend.ts';

it.each<[string, readonly string[]]>([
  ['steps as numbers', ['step1000', 'step2000', 'step10000']],
  ['however they are spelled', ['step-5', 'step_50', 'checkpoint-100', 'STEP-500']],
  ['stages before their steps', ['stage1-step140000-tokens588B', 'stage2-ingredient1-step1000-tokens5B']],
  ['what has no step last', ['v1', 'v2', 'step-5', '1234abc', 'dev', 'main']],
  ['a commit by its name, not by its digits', ['step-9', '0123456789abcdef0123456789abcdef01234567', 'abc1234']],
])('revisions are in the order of a training: %s', (_, ordered) => {
  expect([...ordered].reverse().sort(compareRevisions)).toEqual(ordered);
});
