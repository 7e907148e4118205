import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FRAMEWORKS } from '../../src/evaluation/request.ts';
import { backendsOf } from '../../src/frameworks/plan.ts';
import { planOf } from '../../test/frameworks/plans/short.ts';
import type { Checks } from '../frameworks/checks.ts';
import { makeEnvironment, type Python } from '../frameworks/install.ts';
import { runOnce } from '../frameworks/process.ts';

/** Requests that ask for all that their packages have to bring. */
const RICH: readonly string[] = [
  'lighteval vllm ifeval wandb=evals',
  'lighteval accelerate gsm8k extra-args="--load-tasks-multilingual"',
  'lighteval endpoint gsm8k base-url=http://127.0.0.1:8000/v1 wandb=evals',
  'lm-eval vllm mmlu data-parallel-size=2 wandb=evals',
  'lm-eval hf mmlu wandb=evals',
  'inspect-ai vllm math',
];

/** What each backend needs, so that there is a plan of it. */
const OPTIONS: Readonly<Record<string, string>> = {
  endpoint: 'base-url=http://127.0.0.1:8000/v1',
  'local-completions': 'base-url=http://127.0.0.1:8000/v1',
};

/** Lets uv find all packages of each plan, for the machine that they are for. */
export async function checkResolution(python: Python, checks: Checks): Promise<void> {
  const environment = await makeEnvironment(python, { name: 'uv', install: 'uv' });
  const folder = mkdtempSync(join(tmpdir(), 'hf-eval-commands-uv-'));
  const plain = FRAMEWORKS.flatMap((framework) =>
    backendsOf(framework).map((backend) => {
      const provider = framework === 'lighteval' && backend === 'inference-providers' ? 'provider=together' : '';
      return [framework, backend, 'gsm8k', OPTIONS[backend] ?? '', provider].join(' ').trim();
    }),
  );
  for (const short of [...plain, ...RICH]) {
    const plan = planOf(short);
    const file = join(folder, 'requirements.in');
    writeFileSync(file, `${plan.requirements.join('\n')}\n`);
    const platform = ['--python-platform', 'x86_64-manylinux_2_28', '--python-version', plan.python];
    const args = ['-m', 'uv', 'pip', 'compile', '--quiet', ...platform, '--exclude-newer', plan.resolvedUntil, file];
    const { code, output } = await runOnce(environment.python, args, { seconds: 300, cwd: folder });
    const lines = output.split('\n').filter((line) => /^\S+==/.test(line));
    const torch = lines.find((line) => line.startsWith('torch==')) ?? 'no torch';
    const what = `resolves, ${lines.length} packages, ${torch}: ${short}`;
    checks.tell(what, code === 0 ? undefined : output.trim().slice(0, 600));
  }
}
