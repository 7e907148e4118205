import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { card, table } from './cards.ts';

/** A card with scores for leaderboards, for the model-index alone, and with one that no leaderboard can take. */
export const LEADERS = `---
license: mit # ours
pipeline_tag: text-generation
---

${card({
  Evaluation: table(
    ['Benchmark', 'Sparrow 3B', 'Finch 7B'],
    [
      ['MMLU (5-shot)', '85.20', '80.1'],
      ['GSM8K', '71.3%', '60.0%'],
      ['GSM8K CoT (8-shot)', '74.50', '63.0'],
      ['HLE', '0.9', '4.0'],
      ['GPQA Diamond', '31.4', '30.1'],
    ],
  ),
})}`;

/** An entry of a leaderboard. */
export function entry(id: string, taskId: string, value: string, ...lines: readonly string[]): string {
  const rest = lines.map((line) => `  ${line}\n`).join('');
  return `- dataset:\n    id: ${id}\n    task_id: ${taskId}\n  value: ${value}\n${rest}`;
}

/** A card with this front matter. */
export function cardWith(yaml: string): string {
  return `---\n${yaml}---\n\n# Sparrow 3B\n`;
}

/** A model-index with one result. */
export function index(
  name: string,
  type: string,
  metric: string,
  { more = '', metricType = 'accuracy' }: { readonly more?: string; readonly metricType?: string } = {},
): string {
  return `model-index:
- name: Sparrow-3B
  results:
  - task:
      type: text-generation
    dataset:
      name: ${name}
      type: ${type}
${more}    metrics:
    - type: ${metricType}
      value: ${metric}
`;
}

/** Every file of a folder with its text, `.git` apart. */
export async function filesOf(dir: string): Promise<Record<string, string>> {
  const found = await readdir(dir, { recursive: true });
  const files: Record<string, string> = {};
  for (const path of found.sort()) {
    if (path.startsWith('.git/') || path === '.git' || (await stat(join(dir, path))).isDirectory()) continue;
    files[path] = await readFile(join(dir, path), 'utf8');
  }
  return files;
}

/** When each of the files was changed last. */
export async function timesOf(dir: string): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  for (const path of Object.keys(await filesOf(dir))) times[path] = (await stat(join(dir, path))).mtimeMs;
  return times;
}
