import { describe, expect, it } from 'vitest';
import { findLost } from '../../src/frameworks/lost-tasks.ts';
import { readFiles } from '../../src/frameworks/read-all.ts';
import { filesOf, GSM8K, inspectLog, lighteval, lmEval } from './results-fixtures.ts';

const sidecar = (framework: string, tasks: readonly string[], programExitCode = 0) => ({
  version: 1,
  run: '0123456789abcdef'.repeat(2),
  about: { framework, tasks },
  argv: ['x'],
  phases: {},
  exitCode: programExitCode,
  programExitCode,
});

async function lost(results: Readonly<Record<string, unknown>>, beside: object): Promise<readonly string[]> {
  const files = filesOf({ ...results, 'out/run.json': beside });
  return findLost(files, await readFiles(files)).map(({ text }) => text);
}

const lm = (...names: string[]) => ({
  'out/output/r.json': lmEval({ tasks: Object.fromEntries(names.map((name) => [name, GSM8K])) }),
});
const light = (...keys: string[]) => ({
  'out/output/r.json': lighteval(Object.fromEntries(keys.map((key) => [key, { em: 0.5 }]))),
});
const inspect = (...tasks: string[]) =>
  Object.fromEntries(tasks.map((task) => [`out/output/${task.replace('/', '_')}.json`, inspectLog({ task })]));

describe('a task that was asked for and left no results', () => {
  it.each<[string, Readonly<Record<string, unknown>>, object, string[]]>([
    ['none', lm('gsm8k', 'arc_easy'), sidecar('lm-eval', ['gsm8k|5', 'arc_easy|5']), []],
    ['one', lm('gsm8k'), sidecar('lm-eval', ['gsm8k|5', 'hellaswag|5']), ['hellaswag|5']],
    ['none of a group', lm('mmlu_anatomy'), sidecar('lm-eval', ['mmlu']), []],
    ['perhaps none, for a tag has another name', lm('arc_easy'), sidecar('lm-eval', ['ai2_arc']), []],
    ['none of a run that failed altogether', lm('gsm8k'), sidecar('lm-eval', ['gsm8k', 'piqa'], 1), []],
    ['none of another framework', lm('gsm8k'), sidecar('lighteval', ['piqa']), []],
    ['none of a family', light('mmlu:anatomy|5'), sidecar('lighteval', ['leaderboard|mmlu|5|0']), []],
    ['that with other shots', light('gsm8k|5'), sidecar('lighteval', ['gsm8k|5', 'gsm8k']), ['gsm8k']],
    ['none with settings', light('gpqa:diamond@k=4|0'), sidecar('lighteval', ['gpqa:diamond@k=4']), []],
    ['one of lighteval, which knows no tags', light('piqa|0'), sidecar('lighteval', ['gsm8k']), ['gsm8k']],
    ['a log', inspect('inspect_evals/gsm8k'), sidecar('inspect-ai', ['gsm8k', 'drop']), ['drop']],
    ['none of a variant', inspect('inspect_evals/mmlu_5_shot'), sidecar('inspect-ai', ['mmlu|5']), []],
    ['none of a file', inspect('own'), sidecar('inspect-ai', ['tasks.py@own']), []],
    ['perhaps none, for a dataset names its tasks itself', inspect('own'), sidecar('inspect-ai', ['hf/org/data']), []],
  ])('%s', async (_, results, beside, expected) => {
    expect(await lost(results, beside)).toEqual(expected);
  });
});
