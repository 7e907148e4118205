import { describe, expect, it } from 'vitest';
import { modelNamesOf } from '../../src/evaluation/model-names.ts';
import { identify, type Target } from '../../src/frameworks/identity.ts';
import { readModel as readInspect } from '../../src/frameworks/inspect-ai/model.ts';
import { readModel as readLighteval } from '../../src/frameworks/lighteval/model.ts';
import { readModel as readLmEval } from '../../src/frameworks/lm-eval/model.ts';
import type { ClaimedModel } from '../../src/frameworks/run.ts';
import { MODEL, planOf, requestOf, SHA } from '../frameworks/plans/short.ts';

const SERVED = 'base-url=http://127.0.0.1:8000/v1';

function after(argv: readonly string[], option: string): string {
  return argv[argv.indexOf(option) + 1] ?? '';
}

/** The model of a result file, when the framework writes there what the command line has told it. */
function claimedBy(short: string): ClaimedModel | undefined {
  const { argv } = planOf(short);
  if (short.startsWith('lighteval')) {
    const [, name = '', revision] = /model_name=([^,]+)(?:,revision=([0-9a-f]+))?/.exec(argv.join(' ')) ?? [];
    const config = { model_name: name, ...(revision === undefined ? {} : { revision }) };
    return readLighteval({ model_name: name, model_config: config }).facts.model;
  }
  if (short.startsWith('lm-eval')) {
    return readLmEval({ config: { model: after(argv, '--model'), model_args: after(argv, '--model_args') } });
  }
  const args = argv.flatMap((arg, at) => (argv[at - 1] === '-M' ? [arg.split('=', 2)] : []));
  return readInspect({ model: after(argv, '--model'), model_args: Object.fromEntries(args) }).model;
}

function targetOf(short: string): Target {
  const models = new Map(modelNamesOf({ ...requestOf(short), model: MODEL }).map((name) => [name, { repoId: MODEL }]));
  return { repoId: MODEL, revision: 'main', models };
}

describe('what a framework calls the model is known to be the one that was asked for', () => {
  it.each([
    'lighteval vllm gsm8k',
    'lighteval accelerate gsm8k',
    'lighteval inference-providers gsm8k provider=together',
    `lighteval endpoint gsm8k ${SERVED}`,
    'lm-eval vllm gsm8k',
    'lm-eval hf gsm8k',
    `lm-eval local-completions gsm8k ${SERVED}`,
    'inspect-ai vllm gsm8k',
    'inspect-ai hf gsm8k',
    'inspect-ai inference-providers gsm8k',
    'inspect-ai inference-providers gsm8k provider=cerebras',
  ])('%s', (short) => {
    const model = claimedBy(short);
    if (model === undefined) throw new Error('the file names none');
    expect(identify({ model }, 'results.json', targetOf(short))).toMatchObject({ repoId: MODEL });
  });
});

describe('no other name is', () => {
  const short = `lighteval endpoint gsm8k ${SERVED}`;
  it.each([
    `azure/${MODEL}`,
    `openai/${MODEL}-Instruct`,
    `openai/openai/${MODEL}`,
    `OPENAI/${MODEL}`,
    `openai/${MODEL}/`,
    'openai/other/model',
    'other/model',
    './org/model',
  ])('%s', (name) => {
    expect(identify({ model: { name } }, 'results.json', targetOf(short))).toHaveProperty('refused');
  });

  it('nor that of a server, where the model was loaded', () => {
    const model = { name: `openai/${MODEL}`, sha: SHA };
    expect(identify({ model }, 'results.json', targetOf('lighteval vllm gsm8k'))).toHaveProperty('refused');
  });
});
