import { expect, it } from 'vitest';
import { card, merge, mergeYaml, score } from './merging.ts';

const COUNT = 120;

/** A front matter with many results, each between the same lines. */
function withResults(before = '', after = ''): string {
  const results = Array.from(
    { length: COUNT },
    (_, at) =>
      `${before}  - task: {type: text-generation}\n    dataset: {type: o/d${at}, name: D}\n    metrics:\n    - {type: f1, value: ${at}}\n${after}`,
  );
  return `model-index:\n- name: Kestrel\n  results:\n${results.join('')}`;
}

const on = (at: number) => score({ dataset: { type: `o/d${at}`, name: 'D' } });
const added = '    - type: acc\n      value: 85.20\n      name: accuracy\n';

it.each([
  ['nothing', '', ''],
  ['comments', '# here\n  # there\n', '    # and\n\n'],
  ['sources', '', '    source: {url: https://a.example/, name: A}\n'],
  ['nothings', '  -\n', ''],
  ['texts that keep their last lines', '', '    note: |+\n      a\n\n\n'],
])('a card of many results is edited like any other, with %s between them', (_, before, after) => {
  const yaml = withResults(before, after);
  const source = after.includes('https:') ? { source: { url: 'https://a.example/', name: 'A' } } : {};
  const scores = [on(5), on(COUNT - 1), on(0)].map((one) => ({ ...one, ...source }));
  const text = mergeYaml(yaml, scores);
  expect(text.split(added)).toHaveLength(4);
  expect(text.replaceAll(added, '').trimEnd()).toBe(yaml.trimEnd());
  const replaced = scores.map((one) => ({ ...one, metric: { type: 'f1', name: 'F1' } }));
  expect(mergeYaml(yaml, replaced, { onConflict: 'replace' }).match(/value: 85\.20/g)).toHaveLength(3);
});

// DEFECT: what is read to check the change lacks the colon before the first result, and the card is refused by a place of
// that text, without its name.
it('a card of many results under an explicit key is edited like any other', () => {
  const yaml = withResults().replace('  results:\n  - ', '  ? results\n  : - ').replaceAll('\n    ', '\n      ');
  const text = card(yaml.replaceAll('\n  - ', '\n    - '));
  expect(merge(text).changes).toMatchObject([{ op: 'add' }]);
});
