import { parseConfig, type RawOptions } from '../../../src/config.ts';
import { publishExtracted } from '../../../src/flows/publish/publish.ts';
import type { Published } from '../../../src/flows/publish/step.ts';
import { type LocalHub, startLocalHub } from '../../local-hub/server.ts';

export const REPO = 'org/Kestrel-7B';
/** The owner's token, that of another account, and one of this program's accounts on other repos. */
export const OWNER = 'hf_ownerOwnerOwnerOwner';
export const BOT = 'hf_botBotBotBotBotBotBot';
export const STRANGER = 'hf_strangerStrangerStr';

export const CARD = `---
license: mit
pipeline_tag: text-generation
---
# Kestrel 7B

## Evaluation

| Benchmark | Kestrel 7B | Heron 13B |
|---|---:|---:|
| MMLU | 61.2 | 66.0 |
| GSM8K | 52.1 | 60.3 |
| HLE | 25.1 | 20.2 |
`;

/** A local Hub with one model, its owner, and an account that may only propose. */
export async function startHub(files: Readonly<Record<string, string>> = { 'README.md': CARD }): Promise<LocalHub> {
  // Thousands of runs take less than a window of the limits.
  const many = 1e9;
  const hub = await startLocalHub({ limits: { api: many, resolvers: many, pages: many } });
  hub.addToken(OWNER, { user: 'org', role: 'write' });
  hub.addToken(BOT, { user: 'bot', role: 'write' });
  hub.addToken(STRANGER, { user: 'stranger', role: 'write' });
  await hub.addModel({ id: REPO, files });
  return hub;
}

export type Run = {
  readonly token?: string | undefined;
  readonly today?: string;
  readonly timeoutSeconds?: number;
  readonly fetch?: (input: string | URL, init?: RequestInit) => Promise<Response>;
};

/** Runs the command line's flow against a Hub; waits take no time. */
export function publish(hub: LocalHub, raw: RawOptions = {}, run: Run = {}): Promise<Published> {
  const { token = BOT, today = '2026-03-01' } = run;
  const how: RawOptions = raw.apply === undefined ? { 'create-pr': 'true' } : {};
  const config = parseConfig(
    'extract-readme',
    { 'repo-id': REPO, 'output-format': 'both', ...how, ...raw },
    { HF_TOKEN: token, HF_ENDPOINT: hub.url },
  );
  return publishExtracted(config, {
    fetch: run.fetch ?? fetch,
    userAgent: 'hf-eval/test',
    say: () => {},
    today,
    sleep: async () => {},
    timeoutSeconds: run.timeoutSeconds ?? 0.25,
  });
}
