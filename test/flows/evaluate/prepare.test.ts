import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig, type RawOptions } from '../../../src/config.ts';
import { readEvaluateConfig } from '../../../src/evaluate-config.ts';
import { type Prepared, prepare } from '../../../src/flows/evaluate/prepare.ts';
import { addCommit } from '../../local-hub/repo.ts';
import { refusalOf } from '../publish/publishing.ts';
import { openWorld, type World } from './world.ts';

const SHAPE = {
  torch_dtype: 'bfloat16',
  num_attention_heads: 32,
  num_key_value_heads: 8,
  num_hidden_layers: 32,
  hidden_size: 4096,
  max_position_embeddings: 4096,
};
const CONFIG = { 'config.json': JSON.stringify(SHAPE) };
const bytes = (count: number) => new Uint8Array(count);

let world: World;
const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'hf-eval-prepare-'));
beforeAll(async () => {
  world = await openWorld();
  const files = {
    'tiny-model': { ...CONFIG, 'model.safetensors': bytes(4096) },
    'no-config': { 'pytorch_model.bin': bytes(4096) },
    'broken-config': { 'config.json': '{"torch_dtype":', 'model.safetensors': bytes(4096) },
    'hostile-config': {
      'config.json': JSON.stringify({
        ...SHAPE,
        num_attention_heads: '32\u001b[2J',
        torch_dtype: { a: 1 },
        auto_map: [],
      }),
      'model.safetensors': bytes(4096),
    },
    'own-code': {
      'config.json': JSON.stringify({ ...SHAPE, auto_map: { AutoModel: 'm.py' } }),
      'model.safetensors': bytes(9),
    },
    adapter: { 'adapter_config.json': '{}', 'adapter_model.safetensors': bytes(9) },
    'adapter-with-config': { ...CONFIG, 'adapter_config.json': '{}', 'adapter_model.safetensors': bytes(9) },
    't5-like': {
      'config.json': JSON.stringify({ is_encoder_decoder: true, num_heads: 8, num_layers: 8 }),
      'model.safetensors': bytes(9),
    },
    gguf: { 'model-Q4_K_M.gguf': bytes(9) },
  };
  for (const [name, repo] of Object.entries(files))
    await world.local.addModel({ id: `harbor-labs/${name}`, files: repo });
  process.chdir(folder);
});
afterAll(async () => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});

function plan(
  name: string,
  raw: RawOptions = {},
  door: 'cli' | 'action' = 'cli',
  said: string[] = [],
): Promise<Prepared> {
  const base: RawOptions = { 'repo-id': `harbor-labs/${name}`, framework: 'lm-eval', tasks: 'gsm8k|5' };
  const config = parseConfig(
    'evaluate',
    { ...base, ...raw },
    { HF_ENDPOINT: world.local.url },
    { door, readEvaluate: readEvaluateConfig },
  );
  const hub = { ...world.hub, repoId: `harbor-labs/${name}` };
  return prepare(hub, config, { say: (line) => void said.push(line), secretOf: () => undefined });
}

describe('a plan', () => {
  it('is for the commit that the branch is at, on the cheapest machine, with a ceiling', async () => {
    const { request, hardware, ceiling, notes } = await plan('tiny-model');
    expect(request.model.revision).toMatch(/^[0-9a-f]{40}$/);
    expect(hardware.flavor.name).toBe('l4x1');
    expect([ceiling.timeoutSeconds, notes]).toEqual([7200, expect.any(Array)]);
  });

  it('is the same for the same work, wherever it is done, and another one for other work', async () => {
    const first = await plan('tiny-model');
    expect((await plan('tiny-model', { timeout: '30m', hardware: 'a10g-large' })).digest).toBe(first.digest);
    expect((await plan('tiny-model', { 'max-samples': '5' })).digest).not.toBe(first.digest);
    expect((await plan('no-config')).digest).not.toBe(first.digest);
  });

  it.each(['no-config', 'broken-config', 'hostile-config'])(
    'is made though the model says little: %s',
    async (name) => {
      const { hardware, plan: command } = await plan(name);
      expect(hardware.flavor.gpus).toBe(1);
      expect(command.argv.join(' ')).not.toContain('\u001b');
    },
  );

  it('says what it takes from the model, and what may fail', async () => {
    expect((await plan('own-code')).notes.join('\n')).toMatch(/brings code of its own, which is not run/);
    const { plan: command, notes } = await plan('tiny-model', { framework: 'lighteval', backend: 'accelerate' });
    expect(command.argv.join(' ')).toContain('dtype=bfloat16');
    expect(notes.join('\n')).toMatch(/lighteval would load it in 32 bits/);
  });

  it('is of an encoder and a decoder with what loads that', async () => {
    expect((await plan('t5-like', { backend: 'hf' })).hardware.flavor.gpus).toBe(1);
  });

  it('uses all cards that it pays for', async () => {
    const raw = { backend: 'hf', hardware: 'l4x4' };
    expect((await plan('tiny-model', raw)).plan.argv.slice(0, 5)).toContain('accelerate');
    const spread = await plan('tiny-model', { ...raw, framework: 'inspect', tasks: 'gsm8k' });
    expect(spread.plan.argv).toContain('device=auto');
  });

  it('goes by stored prices where the Hub tells none', async () => {
    const said: string[] = [];
    world.local.fault({ path: /^\/api\/jobs\/hardware$/, status: 500, times: 9 });
    expect((await plan('tiny-model', {}, 'cli', said)).hardware.flavor.name).toBe('l4x1');
    expect(said.join()).toMatch(/does not tell its prices: those of \d{4}/);
    world.local.clearFaults();
  });

  it.each<[string, RawOptions, string | undefined]>([
    ['starts nothing that money bounds', { 'max-cost-usd': '5' }, 'cost-limit'],
    ['shows it', { 'max-cost-usd': '5', 'dry-run': 'true' }, undefined],
    ['starts what time bounds', {}, undefined],
  ])('%s by prices of another unit', async (_, raw, code) => {
    const edit = (machines: unknown): unknown =>
      (machines as readonly object[]).map((machine) => ({ ...machine, unitLabel: 'hour' }));
    world.local.fault({ path: /^\/api\/jobs\/hardware$/, edit });
    if (code === undefined) expect((await plan('tiny-model', raw)).hardware.flavor.name).toBe('l4x1');
    else expect((await refusalOf(plan('tiny-model', raw))).code).toBe(code);
  });
});

