import { execFileSync } from 'node:child_process';

/** A card whose `model-index` has GSM8K with these values, as they are written; none without a value. */
export function gsm8kCard(...values: readonly string[]): string {
  const entries = values.map(
    (value) => `  - task:
      type: text-generation
    dataset:
      name: GSM8K
      type: openai/gsm8k
      config: main
      split: test
      args:
        num_few_shot: 5
    metrics:
    - type: exact_match
      value: ${value}
      name: 'exact match (exact_match,strict-match)'
`,
  );
  const index = values.length === 0 ? '' : 'model-index:\n- name: Kestrel-7B\n  results:\n';
  return `---\nlicense: mit\n${index}${entries.join('')}---\n# Kestrel 7B\n`;
}

/** An entry of `.eval_results` that has it, with further lines. */
export function gsm8kEntry(value: string, ...lines: readonly string[]): string {
  const more = lines.map((line) => `  ${line}\n`).join('');
  return `- dataset:\n    id: openai/gsm8k\n    task_id: gsm8k\n  value: ${value}\n${more}`;
}

/** Runs git in a folder, as somebody of no machine's configuration. */
export function gitIn(cwd: string): (...args: readonly string[]) => string {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'init.defaultBranch=main'];
  return (...args) =>
    execFileSync('git', ['-C', cwd, ...who, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
