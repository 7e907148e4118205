import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectLog, MODEL } from '../frameworks/results-fixtures.ts';
import { runCli, scratchWith } from './run-cli.ts';

/** Writes a log of inspect-ai with 60 MB of samples. */
async function writeLog(path: string, value: number, date: string): Promise<void> {
  const scores = [{ name: 'match', scorer: 'match', metrics: { accuracy: { name: 'accuracy', value } } }];
  const text = JSON.stringify(inspectLog({ samples: [], scores, completed: `${date}T10:00:00+00:00` }));
  const [before = '', after = ''] = text.split('"samples":[]');
  const messages = Array.from({ length: 100 }, () => ({ role: 'user', content: `hello ${'x'.repeat(400)}` }));
  const file = await open(path, 'w');
  try {
    await file.write(`${before}"samples":[`);
    for (let id = 0; id < 1319; id += 1) {
      const sample = { id, epoch: 1, messages, scores: { match: { value: id / 1319 < value ? 'C' : 'I' } } };
      await file.write(`${id === 0 ? '' : ','}${JSON.stringify(sample)}`);
    }
    await file.write(`]${after}`);
  } finally {
    await file.close();
  }
}

describe('logs that are larger than the memory', () => {
  it('are collected, and compared sample by sample', async () => {
    const cwd = await scratchWith({ 'README.md': '---\nlicense: mit\n---\n', 'new/README': '', 'old/README': '' });
    for (const at of [1, 2, 3]) await writeLog(join(cwd, `new/${at}.json`), 0.5, `2026-03-0${at}`);
    await writeLog(join(cwd, 'old/1.json'), 0.6, '2026-02-01');
    const args = ['collect', '--results', 'new', '--repo-id', MODEL, '--card', 'README.md', '--format', 'json'];
    const { code, stdout, stderr } = await runCli([...args, '--baseline', 'old'], {
      cwd,
      env: { NODE_OPTIONS: '--max-old-space-size=100' },
    });
    const document = JSON.parse(stdout) as {
      error?: { code: string };
      comparison: { benchmarks: readonly { why: string }[] };
    };
    expect([code, stderr, document.error?.code]).toEqual([1, '', 'regression']);
    expect(document.comparison.benchmarks[0]?.why).toMatch(/1319 samples|samples/);
  }, 60_000);
});
