import { describe, expect, it } from 'vitest';
import type { Config } from '../src/config.ts';
import { UserError } from '../src/errors.ts';
import { parseInputs } from '../src/inputs.ts';
import { optionsOf } from '../src/options.ts';

/** What the runner makes of the inputs of a step: all that are declared, with their defaults. */
function parse(given: Readonly<Record<string, string>>): Config {
  const defaults = Object.fromEntries(optionsOf(undefined, 'action').map((option) => [option.name, option.default]));
  return parseInputs((name) => given[name] ?? defaults[name], {});
}

function problems(given: Readonly<Record<string, string>>): string[] {
  try {
    parse(given);
  } catch (error) {
    if (error instanceof UserError && error.code === 'usage') return error.details.problems as string[];
    throw error;
  }
  return [];
}

const REPO = { 'repo-id': 'org/model' };
const RESULTS = { ...REPO, source: 'results', results: 'out' };

describe('what the runner gives every input does not count as given', () => {
  it.each([
    { mode: 'inspect', ...REPO },
    { mode: 'preview', ...REPO },
    { mode: 'pull-request', ...REPO },
    { mode: 'push', ...REPO },
    { mode: 'show', ...REPO },
    { mode: 'validate', ...REPO },
    { mode: 'pull-requests', ...REPO },
    { mode: 'preview', ...RESULTS },
    { mode: 'pull-request', ...RESULTS },
    { mode: 'push', ...RESULTS },
    { mode: 'push', ...REPO, 'dry-run': 'true', 'on-open-pr': 'skip', reopen: 'true' },
    { mode: 'push', ...RESULTS, baseline: 'card', 'fail-on': 'never', alpha: '0.01', tolerance: '1' },
  ])('%j', (given) => {
    expect(problems(given)).toEqual([]);
  });
});

describe('an input without a place is refused', () => {
  it.each([
    { results: 'out' },
    { at: '2026' },
    { 'model-map': 'a=org/model' },
    { metrics: 'all' },
    { 'allow-partial': 'true' },
    { 'allow-unknown': 'true' },
    { baseline: 'card' },
    { 'fail-on': 'never' },
    { tolerance: '1' },
    { alpha: '0.01' },
    { report: 'report.html' },
    { export: 'csv=a.csv' },
    { 'source-url': 'https://example.org' },
  ])('of result files, with the source readme: %j', (given) => {
    const [name] = Object.keys(given);
    for (const mode of ['preview', 'pull-request', 'push'])
      expect(problems({ mode, ...REPO, ...given })).toContain(
        `--${name} needs source: results; with source: readme it would do nothing`,
      );
  });

  it.each([{ table: '2' }, { 'model-column-index': '1' }, { 'model-name': 'Kestrel' }, { 'force-table': 'true' }])(
    'of tables, with the source results: %j',
    (given) => {
      const [name] = Object.keys(given);
      for (const mode of ['preview', 'pull-request', 'push'])
        expect(problems({ mode, ...RESULTS, ...given })).toContain(
          `--${name} needs source: readme; with source: results it would do nothing`,
        );
    },
  );

  it('of other modes', () => {
    expect(problems({ mode: 'validate', ...REPO, baseline: 'card' })).toEqual([
      '--baseline would do nothing with mode: validate; it is for preview, pull-request, push',
    ]);
    expect(problems({ mode: 'pull-requests', ...REPO, card: 'README.md' })).toEqual([
      '--card would do nothing with mode: pull-requests; it is for inspect, preview, pull-request, push, show, validate',
    ]);
    expect(problems({ mode: 'show', ...REPO, source: 'results' })).toHaveLength(1);
  });

  it('and nothing is said to be missing then', () => {
    expect(problems({ results: 'out' })).toHaveLength(1);
  });

  it.each([
    ['dry-run', 'true'],
    ['reopen', 'true'],
    ['on-open-pr', 'skip'],
  ])('of writing, where nothing is written: %s', (name, value) => {
    for (const given of [REPO, RESULTS]) {
      expect(problems({ mode: 'preview', ...given, [name]: value })).toEqual([
        expect.stringContaining(`--${name} needs mode: pull-request or mode: push`),
      ]);
    }
  });
});

describe('a mode', () => {
  it.each([
    ['nope', 'there are: inspect, preview, pull-request, push, show, validate, pull-requests'],
    ['previw', 'did you mean preview?'],
    ['collect', 'mode: preview, pull-request or push with source: results'],
    ['extract-readme', 'mode: preview, pull-request or push)'],
    ['inspect-tables', 'mode: inspect)'],
    ['get-prs', 'mode: pull-requests)'],
  ])('that there is none of: %s', (mode, mention) => {
    const [problem = ''] = problems({ mode, ...REPO });
    expect(problem).toContain(mention);
    expect(problem.match(/\bpull-requests\b/g)).toHaveLength(mode === 'get-prs' ? 2 : 1);
  });

  it('takes what its source says, and no other source', () => {
    expect(parse({ mode: 'preview', ...RESULTS }).command).toBe('collect');
    expect(problems({ mode: 'preview', ...REPO, source: 'reslts' })).toEqual([
      '--source must be one of readme, results, evaluation, not "reslts" (did you mean results?)',
    ]);
  });
});
