import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { card, PLAIN_ROWS, PLAIN_TABLE, REPO, table } from './cards.ts';
import { expectNoTrace } from './expectations.ts';
import { renderSummary } from './rendered-summary.ts';
import { runAction } from './run-action.ts';

// By force: how such long tables are judged is not the point here.
const INPUTS = { card: 'README.md', 'repo-id': REPO, table: '1', 'force-table': 'true' };
/** GitHub drops a summary above 1 MiB as a whole. */
const LIMIT = 1024 * 1024;
const HEAD = ['Benchmark', 'Sparrow 3B', 'Finch 7B'];
const SCORES = 4000;

function longTable(label: string, value = '1.25'): string {
  const rows = Array.from({ length: SCORES }, (_, at) => [`MMLU ${at} ${label}`, value, '2.5']);
  return table(HEAD, [...PLAIN_ROWS, ...rows]);
}

describe('a summary that would be too long', () => {
  it.each<[string, string]>([
    ['long labels', longTable('x'.repeat(250))],
    ['long labels of marks that are escaped', longTable('*_<&@'.repeat(40))],
    ['long labels of characters of four bytes', longTable('👍'.repeat(60))],
    ['cells that are not taken', `${longTable('y'.repeat(100), `1.25/${'2'.repeat(150)}`)}`],
  ])('is shortened, and says so: %s', async (_, long) => {
    const files = { 'README.md': card({ Evaluation: long }) };
    const run = await runAction(INPUTS, { files });
    expectNoTrace(run);
    expect([run.code, run.outputs.status]).toEqual([0, 'previewed']);
    expect(Buffer.byteLength(run.summary)).toBeLessThan(LIMIT);
    expect(run.summary).toMatch(/shortened|more\._|left out/i);
    // GitHub takes 1 MB of all outputs, of two bytes for each character: what does not fit is counted.
    expect(Object.values(run.outputs).join('').length * 2).toBeLessThan(1_000_000);
    const { results, skipped, left_out } = JSON.parse(run.outputs.results ?? '') as {
      readonly results?: readonly unknown[];
      readonly skipped?: readonly unknown[];
      readonly left_out: Readonly<Record<string, number>>;
    };
    const all = (results?.length ?? left_out.results ?? 0) + (skipped?.length ?? left_out.skipped ?? 0);
    expect(all).toBeGreaterThanOrEqual(SCORES);
    const { yaml = '' } = run.outputs;
    if (!/^# \d+ characters are left out\. .*\n$/.test(yaml)) expect(load(yaml)).toHaveProperty('model-index');
    const { details } = renderSummary(run.summary);
    expect(run.summary.match(/<details\b/g)).toHaveLength(details.length);
    expect(run.summary.match(/^<\/details>$/gm)).toHaveLength(details.length);
  });

  it('says that it was shortened when the scores do not fit', async () => {
    const files = { 'README.md': card({ Evaluation: longTable('x'.repeat(250)) }) };
    const run = await runAction(INPUTS, { files });
    expect(run.summary).toMatch(/shortened/i);
    expect(run.summary).toMatch(/outputs? /);
  });

  it('is short for many tables, too', async () => {
    const tables = Object.fromEntries(
      Array.from({ length: 2000 }, (_, at) => [`Evaluation ${at} ${'*'.repeat(200)}`, PLAIN_TABLE]),
    );
    const run = await runAction({ card: 'README.md', mode: 'inspect' }, { files: { 'README.md': card(tables) } });
    expect([run.code, Buffer.byteLength(run.summary) < LIMIT]).toEqual([0, true]);
    expect(run.summary).toContain('2000 tables');
    expect(run.summary).toMatch(/more\._/);
  });

  it('is short for a choice of many tables', async () => {
    const tables = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`Evaluation ${at}`, PLAIN_TABLE]));
    const run = await runAction({ card: 'README.md', 'repo-id': REPO }, { files: { 'README.md': card(tables) } });
    expect([run.code, run.outputs.code]).toEqual([1, 'several-tables']);
    expect(Buffer.byteLength(run.summary)).toBeLessThan(LIMIT);
    // The runner cuts a message after 4096 characters; what is to be done must stand before.
    expect(run.annotations[0]?.data.slice(0, 4096)).toContain('table: ');
  });

  it('adds to what the step wrote before', async () => {
    const files = { 'README.md': card({ Evaluation: PLAIN_TABLE }) };
    const run = await runAction({ card: 'README.md', 'repo-id': REPO }, { files });
    expect(run.summary.startsWith('## ')).toBe(true);
    expect(run.summary.endsWith('\n')).toBe(true);
  });
});
