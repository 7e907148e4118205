import type { Collection } from '../frameworks/collection.ts';
import { failsWith } from '../gate/compare.ts';
import type { FailOn, GateVerdict } from '../gate/comparison.ts';
import type { Score } from '../scores/score.ts';

/** What became of the benchmarks since the baseline. */
export type Compared = {
  readonly items: readonly {
    readonly benchmark: string;
    readonly verdict: GateVerdict;
    /** New less old, on the scale of the scores. */
    readonly delta: number;
    /** For people, in one line. */
    readonly why: string;
  }[];
  /** What has no counterpart; a gap where it should have one. */
  readonly unmatched: readonly { readonly name: string; readonly reason: string; readonly isGap: boolean }[];
};

type Case = {
  readonly name: string;
  readonly properties: readonly (readonly [string, string | number | undefined])[];
  readonly outcome?: { readonly kind: 'failure' | 'skipped'; readonly message: string };
};

/**
 * The gate as a JUnit report, which Jenkins, GitLab and others show: a case for each benchmark, failed as the gate has it
 * and skipped where nothing can be said or nothing was compared. Without a comparison, a passed case for each score.
 */
export function exportJunit(collection: Collection, compared?: Compared, failOn: FailOn = 'worse'): string {
  const cases =
    compared === undefined
      ? collection.scores.map((score) => caseOfScore(score, collection))
      : [
          ...compared.items.map((item) => caseOfComparison(item, failOn)),
          ...compared.unmatched.map((one) => caseOfUnmatched(one, failOn)),
        ];
  const model = collection.repoId ?? collection.modelName;
  const suite = `${model}@${collection.revision}`;
  const counts = attributes({
    tests: cases.length,
    failures: cases.filter(({ outcome }) => outcome?.kind === 'failure').length,
    errors: 0,
    skipped: cases.filter(({ outcome }) => outcome?.kind === 'skipped').length,
    time: 0,
  });
  const names = distinct(cases.map(({ name }) => name));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'hf-eval' })}${counts}>`,
    `  <testsuite${attributes({ name: suite })}${counts}>`,
    ...cases.map((one, index) => renderCase({ ...one, name: names[index] ?? one.name }, model)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseOfComparison({ benchmark, verdict, delta, why }: Compared['items'][number], failOn: FailOn): Case {
  const message = `${verdict} (${delta > 0 ? '+' : ''}${delta}): ${why}`;
  const kind = failsWith(verdict, failOn) ? 'failure' : verdict === 'inconclusive' ? 'skipped' : undefined;
  return {
    name: benchmark,
    properties: [
      ['verdict', verdict],
      ['delta', delta],
      ['why', why],
    ],
    ...(kind === undefined ? {} : { outcome: { kind, message } }),
  };
}

function caseOfUnmatched({ name, reason, isGap }: Compared['unmatched'][number], failOn: FailOn): Case {
  const kind = isGap && failsWith('inconclusive', failOn) ? 'failure' : 'skipped';
  return { name, properties: [], outcome: { kind, message: `not compared: ${reason}` } };
}

function caseOfScore(score: Score, { revision }: Collection): Case {
  const { dataset, metric, provenance, model } = score;
  const file = provenance.kind === 'result-file' ? provenance : undefined;
  const name = [dataset.name, dataset.config, metric.name, score.notes].filter((part) => part !== undefined).join(', ');
  return {
    name,
    properties: [
      ['value', score.value],
      ['unit', score.unit],
      ['stderr', score.stderr],
      ['shots', score.shots],
      ['samples', score.samples],
      ['dataset', dataset.type],
      ['split', dataset.split],
      ['revision', model.revision ?? revision],
      ['framework', file?.by],
      ['date', score.date],
      ['file', file?.file],
      ['path', file?.at],
    ],
  };
}

/** CI systems take cases of one name for one case: the second one is numbered. */
function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} #${count}`;
  });
}

function renderCase({ name, properties, outcome }: Case, model: string): string {
  // The time is a required number to some readers; nobody knows how long an evaluation took.
  const start = `    <testcase${attributes({ name, classname: model, time: 0 })}>`;
  const known = properties.filter(([, value]) => value !== undefined);
  const lines = known.map(([key, value]) => `        <property${attributes({ name: key, value: value ?? '' })}/>`);
  const said = outcome?.kind === 'failure' ? `>${escapeXml(outcome.message)}</failure>` : '/>';
  return [
    start,
    ...(lines.length === 0 ? [] : ['      <properties>', ...lines, '      </properties>']),
    ...(outcome === undefined ? [] : [`      <${outcome.kind}${attributes({ message: outcome.message })}${said}`]),
    '    </testcase>',
  ].join('\n');
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Without the characters that XML 1.0 has no way to write (§ 2.2), lone surrogates among them. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
