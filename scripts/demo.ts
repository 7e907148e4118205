// The main jobs on a sample card and sample results, as a person would see them: npm run demo. What is written goes to a Hub
// of its own on this machine, which is gone at the end, and to a folder for the job summary and the report.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finishedRun } from '../test/flows/evaluate/finished-run.ts';
import { startLocalHub } from '../test/local-hub/server.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const card = 'examples/model-card/README.md';
const repoId = 'harbor-labs/Kestrel-7B-Instruct';

await run('1. The tables of the card', ['inspect-tables', '--card', card, '--repo-id', repoId]);
await run('2. The scores of one of them, and the YAML that they become', [
  'extract-readme',
  '--card',
  card,
  '--repo-id',
  repoId,
  '--table',
  '2',
]);

const folder = mkdtempSync(join(tmpdir(), 'hf-eval-demo-'));
const summary = join(folder, 'summary.md');
writeFileSync(summary, '');
await start(join(root, 'dist/main/index.js'), [], 'ignore', {
  INPUT_MODE: 'preview',
  INPUT_CARD: card,
  'INPUT_REPO-ID': repoId,
  INPUT_TABLE: '2',
  GITHUB_STEP_SUMMARY: summary,
});
console.log(`\n3. The same as a GitHub job summary: ${summary}`);

const collect = ['collect', '--repo-id', repoId, '--card', card, '--results', 'examples/results/new'];
await run('4. The scores of an evaluation, and what they would change in the card', collect);
const report = join(folder, 'report.html');
await run(
  '5. Beside those of an earlier run: one is worse, beyond chance, so that the gate does not let them through',
  ['collect', '--results', 'examples/results/new', '--baseline', 'examples/results/old', '--report', report],
  { status: 1 },
);
console.log(`\n6. The same as a page, sortable, with error bars: ${report}`);

/** Of a model with 7 billion parameters, as its repo tells it. */
const SHAPE = JSON.stringify({
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  torch_dtype: 'bfloat16',
  num_attention_heads: 32,
  num_key_value_heads: 8,
  num_hidden_layers: 32,
  hidden_size: 4096,
  max_position_embeddings: 8192,
});

// A job that is over in seconds and leaves the sample results: the framework itself would need a GPU.
const hub = await startLocalHub({
  jobs: {
    run: (job) => finishedRun(job, sampleResults(), { seconds: 4, says: ['Running generate_until requests: 100%'] }),
    settings: { schedulingSeconds: 1 },
  },
});
try {
  await writeToHub();
} finally {
  await hub.close();
}

function sampleResults(): Record<string, string> {
  const from = join(root, 'examples/results/new');
  return Object.fromEntries(readdirSync(from).map((name) => [`lm/${name}`, readFileSync(join(from, name), 'utf8')]));
}

/** Guard, proposal, "already proposed", update: on a Hub on this machine. */
async function writeToHub(): Promise<void> {
  const text = readFileSync(join(root, card), 'utf8');
  const token = 'hf_maintainerOfHarborLabs';
  hub.addToken(token, { user: 'mara', role: 'write', orgs: ['harbor-labs'] });
  await hub.addModel({ id: repoId, files: { 'README.md': text, 'config.json': SHAPE }, safetensors: { BF16: 7e9 } });
  const env = { HF_ENDPOINT: hub.url, HF_TOKEN: token };
  const evaluate = ['evaluate', '--repo-id', repoId, '--framework', 'lm-eval', '--tasks', 'gsm8k|5'];
  await run('7. What an evaluation on rented hardware would run, where, and for how much', [...evaluate, '--dry-run'], {
    env,
  });
  const paid = [...evaluate, '--max-cost-usd', '2', '--allow-unknown'];
  await run('8. The evaluation, by a stand-in of a job: followed, taken home, shown', paid, { env });
  const propose = ['extract-readme', '--repo-id', repoId, '--table', '2', '--output-format', 'both', '--create-pr'];
  const rival = hub.propose(repoId, {
    title: 'Add evaluation results',
    author: 'joost',
    files: { '.eval_results/gsm8k.yaml': '- dataset: {id: openai/gsm8k, task_id: gsm8k}\n  value: 71.0\n' },
  });
  await run('9. Somebody else has an open pull request about the same files: nothing is written', propose, {
    env,
    status: 1,
  });
  await run('10. What is open', ['get-prs', '--repo-id', repoId], { env });
  const skip = [...propose, '--on-open-pr', 'proceed'];
  await run(`11. All the same, on demand (#${rival.num} stays as it is)`, skip, { env, ends: true });
  await run('12. Again: there is never a second one', skip, { env, ends: true });
  hub.commit(repoId, {
    files: { 'README.md': text.replace('**74.5**', '**75.2**') },
    title: 'A better run',
  });
  await run('13. The card has another value now: the pull request is brought up to date', skip, { env, ends: true });
}

type How = {
  readonly env?: Readonly<Record<string, string>>;
  /** Exit code that it has to end with. */
  readonly status?: number;
  /** Only the last line is shown. */
  readonly ends?: true;
};

async function run(title: string, args: readonly string[], { env = {}, status = 0, ends }: How = {}): Promise<void> {
  console.log(`\n${title}\n$ hf-eval ${args.join(' ')}\n`);
  const text = await start(join(root, 'dist/cli/index.js'), args, ends ? 'pipe' : 'inherit', env, status);
  if (ends) console.log(text.trimEnd().split('\n').at(-1));
}

/** Not spawnSync: the Hub answers from this process. */
async function start(
  bundle: string,
  args: readonly string[],
  stdout: 'inherit' | 'ignore' | 'pipe',
  env: Readonly<Record<string, string>>,
  expected = 0,
): Promise<string> {
  if (!existsSync(bundle)) throw new Error(`${bundle} is missing: run npm run build`);
  const child = spawn(process.execPath, [bundle, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', stdout, 'inherit'],
  });
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (status !== expected) process.exit(status === 0 ? 1 : (status ?? 1));
  return text;
}
