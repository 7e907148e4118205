import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalHub, startLocalHub } from '../local-hub/server.ts';
import { runCli, scratchWith } from './run-cli.ts';

const TOKEN = 'hf_evaluatorOfHarborLabs';
const REPO = 'harbor-labs/Kestrel-7B';

/** A tokenizer that knows no word: the stand-in for the model needs none, and the framework wants one. */
const WORDS = { '<unknown>': 0, '<end>': 1 };
const special = (content: string, id: number) => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
});
const TOKENIZER = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: Object.entries(WORDS).map(([word, id]) => special(word, id)),
  normalizer: null,
  pre_tokenizer: { type: 'Whitespace' },
  post_processor: null,
  decoder: null,
  model: { type: 'WordLevel', vocab: WORDS, unk_token: '<unknown>' },
};
const MODEL = {
  'README.md': '---\nlicense: mit\n---\n# Kestrel 7B\n',
  'config.json': JSON.stringify({ model_type: 'gpt2', architectures: ['GPT2LMHeadModel'] }),
  'tokenizer.json': JSON.stringify(TOKENIZER),
  'tokenizer_config.json': JSON.stringify({
    tokenizer_class: 'PreTrainedTokenizerFast',
    unk_token: '<unknown>',
    eos_token: '<end>',
    model_max_length: 2048,
  }),
};

/** Sums, of which the stand-in gets three of four right: it answers 4 whatever it is asked. */
const SUMS = [
  ['2+2', '4'],
  ['1+3', '4'],
  ['1+1', '2'],
  ['5-1', '4'],
].map(([question, answer]) => `${JSON.stringify({ question, answer })}\n`);
const TASK = `task: sums
dataset_path: json
dataset_kwargs:
  data_files: tasks/sums.jsonl
output_type: generate_until
test_split: train
doc_to_text: "{{question}} ="
doc_to_target: "{{answer}}"
generation_kwargs:
  until: ["\\n"]
filter_list:
  - name: none
    filter:
      - function: remove_whitespace
      - function: take_first
metric_list:
  - metric: exact_match
    aggregation: mean
    higher_is_better: true
`;

/** What this machine's pip needs to reach its packages; a job sees nothing of this process's environment. */
function settingsOfPip(): Record<string, string> {
  const names = Object.keys(process.env).filter((name) =>
    /^(?:PIP_|UV_|SSL_CERT|REQUESTS_CA|[a-zA-Z]+_(?:proxy|PROXY)$)/.test(name),
  );
  const cert = process.env.PIP_CERT;
  return {
    ...Object.fromEntries(names.map((name) => [name, process.env[name] ?? ''])),
    ...(cert === undefined ? {} : { SSL_CERT_FILE: cert, REQUESTS_CA_BUNDLE: cert }),
  };
}

const hasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
if (!hasPip) console.warn('!!!! SKIPPED: python3 with pip is not here, so no framework was run for real !!!!');

describe.skipIf(!hasPip)('an evaluation', () => {
  let hub: LocalHub;
  let api: Server;
  let address: string;

  beforeAll(async () => {
    api = createServer((request, response) => {
      request.setEncoding('utf8');
      let body = '';
      request.on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        const { prompt, model } = JSON.parse(body || '{}') as { prompt?: unknown; model?: string };
        const prompts = Array.isArray(prompt) ? prompt : [prompt];
        const choices = prompts.map((_, index) => ({ index, text: ' 4', finish_reason: 'stop' }));
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ id: 'x', object: 'text_completion', model, choices }));
      });
    });
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(api.address() as AddressInfo).port}/v1/completions`;
    hub = await startLocalHub({ jobs: { environment: settingsOfPip() } });
    hub.addToken(TOKEN, { user: 'mara', role: 'write', orgs: ['harbor-labs'] });
    await hub.addModel({ id: REPO, files: MODEL });
  });

  afterAll(async () => {
    await hub.close();
    api.close();
  });

  async function evaluate(...args: readonly string[]) {
    const cwd = await scratchWith({ 'tasks/sums.yaml': TASK, 'tasks/sums.jsonl': SUMS.join('') });
    const asked = ['--framework', 'lm-eval', '--backend', 'local-completions', '--base-url', address];
    const what = ['--repo-id', REPO, '--tasks', 'sums', '--custom-tasks', 'tasks', '--format', 'json'];
    const env = { HF_ENDPOINT: hub.url, HF_TOKEN: TOKEN };
    return runCli(['evaluate', ...what, ...asked, ...args], { cwd, env, limitSeconds: 280 });
  }

  it('runs the framework, brings its results home, and proposes them once', { timeout: 600_000 }, async () => {
    const { code, stdout, stderr } = await evaluate('--create-pr');
    expect([code, /^error \[/m.test(stderr)]).toEqual([0, false]);
    const { status, results, evaluation } = JSON.parse(stdout) as {
      status: string;
      results: readonly { metric: string; value: number; samples: number }[];
      evaluation: { job: { id: string }; cost_usd: number; max_usd: number };
    };
    expect([status, results]).toMatchObject(['proposed', [{ metric: 'exact_match', value: 0.75, samples: 4 }]]);
    expect(evaluation.cost_usd).toBeLessThanOrEqual(evaluation.max_usd);
    expect(hub.jobs.all().map(({ status: { stage } }) => stage)).toEqual(['COMPLETED']);
    // The same again is not paid for, and not proposed a second time.
    const again = JSON.parse((await evaluate('--create-pr')).stdout) as {
      status: string;
      evaluation: { reused: boolean; cost_usd: number };
    };
    expect([again.status, again.evaluation.reused, again.evaluation.cost_usd]).toEqual(['already-proposed', true, 0]);
    expect(hub.jobs.all()).toHaveLength(1);
    expect(hub.repos.get(REPO)?.discussions.size).toBe(1);
  });
});
