import { describe, expect, it } from 'vitest';
import { type Compared, exportJunit } from '../../src/exports/junit.ts';
import type { FailOn, GateVerdict } from '../../src/gate/comparison.ts';
import { CARD_SCORE, makeCollection, makeScore } from './collection.ts';

const compared = (verdict: GateVerdict): Compared['items'][number] => ({
  benchmark: `GSM8K ${verdict}`,
  verdict,
  delta: verdict === 'better' ? 0.02 : -0.02,
  why: 'p = 0.01 (McNemar)',
});
const ALL = (['better', 'same', 'worse', 'inconclusive'] as const).map(compared);

/** What became of each case: `passed`, or the element that says otherwise. */
function outcomes(xml: string): Record<string, string> {
  const cases = [...xml.matchAll(/<testcase name="([^"]*)"[\s\S]*?<\/testcase>/g)];
  return Object.fromEntries(cases.map(([text, name]) => [name, /<(failure|skipped)\b/.exec(text)?.[1] ?? 'passed']));
}

it('of a comparison has a case for each benchmark', () => {
  expect(
    exportJunit(makeCollection(), { items: [compared('worse'), compared('inconclusive')], unmatched: [] }),
  ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="hf-eval" tests="2" failures="1" errors="0" skipped="1" time="0">
  <testsuite name="harbor-labs/Kestrel-7B@main" tests="2" failures="1" errors="0" skipped="1" time="0">
    <testcase name="GSM8K worse" classname="harbor-labs/Kestrel-7B" time="0">
      <properties>
        <property name="verdict" value="worse"/>
        <property name="delta" value="-0.02"/>
        <property name="why" value="p = 0.01 (McNemar)"/>
      </properties>
      <failure message="worse (-0.02): p = 0.01 (McNemar)">worse (-0.02): p = 0.01 (McNemar)</failure>
    </testcase>
    <testcase name="GSM8K inconclusive" classname="harbor-labs/Kestrel-7B" time="0">
      <properties>
        <property name="verdict" value="inconclusive"/>
        <property name="delta" value="-0.02"/>
        <property name="why" value="p = 0.01 (McNemar)"/>
      </properties>
      <skipped message="inconclusive (-0.02): p = 0.01 (McNemar)"/>
    </testcase>
  </testsuite>
</testsuites>
`);
});

it.each<[FailOn, string, string]>([
  ['worse', 'failure', 'skipped'],
  ['worse-or-inconclusive', 'failure', 'failure'],
  ['never', 'passed', 'skipped'],
])('fails as the gate does: %s', (failOn, worse, inconclusive) => {
  const xml = exportJunit(makeCollection(), { items: ALL, unmatched: [] }, failOn);
  expect(Object.values(outcomes(xml))).toEqual(['passed', 'passed', worse, inconclusive]);
  const count = (kind: string): string => String(Object.values(outcomes(xml)).filter((one) => one === kind).length);
  expect(xml).toContain(`tests="4" failures="${count('failure')}" errors="0" skipped="${count('skipped')}"`);
});

it('without a comparison has a passed case for each score, with what is known of it', () => {
  const xml = exportJunit(makeCollection([makeScore(), CARD_SCORE]));
  expect(outcomes(xml)).toEqual({
    'GSM8K, main, exact match (exact_match,strict-match), 5-shot': 'passed',
    'MMLU, Accuracy': 'passed',
  });
  expect(xml).toContain('<property name="value" value="0.7126"/>');
  expect(xml).toContain('<property name="path" value="results.gsm8k[&quot;exact_match,strict-match&quot;]"/>');
  expect(xml).not.toContain('value="undefined"');
});

it('of nothing compared is a report without cases', () => {
  expect(exportJunit(makeCollection(), { items: [], unmatched: [] })).toContain('tests="0" failures="0"');
});

it.each<[FailOn, string]>([
  ['worse', 'skipped'],
  ['worse-or-inconclusive', 'failure'],
  ['never', 'skipped'],
])('has a case for what could not be compared: %s', (failOn, outcome) => {
  const unmatched = [
    { name: 'MMLU', reason: 'the baseline has it, and these files do not', isGap: true },
    { name: 'BoolQ', reason: 'the baseline has nothing of this benchmark', isGap: false },
  ];
  const xml = exportJunit(makeCollection(), { items: [compared('same')], unmatched }, failOn);
  expect(outcomes(xml)).toEqual({ 'GSM8K same': 'passed', MMLU: outcome, BoolQ: 'skipped' });
  expect(xml).toContain('message="not compared: the baseline has it, and these files do not"');
});

it('tells cases of one name apart', () => {
  expect(Object.keys(outcomes(exportJunit(makeCollection([CARD_SCORE, CARD_SCORE]))))).toEqual([
    'MMLU, Accuracy',
    'MMLU, Accuracy #2',
  ]);
});

describe('is XML whatever the texts are', () => {
  const say = (text: string): string =>
    exportJunit(makeCollection(), {
      items: [{ benchmark: text, verdict: 'worse', delta: 0, why: text }],
      unmatched: [{ name: text, reason: text, isGap: true }],
    });

  it('escapes what has a meaning', () => {
    expect(say(`]]></failure><a b="c" d='e'>&amp;`)).toContain(
      'name="]]&gt;&lt;/failure&gt;&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;amp;"',
    );
  });

  it('keeps line ends and tabs, which attributes lose', () => {
    expect(say('a\tb\r\nc')).toContain('name="a&#9;b&#13;&#10;c"');
  });

  it('leaves out what XML cannot say', () => {
    expect(say('a\0\x01\x08\x0b\x1f\ufffe\uffff\ud800b😀\udc00')).toContain('name="ab😀"');
  });
});
