import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPTION_ORDER, optionName } from '../../../src/evaluation/parts.ts';
import { type EvaluationOptions, type EvaluationRequest, FRAMEWORKS } from '../../../src/evaluation/request.ts';
import { backendsOf, planCommand } from '../../../src/frameworks/plan.ts';
import { MODEL, SHA } from './short.ts';

const WAYS = FRAMEWORKS.flatMap((framework) => backendsOf(framework).map((backend) => ({ framework, backend })));
/** Texts that mean something to shells, parsers and configurations. */
const HOSTILE = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    ...'--limit|-h|--|-M x=1|a b|a,b=c|$(id)|`id`|"|\'|{"a": 1}|[x]|???|~|null|a\nb: c|\ta|🦅|\u2028|\u0000|\ud800'.split(
      '|',
    ),
    ...'*|../x|main.yaml|-5|@x|#|$'.split('|'),
    '$'.concat('{deployment.image}'),
  ),
);

/** Mostly what makes sense, and now and then what does not. */
function orHostile(...sensible: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...sensible) }, { weight: 1, arbitrary: HOSTILE });
}

const VALUES: { readonly [K in keyof EvaluationOptions]-?: fc.Arbitrary<NonNullable<EvaluationOptions[K]>> } = {
  maxSamples: fc.integer({ min: 1, max: 1000 }),
  batchSize: fc.oneof(fc.integer({ min: 1, max: 512 }), fc.constant('auto' as const)),
  tensorParallelSize: fc.integer({ min: 1, max: 8 }),
  dataParallelSize: fc.integer({ min: 1, max: 8 }),
  gpuMemoryUtilization: fc.constantFrom(0.5, 0.85),
  maxModelLength: fc.integer({ min: 512, max: 8192 }),
  dtype: fc.constantFrom('auto', 'float16', 'bfloat16'),
  chatTemplate: fc.boolean(),
  systemPrompt: HOSTILE,
  trustRemoteCode: fc.boolean(),
  customTasks: orHostile('tasks.py', 'own/tasks'),
  wandb: orHostile('evals'),
  pushToHub: orHostile('org'),
  baseUrl: orHostile('http://127.0.0.1:8000/v1'),
  provider: orHostile('together'),
  extraArgs: fc.constantFrom(['--seed', '1'], ['--no-such-option=1']),
};

const OPTIONS: fc.Arbitrary<EvaluationOptions> = fc
  .subarray(OPTION_ORDER as (keyof EvaluationOptions)[], { maxLength: 5 })
  .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, VALUES[key] as fc.Arbitrary<unknown>]))))
  .map((options) => options as EvaluationOptions);

/** What a backend cannot do without. */
function basis({ framework, backend }: Pick<EvaluationRequest, 'framework' | 'backend'>): EvaluationOptions {
  if (backend === 'endpoint' || backend === 'local-completions') return { baseUrl: 'http://127.0.0.1:8000/v1' };
  return framework === 'lighteval' && backend === 'inference-providers' ? { provider: 'together' } : {};
}

const REQUESTS: fc.Arbitrary<EvaluationRequest> = fc
  .record({ way: fc.constantFrom(...WAYS), name: fc.constantFrom('gsm8k', 'gsm8k', 'kestrel'), options: OPTIONS })
  .map(({ way, name, options }) => ({
    ...way,
    model: { repoId: MODEL, revision: SHA },
    tasks: [{ text: name, name }],
    options: { ...basis(way), ...options },
  }));

const RUNS = { numRuns: 3000 };

function planned(request: EvaluationRequest) {
  const result = planCommand(request);
  return 'plan' in result ? result.plan : undefined;
}

it('enough of what is made up can be planned', () => {
  const plans = fc.sample(REQUESTS, 1000).filter((request) => planned(request) !== undefined);
  expect(plans.length).toBeGreaterThan(200);
});

describe('whatever is asked for', () => {
  it('a text of the user is one argument, or a part of one, and never an option of its own', () => {
    fc.assert(
      fc.property(REQUESTS, (request) => {
        const plan = planned(request);
        if (plan === undefined) return;
        const { extraArgs = [], ...others } = request.options;
        const own = plan.argv.slice(0, plan.argv.length - extraArgs.length);
        const texts = Object.values(others).filter((value) => typeof value === 'string');
        for (const arg of own) {
          expect(arg).not.toContain('\0');
          // What looks like an option is one of the framework's, whatever comes behind its equals sign.
          if (arg.startsWith('-')) expect(arg).toMatch(/^(?:--?[A-Za-z][\w-]*)(?:=[\s\S]*)?$/);
        }
        // As many arguments as with the plainest texts in their places.
        const plain = { ...others, ...(others.systemPrompt === undefined ? {} : { systemPrompt: 'x' }) };
        const again = planned({ ...request, options: { ...plain, extraArgs } });
        expect(again?.argv.length).toBe(plan.argv.length);
        for (const text of texts) {
          // The framework may have an option of that name, which then is there anyway.
          const isOwn = again?.argv.includes(text);
          if (text.startsWith('-') && !isOwn) expect(own).not.toContain(text);
        }
      }),
      RUNS,
    );
  });

  it('the plan is the same each time, and in whatever order options are given', () => {
    fc.assert(
      fc.property(REQUESTS, (request) => {
        const reversed = Object.fromEntries(Object.entries(request.options).reverse()) as EvaluationOptions;
        expect(planCommand({ ...request, options: reversed })).toEqual(planCommand(request));
      }),
      RUNS,
    );
  });

  it('an option changes the plan, or a problem names it', () => {
    fc.assert(
      fc.property(REQUESTS, (request) => {
        const result = planCommand(request);
        for (const key of Object.keys(request.options) as (keyof EvaluationOptions)[]) {
          if ('problems' in result) {
            // Without this option there is less to complain about, or it is no part of the trouble.
            const { [key]: _, ...rest } = request.options;
            const without = planCommand({ ...request, options: rest });
            if ('problems' in without) continue;
            expect(result.problems.join('\n')).toContain(optionName(key));
            continue;
          }
          if (isDefault(key, request.options)) continue;
          const { [key]: _, ...rest } = request.options;
          expect(planCommand({ ...request, options: rest })).not.toEqual(result);
        }
      }),
      RUNS,
    );
  });
});

/** What is so in any case: one copy of a model, and code that is not trusted. */
function isDefault(key: keyof EvaluationOptions, options: EvaluationOptions): boolean {
  const value = options[key];
  return (
    ((key === 'tensorParallelSize' || key === 'dataParallelSize') && value === 1) ||
    (key === 'trustRemoteCode' && value === false) ||
    (key === 'gpuMemoryUtilization' && value === 0.9) ||
    (key === 'batchSize' && value === 'auto')
  );
}

describe('the texts of files', () => {
  it('are JSON that YAML reads as the same', async () => {
    const { load } = await import('js-yaml');
    fc.assert(
      fc.property(REQUESTS, (request) => {
        for (const text of Object.values(planned(request)?.files ?? {})) {
          expect(load(text)).toEqual(JSON.parse(text));
          expect(text).not.toMatch(/[\x7f-\x9f\u2028\u2029\ufeff]/);
        }
      }),
      RUNS,
    );
  });
});
