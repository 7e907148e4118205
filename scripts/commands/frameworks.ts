import { fileURLToPath } from 'node:url';
import type { Framework } from '../../src/evaluation/request.ts';
import { type Environment, makeEnvironment, type Python, prepareLighteval } from '../frameworks/install.ts';

/** A framework as it is asked here: where it is installed, and the script that hands it command lines. */
export type Asked = { readonly name: Framework; readonly environment: Environment; readonly script: string };

const SCRIPTS: Readonly<Record<Framework, string>> = {
  lighteval: fileURLToPath(new URL('./read-lighteval.py', import.meta.url)),
  'inspect-ai': fileURLToPath(new URL('./read-inspect-ai.py', import.meta.url)),
  'lm-eval': fileURLToPath(new URL('./read-lm-eval.py', import.meta.url)),
  'nemo-evaluator': fileURLToPath(new URL('./read-nemo-evaluator.py', import.meta.url)),
};

/**
 * Installs no more than parsers need: lm-eval does without torch, and inspect-ai without models. lighteval imports torch.
 *
 * @throws Error when pip cannot bring them.
 */
export async function install(python: Python, name: Framework): Promise<Asked> {
  return { name, environment: await INSTALL[name](python), script: SCRIPTS[name] };
}

const INSTALL: Readonly<Record<Framework, (python: Python) => Promise<Environment>>> = {
  'lm-eval': (python) => makeEnvironment(python, { name: 'lm-eval', install: 'lm-eval' }),
  async 'inspect-ai'(python) {
    const linked = await makeEnvironment(python, { name: 'inspect-ai', install: 'inspect-ai' });
    return makeEnvironment(python, { name: 'inspect-evals', install: 'inspect-evals openai', linked });
  },
  async lighteval(python) {
    const linked = await makeEnvironment(python, { name: 'torch', install: 'torch' });
    const environment = await makeEnvironment(python, { name: 'lighteval', install: 'lighteval', linked });
    prepareLighteval(environment);
    return environment;
  },
  'nemo-evaluator': (python) => makeEnvironment(python, { name: 'nemo-evaluator', install: 'nemo-evaluator-launcher' }),
};
