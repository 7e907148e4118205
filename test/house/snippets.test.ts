import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { readEvaluateConfig } from '../../src/evaluate-config.ts';
import { parseInputs } from '../../src/inputs.ts';
import { optionsOf } from '../../src/options.ts';

const root = new URL('../../', import.meta.url);
const PAGES = ['README.md', ...readdirSync(new URL('docs', root)).map((name) => `docs/${name}`)];
const BLOCK = /^```yaml\n([\s\S]*?)^```$/gm;
const OPTIONS = optionsOf(undefined, 'action');

/** What GitHub would put in the place of expressions. */
const EXPRESSIONS: readonly (readonly [RegExp, string])[] = [
  [/\$\{\{ steps\.\w+\.outputs\.job-id \}\}/g, 'your-org/0123456789abcdef01234567'],
  [/\$\{\{ github\.server_url \}\}/g, 'https://github.example'],
  [/\$\{\{ [\w.]+ \}\}/g, 'some-text'],
];

type Step = { readonly uses?: string; readonly with?: Readonly<Record<string, unknown>> };

/** The steps that pages tell people to copy, each with its inputs. */
const STEPS = PAGES.flatMap((page) =>
  [...readFileSync(new URL(page, root), 'utf8').matchAll(BLOCK)]
    .flatMap(([, block = '']) => stepsIn(load(EXPRESSIONS.reduce((text, [from, to]) => text.replace(from, to), block))))
    .filter(({ uses }) => uses?.startsWith('hf-eval/hf-eval@'))
    .map(({ with: inputs = {} }) => ({ page, inputs, mode: inputs.mode, source: inputs.source ?? 'readme' })),
);

/** Of a whole workflow, or of a list of steps alone. */
function stepsIn(data: unknown): readonly Step[] {
  if (Array.isArray(data)) return data as readonly Step[];
  const { jobs = {} } = (data ?? {}) as { jobs?: Record<string, { steps?: readonly Step[] }> };
  return Object.values(jobs).flatMap(({ steps = [] }) => steps);
}

describe('the steps that the pages say to copy', () => {
  it('are there for each source', () => {
    expect(new Set(STEPS.map(({ source }) => source))).toEqual(new Set(['readme', 'results', 'evaluation']));
  });

  it.each(STEPS)('have inputs that go together: $page, $mode of $source', ({ inputs }) => {
    expect(OPTIONS.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(inputs)));
    const given = (name: string): string | undefined =>
      name in inputs ? String(inputs[name]) : OPTIONS.find((option) => option.name === name)?.default;
    expect(() => parseInputs(given, {}, { readEvaluate: readEvaluateConfig })).not.toThrow();
  });
});
