import { expect, it } from 'vitest';
import { isPlainResult } from '../../../src/formats/model-index/plain-result.ts';

const DATASETS = new Set(['cais/mmlu']);

function isPlain(item: string): boolean {
  const text = `results:\n${item}\n- next: 1\n`;
  return isPlainResult(text, 'results:\n'.length, text.indexOf('- next'), DATASETS);
}

it.each([
  [
    "as the Hub's clients write it",
    '- task:\n    type: x\n  dataset:\n    type: a/b\n  metrics:\n  - type: acc\n    value: 1.5',
  ],
  ['with the dataset first', '- dataset:\n    type: a/b\n    config: default'],
  ['with lists further in', '- dataset:\n    type: a/b\n  metrics:\n    - type: acc\n      value: 1\n    - type: f1'],
  ['with keys that have no value', '- task:\n  dataset:\n    type: a/b\n    config:\n  metrics:'],
  ['with arguments', '- dataset:\n    type: a/b\n    args:\n      num_few_shot: 5\n    split: test'],
  ['with text in quotes', '- dataset:\n    type: \'a/b\'\n    name: "A: b # c"'],
  ['with an address', '- dataset:\n    type: a/b\n  source:\n    url: https://a.example/?b=c&d'],
])('a result %s is plain', (_, item) => {
  expect(isPlain(item)).toBe(true);
});

it.each([
  ['a dataset that matters', '- dataset:\n    type: cais/mmlu'],
  ['a dataset that matters, in other letters', '- dataset:\n    type: "CAIS/MMLU "'],
  ['no dataset', '- metrics:\n  - type: acc'],
  ['a dataset without a type', '- dataset:\n    name: A'],
  ['a dataset only in a metric', '- metrics:\n  - dataset:\n      type: a/b'],
  ['a list for a dataset', '- dataset:\n  - type: a/b'],
  ['a key twice', '- dataset:\n    type: a/b\n    type: a/c'],
  ['a part twice', '- dataset:\n    type: a/b\n  task:\n    type: x\n  task:\n    type: y'],
  ['a key of its own', '- dataset:\n    type: a/b\n    note: A'],
  ['a key further in than those before', '- dataset:\n    type: a/b\n     name: A'],
  ['a key further out than those before', '- dataset:\n      type: a/b\n    name: A'],
  ['a key below a value', '- task: x\n    type: y\n  dataset:\n    type: a/b'],
  ['an item below a value', '- task: x\n  - type: y\n  dataset:\n    type: a/b'],
  ['a comment', '- dataset:\n    type: a/b # c'],
  ['an empty line', '- dataset:\n\n    type: a/b'],
  ['an anchor', '- dataset:\n    type: &a a/b'],
  ['an alias', '- dataset:\n    type: a/b\n  task: *a'],
  ['a tag', '- dataset:\n    type: !!str a/b'],
  ['an escape', '- dataset:\n    type: "a\\u002fb"'],
  ['a quote in quotes', "- dataset:\n    type: a/b\n    name: 'it''s'"],
  ['a text in block style', '- dataset:\n    type: a/b\n    name: |\n      type'],
  ['a text of several lines', '- dataset:\n    type: a/b\n    name: A\n      B'],
  ['a mapping in a value', '- dataset:\n    type: a/b\n    name: A: b'],
  ['flow style', '- dataset: {type: a/b}'],
  ['a blank at the end', '- dataset:\n    type: a/b '],
  ['a tab', '- dataset:\n    type:\ta/b'],
])('a result with %s is not plain', (_, item) => {
  expect(isPlain(item)).toBe(false);
});
