import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPO } from './cards.ts';
import { runChild } from './child.ts';
import { entry, filesOf, LEADERS } from './model-repo.ts';
import { runCli, scratchWith } from './run-cli.ts';

const ENTRIES = entry('openai/gsm8k', 'gsm8k', '70.0');
const NOTE = /looked at, not applied.*--format json/;
const PATCH = ['/usr/bin/patch', '/usr/local/bin/patch', '/opt/homebrew/bin/patch'].find((path) => existsSync(path));
const WAYS = [
  ['git', ['-c', 'core.autocrlf=false', 'apply']],
  ...(PATCH === undefined ? [] : [[PATCH, ['--binary', '--silent', '-p1', '-i']] as const]),
] as const;

/** The whole output of a merge as text, and what the merge writes into a folder of its own. */
async function mergeAsText(files: Readonly<Record<string, string>>) {
  const [cardName = ''] = Object.keys(files);
  const args = ['extract-readme', '--card', cardName, '--repo-id', REPO, '--output-format', 'both'];
  const cwd = await scratchWith(files);
  const run = await runCli([...args, '--on-conflict', 'replace', '--diff', '--write'], { cwd });
  expect([run.code, run.stderr]).toEqual([0, '']);
  return { text: run.stdout, written: await filesOf(cwd) };
}

describe.each(WAYS)('the diff as text, in a file, is one that %s takes with all that is around it', (program, args) => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['a card alone', { 'README.md': LEADERS }],
    [
      'CRLF',
      { 'README.md': LEADERS.replaceAll('\n', '\r\n'), '.eval_results/a.yaml': ENTRIES.replaceAll('\n', '\r\n') },
    ],
    ['doubled carriage returns', { 'README.md': LEADERS.replace('# ours\n', '# ours\r\r\n') }],
    ['tabs and blanks of any kind', { 'README.md': LEADERS.replace('# ours', '# \tours\u00a0\u2003and\u3000 \t ') }],
    ['a byte order mark', { 'README.md': `\uFEFF${LEADERS}` }],
    [
      'no final line break',
      { 'README.md': LEADERS.trimEnd(), '.eval_results/a.yaml': `${ENTRIES}\n\n  # end \u00a0\t ` },
    ],
    ['names with blanks', { 'card of mine.md': LEADERS, '.eval_results/a b.yaml': ENTRIES }],
  ])('%s', async (_, files) => {
    const { text, written } = await mergeAsText(files);
    expect(text).not.toMatch(NOTE);
    const cwd = await scratchWith(files);
    const patch = join(await scratchWith({ 'a.patch': text }), 'a.patch');
    const run = await runChild(program, [...args, patch], { cwd });
    expect([run.code, run.stderr.replace(/^warning.*\n|^.*trailing whitespace\.\n.*\n/gm, '')]).toEqual([0, '']);
    const patched = await filesOf(cwd);
    expect(patched).toEqual(written);
    expect(patched).not.toEqual(files);
  });
});

describe('the diff as text, with what may do harm to a terminal,', () => {
  it.each([
    ['an escape', '\u001b[2J'],
    ['a control of eight bits', '\u009b2J'],
    ['reversed text', '\u202e'],
    ['a carriage return within a line', '\rnothing here'],
    ['a backspace', '\b'],
  ])('is shown without it, and says so: %s', async (_, harm) => {
    // YAML takes none of these, so the card has no front matter; its first lines are those around the new one.
    const files = { 'README.md': `mit # ours${harm}\n\n${LEADERS.replace(/^---[\s\S]*?---\n\n/, '')}` };
    const { text } = await mergeAsText(files);
    expect(text).not.toContain(harm.slice(0, 1));
    expect(text).toContain(' mit # ours\ufffd');
    expect(text).toMatch(NOTE);
  });
});