describe('what must fail is refused before it is paid for', () => {
  it.each<[string, RawOptions, string, RegExp]>([
    ['adapter', {}, 'unsupported-evaluation', /holds an adapter alone.*merge it/],
    ['adapter-with-config', {}, 'unsupported-evaluation', /holds an adapter alone/],
    ['t5-like', {}, 'unsupported-evaluation', /does not load with vllm: lm-eval does, with --backend hf/],
    ['gguf', { hardware: 'l4x1' }, 'unsupported-evaluation', /holds GGUF files alone/],
    ['tiny-model', { 'trust-remote-code': 'true' }, 'unsupported-evaluation', /such as [0-9a-f]{40}/],
    [
      'tiny-model',
      { 'trust-remote-code': 'true', tasks: 'leaderboard|mmlu|5' },
      'unsupported-evaluation',
      /such as [0-9a-f]{40}.*lm-eval has no suites/s,
    ],
    ['tiny-model', { hardware: 'a100' }, 'no-hardware', /There is no hardware a100.*; there are: cpu-basic/],
    [
      'tiny-model',
      { hardware: 'l4x4', 'tensor-parallel-size': '3', 'data-parallel-size': '2' },
      'no-hardware',
      /6 are asked/,
    ],
    ['tiny-model', { hardware: 'h200x8', timeout: '2h', 'max-cost-usd': '1' }, 'cost-limit', /more than the \$1\.00/],
    ['tiny-model', { hardware: 'h200x8', 'max-cost-usd': '1' }, 'cost-limit', /in which nothing can be evaluated/],
    ['tiny-model', { wandb: 'evals' }, 'unsupported-evaluation', /needs the secret WANDB_API_KEY/],
    [
      'tiny-model',
      { 'custom-tasks': 'results' },
      'unsupported-evaluation',
      /^--custom-tasks: results\/a\.yaml lies in results/,
    ],
    ['tiny-model', { 'custom-tasks': 'none' }, 'usage', /^--custom-tasks: none is not there/],
    [
      'tiny-model',
      { framework: 'lighteval', tasks: 'gsm9k' },
      'unsupported-evaluation',
      /^gsm9k: .*did you mean gsm8k\?/,
    ],
    ['nothing-here', {}, 'repo-not-found', /./],
  ])('%s with %j', async (name, raw, code, message) => {
    mkdirSync(join(folder, 'results'), { recursive: true });
    writeFileSync(join(folder, 'results/a.yaml'), 'task: a\n');
    const refusal = await refusalOf(plan(name, raw));
    expect([refusal.code, refusal.message]).toEqual([code, expect.stringMatching(message)]);
  });

  it('as is a commit of another branch than the one that its scores would go to', async () => {
    const id = 'harbor-labs/steps';
    await world.local.addModel({ id, files: { ...CONFIG, 'model.safetensors': bytes(4096) } });
    const { dir } = world.local.repos.get(id) ?? { dir: '' };
    const first = (await plan('steps')).request.model.revision ?? '';
    const commit = { parent: first, title: 'Step', files: { 'step.txt': '5' } };
    const step = addCommit(dir, { ...commit, ref: 'refs/heads/step-5' });
    addCommit(dir, { ...commit, ref: 'refs/heads/main', files: { 'README.md': '# Card' } });
    const refusal = await refusalOf(plan('steps', { 'model-revision': step }));
    expect([refusal.code, refusal.message]).toEqual([
      'unsupported-evaluation',
      expect.stringContaining('is none of the commits of "main"'),
    ]);
    for (const raw of [{ 'model-revision': step, revision: 'step-5' }, { 'model-revision': first }])
      expect((await plan('steps', raw)).request.model.revision).toBe(raw['model-revision']);
  });

  it('as is a GPU in a workflow that nothing limits the cost of', async () => {
    const refusal = await refusalOf(plan('tiny-model', {}, 'action'));
    expect([refusal.code, refusal.hint]).toEqual(['cost-limit', expect.stringContaining('--max-cost-usd')]);
    await expect(plan('tiny-model', { 'max-cost-usd': '5' }, 'action')).resolves.toBeDefined();
  });
});
