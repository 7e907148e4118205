import { describe, expect, it } from 'vitest';
import { mergeYaml, opsOf, score, withMetrics } from './merging.ts';

const replace = { onConflict: 'replace' } as const;
const ours = { name: 'Model README', url: 'https://hub.example/org/kestrel' };
const theirs = { name: 'A leaderboard', url: 'https://board.example' };
const f1 = { type: 'f1', name: 'F1' };

function withSource(source: string, ...metrics: readonly string[]): string {
  return `${withMetrics(...metrics)}    source: ${source}\n`;
}

describe('a value that is replaced', () => {
  it('leaves the source that it shares, as it is written', () => {
    const yaml = withSource(`{url: ${ours.url}, name: Model README} # us`, '- {type: acc, value: 61.2}');
    expect(mergeYaml(yaml, [score({ source: ours })], replace)).toBe(yaml.replace('61.2', '85.20'));
  });

  it('brings its source along where it is the only one', () => {
    const yaml = withSource(`{name: ${theirs.name}, url: ${theirs.url}} # them`, '- {type: acc, value: 61.2}');
    expect(mergeYaml(yaml, [score({ source: ours })], replace)).toBe(
      yaml.replace('61.2', '85.20').replace(theirs.name, ours.name).replace(theirs.url, ours.url),
    );
  });

  it('stays where others have the source that it has', () => {
    const yaml = withSource(`{url: ${theirs.url}}`, '- {type: acc, value: 61.2}', '- {type: f1, value: 1}');
    expect(opsOf(yaml, [score({ source: ours })], replace)).toEqual(['conflict']);
    expect(mergeYaml(yaml, [score({ source: ours })], replace)).toBe(yaml);
  });

  // DEFECT: a source that is the same is written anew, without its quotes.
  it('leaves the quotes of the source that it shares', () => {
    const yaml = withSource(`{url: "${ours.url}", name: 'Model README'}`, '- {type: acc, value: 61.2}');
    expect(mergeYaml(yaml, [score({ source: ours })], replace)).toBe(yaml.replace('61.2', '85.20'));
  });

  // DEFECT: the name of a source with the same address is replaced for all values of the result.
  it('leaves the name of a source that others have as well', () => {
    const yaml = withSource(`{url: ${ours.url}, name: Card}`, '- {type: acc, value: 61.2}', '- {type: f1, value: 1}');
    expect(mergeYaml(yaml, [score({ source: ours })], replace)).toContain('name: Card');
  });

  // DEFECT: the source of the result is replaced once for each value, at the same place, and the card is refused.
  it('has others beside it that are replaced, too', () => {
    const yaml = withSource(
      `{url: ${ours.url}, name: Card}`,
      '- {type: acc, value: 61.2}',
      '- {type: f1, value: 61.2}',
    );
    const scores = [score({ source: ours }), score({ metric: f1, source: ours })];
    expect(opsOf(yaml, scores, replace)).toEqual(['replace', 'replace']);
  });

  // DEFECT: null counts as another source, absent as none.
  it.each(['null', '~', ''])('does not mind a source that is %s', (nothing) => {
    expect(opsOf(withSource(nothing, '- {type: acc, value: 61.2}'), [score({ source: ours })], replace)).toEqual([
      'replace',
    ]);
  });

  // DEFECT: the result gets the new source and, for its old one, another score.
  it('brings its source along, and what is added for the old one does not get below it', () => {
    const yaml = withSource(`{name: ${theirs.name}, url: ${theirs.url}}`, '- {type: acc, value: 61.2}');
    const text = mergeYaml(yaml, [score({ source: ours }), score({ metric: f1, source: theirs })], replace);
    expect(text).toContain(theirs.url);
  });
});

// DEFECT: only the first metric is asked for its home, and it is left out when it is not understood.
it('a new score joins the result of its task, dataset and source, whatever its first metric is', () => {
  const yaml = withMetrics('- nonsense', '- {type: f1, value: 1}');
  expect(mergeYaml(yaml)).toBe(`${yaml}    - type: acc\n      value: 85.20\n      name: accuracy\n`);
});
