// Whole-process times of the built bundles, as ratios to a bare `node -e 0` in the same run, so that they hold on any
// machine: npm run bench. Exit code 1 when a bound is missed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RUNS = 15;
const root = fileURLToPath(new URL('../', import.meta.url));
const cli = join(root, 'dist/cli/index.js');
const action = join(root, 'dist/main/index.js');
if (!existsSync(cli)) throw new Error('dist/ is missing: run npm run build');

type Run = { readonly args: readonly string[]; readonly env?: Readonly<Record<string, string>> };

const folder = mkdtempSync(join(tmpdir(), 'hf-eval-bench-'));
try {
  const small = write('small.md', makeCard(27_000, 12));
  const large = write('large.md', makeCard(1_300_000, 400));
  const bare: Run = { args: ['-e', '0'] };
  const extract = (card: string): Run => ({
    args: [cli, 'extract-readme', '--card', card, '--repo-id', 'org/Kestrel-7B', '--table', '1'],
  });
  const preview: Run = {
    args: [action],
    env: {
      INPUT_MODE: 'preview',
      INPUT_CARD: small,
      'INPUT_REPO-ID': 'org/Kestrel-7B',
      INPUT_TABLE: '1',
      GITHUB_OUTPUT: write('output', ''),
      GITHUB_STEP_SUMMARY: write('summary', ''),
      GITHUB_WORKSPACE: folder,
    },
  };
  report('extract-readme, 27 kB card / bare node', compare(extract(small), bare), 2.2);
  report('Action preview, 27 kB card / bare node', compare(preview, bare), 3.0);
  // What the first run after an installation takes, and every one where the folder of the program is read-only.
  report('  extract-readme, nothing compiled before', compare(withoutCache(extract(small)), bare));
  report('  Action preview, nothing compiled before', compare(withoutCache(preview), bare));
  const merge: Run = {
    args: [
      cli,
      'extract-readme',
      '--card',
      write('results.md', makeResults(2000)),
      '--repo-id',
      'org/Kestrel-7B',
      '--diff',
    ],
  };
  report('merge into 2,000 results / bare node', compare(merge, bare), 4.0);
  const big = measure(extract(large), 5);
  report('extract-readme, 1.3 MB card, seconds', big.seconds, 1.0);
  report('extract-readme, 1.3 MB card, MB', big.megabytes, 200);
} finally {
  rmSync(folder, { recursive: true });
}

function withoutCache({ args, env }: Run): Run {
  return { args, env: { ...env, NODE_DISABLE_COMPILE_CACHE: '1' } };
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A card of prose and tables of about the given size. */
function makeCard(bytes: number, rowsPerTable: number): string {
  const parts = ['---\nlicense: apache-2.0\npipeline_tag: text-generation\n---\n\n# Kestrel 7B\n'];
  let size = 0;
  for (let table = 1; size < bytes; table += 1) {
    const rows = Array.from(
      { length: rowsPerTable },
      (_, row) =>
        `| Task ${table}-${row} (5-shot) | acc | **${(40 + ((row * 7) % 50)).toFixed(1)}** | ${(30 + (row % 60)).toFixed(2)} ± 0.4 | [71.2](https://example.org) |`,
    );
    const prose =
      'A paragraph that *people* read, with `code`, a [link](https://example.org) and a list:\n\n- one\n- two\n';
    const text = `\n## Evaluation ${table}\n\n${prose.repeat(3)}\n| Benchmark | Metric | Kestrel 7B | Heron 13B | Ibis 70B |\n|---|---|---:|---:|---:|\n${rows.join('\n')}\n`;
    parts.push(text);
    size += text.length;
  }
  return parts.join('');
}

/** A card whose front matter holds so many results. */
function makeResults(count: number): string {
  const results = Array.from(
    { length: count },
    (_, at) =>
      `  - task:\n      type: Retrieval\n    dataset:\n      type: mteb/task-${at}\n      name: MTEB Task${at}\n      config: default\n      split: test\n    metrics:\n    - type: ndcg_at_10\n      value: ${(at % 1000) / 10}\n`,
  ).join('');
  const table = '| Benchmark | Kestrel 7B |\n|---|---|\n| MMLU | 61.2 |\n| GSM8K | 52.1 |\n';
  return `---\nlicense: mit\nmodel-index:\n- name: Kestrel-7B\n  results:\n${results}---\n# Kestrel\n\n## Evaluation\n\n${table}`;
}

/** Median of the ratios of pairs of runs, taken in turn. */
function compare(a: Run, b: Run): number {
  time(a);
  time(b);
  return median(Array.from({ length: RUNS }, () => time(a) / time(b)));
}

function measure(run: Run, times: number): { seconds: number; megabytes: number } {
  const seconds = median(Array.from({ length: times }, () => time(run)));
  // The peak of the process itself, asked from within at its end.
  const probe = `process.on('exit', () => process.stderr.write('PEAK ' + process.resourceUsage().maxRSS))`;
  const preload = write('probe.mjs', probe);
  const { stderr } = spawnSync(process.execPath, ['--import', preload, ...run.args], {
    encoding: 'utf8',
    env: { ...process.env, ...run.env },
  });
  return { seconds, megabytes: Number(/PEAK (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024 };
}

function time({ args, env }: Run): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { env: { ...process.env, ...env } });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`${args.join(' ')} failed: ${stderr}`);
  return seconds;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function report(what: string, figure: number, bound = Number.POSITIVE_INFINITY): void {
  const fits = figure <= bound;
  if (!fits) process.exitCode = 1;
  const limit = Number.isFinite(bound) ? `  (bound ${bound})${fits ? '' : '  MISSED'}` : '';
  console.log(`${what.padEnd(42)} ${figure.toFixed(2).padStart(7)}${limit}`);
}
