import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openRunner } from '../../src/runner/actions.ts';
import { fileInCheckout } from '../../src/runner/checkout.ts';

const folder = mkdtempSync(join(tmpdir(), 'hf-eval-runner-'));
afterAll(() => rmSync(folder, { recursive: true }));

function open(env: Record<string, string> = {}) {
  let log = '';
  const runner = openRunner(env, (text) => {
    log += text;
  });
  return { runner, log: () => log };
}

describe('inputs', () => {
  it('are found with their hyphens, trimmed; an empty one was not given', () => {
    const { runner } = open({ 'INPUT_REPO-ID': ' org/model ', INPUT_TABLE: '' });
    expect([runner.input('repo-id'), runner.input('table'), runner.input('card')]).toEqual([
      'org/model',
      undefined,
      undefined,
    ]);
  });
});

describe('outputs', () => {
  it('of several lines stay one output, whatever they hold', () => {
    const path = join(folder, 'output');
    const { runner } = open({ GITHUB_OUTPUT: path });
    runner.setOutput('yaml', 'a\nEOF\nother=1\n');
    runner.setOutput('status', 'x');
    const [, delimiter] = /^yaml<<(\S+)$/m.exec(readFileSync(path, 'utf8')) ?? [];
    expect(readFileSync(path, 'utf8')).toContain(`yaml<<${delimiter}\na\nEOF\nother=1\n\n${delimiter}\nstatus<<`);
  });

  it('a summary of several parts is Markdown: none of them goes on in the block before it', () => {
    const path = join(folder, 'summary');
    const { runner } = open({ GITHUB_STEP_SUMMARY: path });
    runner.appendSummary('<details>a</details>');
    runner.appendSummary('## b\n');
    expect(readFileSync(path, 'utf8')).toBe('<details>a</details>\n\n## b\n\n');
  });

  it('are left out where there is no file for them', () => {
    const { runner } = open();
    expect(() => {
      runner.setOutput('a', 'b');
      runner.appendSummary('c');
    }).not.toThrow();
  });
});

describe('the log', () => {
  it('cannot be commanded by what is printed', () => {
    const { runner, log } = open();
    runner.print('::error::x\n::stop-commands::y');
    const [, token] = /^::stop-commands::(\S+)$/m.exec(log()) ?? [];
    expect(log()).toBe(`::stop-commands::${token}\n::error::x\n::stop-commands::y\n::${token}::\n`);
    expect(token).toMatch(/^hf_eval_[0-9a-z]{8,}$/);
  });

  it('masks each line of a secret', () => {
    const { runner, log } = open();
    runner.addMask('one\ntwo%\n');
    expect(log()).toBe('::add-mask::one\n::add-mask::two%25\n');
  });

  it('shortens messages, before the runner cuts them', () => {
    const { runner, log } = open();
    runner.annotate({ level: 'error', message: `a${'🪁'.repeat(5000)}` });
    expect(log()).toMatch(/^::error::a(?:🪁){1499}\ufffd…\n$/);
  });

  it('escapes annotations', () => {
    const { runner, log } = open();
    runner.annotate({ level: 'warning', message: 'a\n::error::b 5%', title: 'c, d: e', file: 'f,g.md', line: 3 });
    expect(log()).toBe('::warning file=f%2Cg.md,line=3,title=c%2C d%3A e::a%0A::error::b 5%25\n');
  });
});

it.each([
  ['README.md', '/repo', '/repo', 'README.md'],
  ['./docs/card.md', '/repo', '/repo', 'docs/card.md'],
  ['/repo/a/b.md', '/elsewhere', '/repo', 'a/b.md'],
  ['/other/b.md', '/elsewhere', '/repo', undefined],
  ['../b.md', '/repo', '/repo', undefined],
])('the path of %s in the checkout', (path, cwd, workspace, expected) => {
  expect(fileInCheckout(path.startsWith('/') ? path : join(cwd, path), { GITHUB_WORKSPACE: workspace })).toBe(expected);
  expect(fileInCheckout(path, {})).toBeUndefined();
});
