import type { Cause, DiagnosisCode, JobFacts } from '../src/evaluation/causes/cause.ts';
import { GPU_CAUSES } from '../src/evaluation/causes/gpu.ts';
import { MODEL_CAUSES } from '../src/evaluation/causes/model.ts';
import { PASSING_CAUSES, RUN_CAUSES } from '../src/evaluation/causes/run.ts';
import { diagnose } from '../src/evaluation/diagnose.ts';
import { chooseHardware, gigabytes, type HardwareChoice } from '../src/evaluation/hardware/choose.ts';
import { type Flavor, hasBfloat16, usdPerHour } from '../src/evaluation/hardware/flavor.ts';
import stored from '../src/evaluation/hardware/flavors.json' with { type: 'json' };
import { needOf } from '../src/evaluation/hardware/need.ts';
import type { ModelFacts } from '../src/evaluation/model-facts.ts';
import { estimate } from '../src/evaluation/money/estimate.ts';
import { duration, usd } from '../src/evaluation/money/words.ts';
import { type Backend, FRAMEWORKS, type Framework } from '../src/evaluation/request.ts';
import { readTasks } from '../src/evaluation/tasks.ts';
import { CHECKED, VERSIONS } from '../src/evaluation/versions.ts';
import { backendsOf, planCommand } from '../src/frameworks/plan.ts';
import { MODELS } from './model-shapes.ts';
import { fillIn, table } from './reference.ts';

const FLAVORS: readonly Flavor[] = stored.flavors;
const TASKS = ['gsm8k|5', 'mmlu|5', 'ifeval'];
const ASKED = { framework: 'lm-eval', backend: 'vllm', options: {} } as const;

/** docs/evaluate.md with the text between each pair of markers replaced by its table. */
export function withEvaluationTables(page: string): string {
  return fillIn(page, { costs: costs(), backends: backends(), causes: causes() });
}

/** What models of many sizes run on, for how long, and for how much. */
function costs(): string {
  const head = ['Model', 'Weights', '`auto`', '`simple`', ...TASKS.map((name) => `\`${name}\``)];
  const rows = MODELS.map(({ label, facts }) => {
    const auto = choose(facts, 'auto');
    const needed = [label, gigabytes(needOf(facts, ASKED)?.weightBytes ?? 0)];
    if ('problem' in auto) return [...needed, 'none', simple(facts), ...TASKS.map(() => '')];
    const { flavor, tensorParallelSize } = auto;
    const cards = tensorParallelSize === undefined ? '' : `, over ${tensorParallelSize} cards`;
    const machine = `\`${flavor.name}\`, ${usd(usdPerHour(flavor))}/h${cards}`;
    return [...needed, machine, simple(facts), ...TASKS.map((name) => likely(facts, name, flavor))];
  });
  const when = `By the Hub's prices of ${stored.checked}; a run asks for those of the day.`;
  return `${table(head, rows)}\n\n${when}`;
}

function choose(facts: ModelFacts, kind: 'auto' | 'simple'): HardwareChoice | { readonly problem: string } {
  return chooseHardware(facts, { ...ASKED, needsGpu: true }, { kind }, FLAVORS);
}

/** The machine of the published table, or why it is of no use. */
function simple(facts: ModelFacts): string {
  const choice = choose(facts, 'simple');
  if ('problem' in choice) return choice.problem;
  const { flavor } = choice;
  const isTooSmall = (needOf(facts, ASKED)?.bytes ?? 0) > flavor.gpuBytes;
  const lacks = isTooSmall
    ? ': does not fit'
    : facts.dtype === 'bfloat16' && !hasBfloat16(flavor)
      ? ': has no bfloat16'
      : `, ${usd(usdPerHour(flavor))}/h`;
  return `\`${flavor.name}\`${lacks}`;
}

function likely(facts: ModelFacts, name: string, flavor: Flavor): string {
  const read = readTasks([name]);
  const found = estimate(facts, { ...ASKED, tasks: 'tasks' in read ? read.tasks : [] }, flavor);
  return 'unknown' in found ? '' : `${duration(found.seconds)}, ${usd(found.usd)}`;
}

/** A task that a framework has, to see what its plans need. */
const SOME_TASK: Readonly<Record<Framework, string>> = {
  lighteval: 'gsm8k',
  'inspect-ai': 'gsm8k',
  'lm-eval': 'gsm8k',
  'nemo-evaluator': 'lm-evaluation-harness.ifeval',
};

/** What each framework can run a model with, and in which versions. */
function backends(): string {
  const rows = FRAMEWORKS.flatMap((framework) =>
    backendsOf(framework).map((backend, index) => {
      const { packages = {} } = VERSIONS.pins[framework][backend] ?? {};
      const versions = Object.entries(packages).map((pair) => pair.join(' '));
      return [index === 0 ? `\`${framework}\`` : '', `\`${backend}\``, runsOn(framework, backend), versions.join(', ')];
    }),
  );
  const when = `Looked at last on ${CHECKED}. Python ${VERSIONS.python}; nothing else that is installed is newer than these.`;
  return `${table(['Framework', 'Backend', 'Rents', 'Versions'], rows)}\n\n${when}`;
}

function runsOn(framework: Framework, backend: Backend): string {
  const name = SOME_TASK[framework];
  const isAddressed = backend === 'endpoint' || backend === 'local-completions';
  const result = planCommand({
    framework,
    backend,
    model: { repoId: 'harbor-labs/Kestrel-7B', revision: 'a'.repeat(40) },
    tasks: [{ text: name, name }],
    options: {
      ...(isAddressed ? { baseUrl: 'https://models.example/v1' } : {}),
      ...(backend === 'inference-providers' ? { provider: 'together' } : {}),
    },
  });
  if ('problems' in result) throw new Error(`${framework}, ${backend}: ${result.problems.join('; ')}`);
  if (result.plan.needsDocker) return 'not on Hub Jobs: needs Docker';
  return result.plan.needsGpu ? 'a GPU' : 'a CPU: the model is behind an API';
}

/** What is said of each cause of a failure that is known. */
function causes(): string {
  const known = [...GPU_CAUSES, ...MODEL_CAUSES, ...RUN_CAUSES, ...PASSING_CAUSES];
  const first = known.filter(({ code }, index) => known.findIndex((one) => one.code === code) === index);
  const rows = [
    ...first.map((one): [DiagnosisCode, string, string] => [one.code, one.message(found(one), {}), hintOf(one)]),
    // Told by the job, not by a line of its log.
    ...[{ message: 'Job timeout' }, { exitCode: 3, phase: 'run' }].map((job: JobFacts): [string, string, string] => {
      const told = diagnose([], job);
      return [told?.code ?? '', told?.message ?? '', told?.hint ?? ''];
    }),
  ];
  return table(
    ['`cause`', 'What it means', 'What to do'],
    rows.map(([code, message, hint]) => [`\`${code}\``, message, hint]),
  );
}

/** What the log would tell, left open. */
function found({ pattern }: Cause): Readonly<Record<string, string>> {
  return Object.fromEntries([...pattern.source.matchAll(/\(\?<(\w+)>/g)].map(([, name = '']) => [name, '…']));
}

/** Not of what the log may tell besides: advice in general. */
function hintOf({ hint }: Cause): string {
  return hint({}, {}).replaceAll('undefined', '…');
}
