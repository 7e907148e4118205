import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../src/command-line.ts';

const ASKED = ['evaluate', '--repo-id', 'org/model', '--framework', 'lm-eval', '--tasks', 'gsm8k'];

function evaluateOf(args: readonly string[]): unknown {
  const request = parseCommandLine(args, {});
  return request.kind === 'run' ? request.config.evaluate : request;
}

describe('the options of the evaluation skill’s job scripts', () => {
  it.each<[string, readonly string[], object]>([
    ['--model', ['--model', 'org/model', '--framework', 'inspect', '--task', 'gsm8k'], { framework: 'inspect-ai' }],
    ['--limit', [...ASKED.slice(1), '--limit', '20'], { options: { maxSamples: 20 } }],
    ['--max-samples', [...ASKED.slice(1), '--max-samples', '20'], { options: { maxSamples: 20 } }],
    ['--max-model-len', [...ASKED.slice(1), '--max-model-len', '4096'], { options: { maxModelLength: 4096 } }],
    ['--use-chat-template, last', [...ASKED.slice(1), '--use-chat-template'], { options: { chatTemplate: true } }],
    [
      '--use-chat-template, before another',
      [...ASKED.slice(1), '--use-chat-template', '--limit', '5'],
      { options: { chatTemplate: true, maxSamples: 5 } },
    ],
    [
      '--trust-remote-code',
      [...ASKED.slice(1), '--trust-remote-code', '--hardware', 'a10g-small', '--tensor-parallel-size', '1'],
      {
        hardware: { kind: 'named', name: 'a10g-small' },
        options: { trustRemoteCode: true, tensorParallelSize: 1 },
      },
    ],
  ])('are understood: %s', (_, args, config) => {
    expect(evaluateOf(['evaluate', ...args])).toMatchObject({ tasks: [{ name: 'gsm8k' }], ...config });
  });
});

it.each<[readonly string[], boolean | undefined]>([
  [['--chat-template'], true],
  [['--chat-template', 'true'], true],
  [['--chat-template', 'false'], false],
  [['--chat-template=false'], false],
  [[], undefined],
])('a chat template is wanted, or not, or left to the framework: %j', (args, expected) => {
  expect(evaluateOf([...ASKED, ...args])).toMatchObject({
    options: expected === undefined ? {} : { chatTemplate: expected },
  });
  if (expected === undefined) expect(evaluateOf(ASKED)).not.toHaveProperty('options.chatTemplate');
});
