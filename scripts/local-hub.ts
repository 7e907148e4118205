// A Hub to play with, on this machine: npm run local-hub [-- --port N]. Nothing of it is left when it ends.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startLocalHub } from '../test/local-hub/server.ts';

const REPO = 'harbor-labs/Kestrel-7B-Instruct';
const OWNER = 'hf_maintainerOfHarborLabs';
const STRANGER = 'hf_somebodyFromTheCommunity';
const READER = 'hf_readOnly';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8765' } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`--port ${values.port}: a number from 0 (any that is free) to 65535`);
  process.exit(2);
}

const card = readFileSync(fileURLToPath(new URL('../examples/model-card/README.md', import.meta.url)));
const hub = await startLocalHub({ port }).catch((error: Error) => {
  console.error(`The local Hub cannot listen on port ${port}: ${error.message}. Try another --port.`);
  process.exit(1);
});
hub.addToken(OWNER, { user: 'mara', role: 'write', orgs: ['harbor-labs'] });
hub.addToken(STRANGER, { user: 'joost', role: 'write' });
hub.addToken(READER, { user: 'joost', role: 'read' });
const shape = { torch_dtype: 'bfloat16', num_hidden_layers: 32, hidden_size: 4096, num_attention_heads: 32 };
const config = JSON.stringify({ ...shape, num_key_value_heads: 8, max_position_embeddings: 32_768 });
await hub.addModel({ id: REPO, files: { 'README.md': card, 'config.json': config }, safetensors: { BF16: 7.3e9 } });
await hub.addModel({ id: 'harbor-labs/Kestrel-7B-private', files: { 'README.md': card }, private: true });
await hub.addModel({ id: 'harbor-labs/Kestrel-7B-gated', files: { 'README.md': card }, gated: 'manual' });
await hub.addModel({ id: 'harbor-labs/Kestrel-7B-contested', files: { 'README.md': card } });
hub.propose('harbor-labs/Kestrel-7B-contested', {
  title: 'Add evaluation results',
  description: 'From our own run.',
  author: 'joost',
  files: { '.eval_results/gsm8k.yaml': '- dataset: {id: openai/gsm8k, task_id: gsm8k}\n  value: 71.0\n' },
});
await hub.addDataset({
  id: 'openai/gsm8k',
  files: { 'eval.yaml': 'name: GSM8K\nevaluation_framework: inspect-ai\ntasks:\n- id: gsm8k\n' },
  tags: ['benchmark:official'],
});

console.log(`A Hub of its own listens at ${hub.url} until Ctrl+C.

Repos    ${[...hub.repos.keys()].join('\n         ')}
Tokens   ${OWNER}    mara, of harbor-labs: may write there
         ${STRANGER}  joost: may open pull requests
         ${READER}                  joost, to read alone

Try
  export HF_ENDPOINT=${hub.url} HF_TOKEN=${OWNER}
  node dist/cli/index.js inspect-tables --repo-id ${REPO}
  node dist/cli/index.js extract-readme --repo-id ${REPO} --table 2
  node dist/cli/index.js evaluate --repo-id ${REPO} --framework lm-eval --tasks "gsm8k|5" --dry-run
  curl $HF_ENDPOINT/api/models/${REPO}
  curl $HF_ENDPOINT/api/models/harbor-labs/Kestrel-7B-contested/discussions
  curl "$HF_ENDPOINT/api/models/harbor-labs/Kestrel-7B-contested?expand=evalResults"
  python3 -c 'import huggingface_hub as h; print(h.whoami())'
  git --git-dir=${hub.repos.get(REPO)?.dir} log --stat --all

Jobs run for real: as you, on this machine, without a container. With the hf of huggingface_hub, or with curl:
  hf jobs run --flavor t4-small python:3.12 bash -c 'echo "job $JOB_ID has a $ACCELERATOR"'
  hf jobs ps -a
  curl -H "Authorization: Bearer $HF_TOKEN" -H "Content-Type: application/json" $HF_ENDPOINT/api/jobs/mara \\
    -d '{"dockerImage":"python:3.12","command":["echo","hello"],"flavor":"cpu-basic"}'
  curl -H "Authorization: Bearer $HF_TOKEN" $HF_ENDPOINT/api/jobs/mara
  curl $HF_ENDPOINT/api/jobs/hardware
`);

// One line a request, when it is answered: what the clients ask and what they get.
let told = 0;
setInterval(() => {
  for (; hub.requests[told]?.answer !== undefined; told += 1) {
    const { method, path, tokenKind, user, answer } = hub.requests[told] ?? {};
    console.log(`${answer?.status} ${method} ${path}  (${user ?? tokenKind})`);
  }
}, 200);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void hub.close().then(() => process.exit(0));
  });
}
