// Runs test/act/propose.yml under act against a local Hub: node scripts/ci/propose-under-act.ts ACT
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { startLocalHub } from '../../test/local-hub/server.ts';

const REPO = 'harbor-labs/Kestrel-7B-Instruct';
const TOKEN = 'hf_maintainerOfHarborLabs';
const [, , act = 'act'] = process.argv;

const hub = await startLocalHub();
try {
  hub.addToken(TOKEN, { user: 'mara', role: 'write', orgs: ['harbor-labs'] });
  await hub.addModel({ id: REPO, files: { 'README.md': readFileSync('examples/model-card/README.md') } });
  const args = ['push', '--workflows', 'test/act/propose.yml', '--platform', 'ubuntu-latest=-self-hosted'];
  const child = spawn(act, [...args, '--no-cache-server', '--env', `HF_ENDPOINT=${hub.url}`], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, HF_ENDPOINT: hub.url, HF_TOKEN: TOKEN },
  });
  process.exitCode = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? 1)));
} finally {
  await hub.close();
}
