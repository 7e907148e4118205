import { expect, it } from 'vitest';
import { asInputs, errorAsInputs } from '../src/as-inputs.ts';
import { UserError } from '../src/errors.ts';

it.each([
  [
    'Nothing was written. --fail-on says what counts, --tolerance how much does not.',
    'Nothing was written. fail-on says what counts, tolerance how much does not.',
  ],
  ['--on-open-pr proceed writes all the same.', 'on-open-pr: proceed writes all the same.'],
  ['Choose --table 1 to 5; inspect-tables lists them.', 'Choose table: 1 to 5; mode: inspect lists them.'],
  ['acc counts; --metrics all takes the others.', 'acc counts; metrics: all takes the others.'],
  ['Commit, with --apply --on-open-pr proceed.', 'Commit, with mode: push on-open-pr: proceed.'],
  ['or propose with --create-pr', 'or propose with mode: pull-request'],
  ['hf-eval validate tells the lines.', 'mode: validate tells the lines.'],
  [
    `table 1 (line 42, "Of --table"): hf-eval extract-readme --repo-id org/model --card 'a b.md' --table 1`,
    `table 1 (line 42, "Of --table"): repo-id: org/model, card: 'a b.md', table: 1`,
  ],
  ['hf-eval extract-readme --card a.md --force-table', 'card: a.md, force-table: true'],
  ['See: hf-eval collect --help', 'See: Inputs, in the README of hf-eval'],
  ['See: hf-eval --help', 'See: Inputs, in the README of hf-eval'],
])('of the command line, for the Action: %s', (text, expected) => {
  expect(asInputs(text)).toBe(expected);
});

it.each([
  'limit 10 was set with --limit 10 --num-items 3',
  '"--results" is what the file says',
  'a/--table/b and x--table',
  'hf jobs scheduled delete 1a2b --namespace org',
  'hf jobs ps --namespace org; hf jobs logs org/1a2b',
  'no option at all',
])('what is no option of its own stays: %s', (text) => {
  expect(asInputs(text)).toBe(text);
});

it('of a refusal, message and hint are told, and the rest stays', () => {
  const cause = new Error('x');
  const told = errorAsInputs(
    new UserError('several-tables', 'Choose one with --table.', {
      hint: 'Or --force-table.',
      details: { line: 3 },
      cause,
    }),
  );
  expect(told).toMatchObject({
    code: 'several-tables',
    message: 'Choose one with table.',
    hint: 'Or force-table.',
    details: { line: 3 },
    cause,
  });
  expect(errorAsInputs(new UserError('gated', 'x')).hint).toBeUndefined();
});
