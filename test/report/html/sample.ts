import type { Comparison, Part, Report, ReportRow, Trend } from '../../../src/report/html/report.ts';

const SUBJECTS =
  'abstract_algebra anatomy astronomy business_ethics clinical_knowledge college_biology college_chemistry college_computer_science college_mathematics college_medicine college_physics computer_security conceptual_physics econometrics electrical_engineering elementary_mathematics formal_logic global_facts high_school_biology high_school_chemistry high_school_computer_science high_school_european_history high_school_geography high_school_government_and_politics high_school_macroeconomics high_school_mathematics high_school_microeconomics high_school_physics high_school_psychology high_school_statistics high_school_us_history high_school_world_history human_aging human_sexuality international_law jurisprudence logical_fallacies machine_learning management marketing medical_genetics miscellaneous moral_disputes moral_scenarios nutrition philosophy prehistory professional_accounting professional_law professional_medicine professional_psychology public_relations security_studies sociology us_foreign_policy virology world_religions'.split(
    ' ',
  );

const LM_EVAL = 'results/lm-eval/harbor-labs__Kestrel-7B-Instruct/results_2026-02-27T03-44-18.458309.json';
const LIGHTEVAL = 'results/lighteval/results_2026-02-26T18-02-51.114202.json';
const INSPECT = 'logs/2026-02-27T09-10-44+00-00_gpqa-diamond_8zXjbRzCWrL9GXiXo2vus9.eval';

/** Made up, but of a shape that runs have. */
const parts: readonly Part[] = SUBJECTS.map((name, at) => {
  const samples = 100 + ((at * 37) % 11) * 40;
  const value = 0.28 + 0.6 * (((at * 29) % 57) / 57) ** 0.6;
  return { name, value, stderr: Math.sqrt((value * (1 - value)) / samples), samples };
});

const lmEval = (benchmark: string, metric: string, value: number, samples: number, shots: number): ReportRow => ({
  benchmark,
  metric,
  value,
  written: String(value),
  unit: 'fraction',
  stderr: Math.sqrt((value * (1 - value)) / samples),
  shots,
  samples,
  by: 'lm-eval 0.4.9',
  file: LM_EVAL,
  date: '2026-02-27T03:44:18Z',
});

const rows: readonly ReportRow[] = [
  lmEval('mmlu', 'acc,none', 0.6184589090086751, 14042, 5),
  lmEval('gsm8k', 'exact_match,strict-match', 0.7149355572403336, 1319, 8),
  lmEval('arc_challenge', 'acc_norm,none', 0.5529010238907849, 1172, 25),
  lmEval('hellaswag', 'acc_norm,none', 0.8044214299940251, 10042, 10),
  lmEval('winogrande', 'acc,none', 0.7379636937647988, 1267, 5),
  lmEval('truthfulqa_mc2', 'acc,none', 0.5102, 817, 0),
  {
    benchmark: 'wikitext',
    metric: 'word_perplexity,none',
    value: 8.7318,
    written: '8.7318',
    by: 'lm-eval 0.4.9',
    file: LM_EVAL,
    date: '2026-02-27T03:44:18Z',
  },
  {
    benchmark: 'ifeval',
    metric: 'prompt_level_strict_acc',
    value: 64.33,
    written: '64.33',
    unit: 'percent',
    stderr: 2.06,
    shots: 0,
    samples: 541,
    by: 'lighteval 0.13.0',
    file: LIGHTEVAL,
    date: '2026-02-26T18:02:51Z',
  },
  {
    benchmark: 'aime24',
    metric: 'pass@1',
    value: 10,
    written: '10.0',
    unit: 'percent',
    stderr: 5.57,
    shots: 0,
    samples: 30,
    by: 'lighteval 0.13.0',
    file: LIGHTEVAL,
    date: '2026-02-26T18:02:51Z',
  },
  {
    benchmark: 'gpqa_diamond',
    metric: 'accuracy',
    value: 0.3,
    written: '0.3',
    unit: 'fraction',
    stderr: 0.0851,
    samples: 30,
    by: 'inspect-ai 0.3.130',
    file: INSPECT,
    date: '2026-02-27T09:10:44Z',
    partial: true,
  },
];

/** Two benchmarks of each size, a change of each kind. */
export const COMPARISON: Comparison = {
  baseline: 'main @ 4f1c2ab',
  baselineDate: '2026-01-12T08:30:00Z',
  alpha: 0.05,
  isTested: true,
  unmatched: [{ name: 'BoolQ, 0-shot', reason: 'the baseline has 2 numbers for it', isGap: true }],
  items: [
    {
      benchmark: 'gsm8k',
      before: 0.7505,
      beforeStderr: 0.0119,
      after: 0.7149,
      afterStderr: 0.0124,
      delta: -0.0356,
      verdict: 'worse',
      p: 0.0002,
      smallestEffect: 0.0261,
      why: 'paired McNemar over 1,319 samples: 71 lost, 24 won',
      flips: {
        total: 71,
        shown: [
          {
            id: '17',
            question:
              'Two trains leave San Rafael at the same time. They begin traveling westward, both traveling for 80 miles. The next day, they travel northwards, covering 150 miles. What is the distance covered by each train in the two days?',
            target: '230',
            before: 'Each train travels 80 + 150 = 230 miles. #### 230',
            now: 'The distance is sqrt(80² + 150²) = 170 miles. #### 170',
          },
          {
            id: '42',
            question: 'A robe takes 2 bolts of blue fiber and half that much white fiber. How many bolts in total?',
            target: '3',
            before: '#### 3',
            now: '#### 2.5',
          },
        ],
      },
    },
    {
      benchmark: 'arc_challenge',
      before: 0.5213,
      beforeStderr: 0.0146,
      after: 0.5529,
      afterStderr: 0.0145,
      delta: 0.0316,
      verdict: 'better',
      p: 0.0041,
      smallestEffect: 0.0288,
      why: 'paired McNemar over 1,172 samples: 31 lost, 68 won',
    },
    {
      benchmark: 'mmlu',
      before: 0.6171,
      beforeStderr: 0.0039,
      after: 0.6185,
      afterStderr: 0.0039,
      delta: 0.0014,
      verdict: 'same',
      p: 0.61,
      smallestEffect: 0.0154,
      why: 'difference of two means with their standard errors',
    },
    {
      benchmark: 'aime24',
      before: 13.33,
      beforeStderr: 6.31,
      after: 10,
      afterStderr: 5.57,
      delta: -3.33,
      verdict: 'inconclusive',
      p: 0.69,
      smallestEffect: 23.57,
      why: '30 samples cannot show a change below 23.57',
    },
    {
      benchmark: 'wikitext',
      before: 8.91,
      after: 8.7318,
      delta: -0.1782,
      verdict: 'better',
      why: 'lower is better; the change is beyond the tolerance of 0.1',
    },
  ],
};

/** Six checkpoints, one of which has not been measured on everything. */
export const TREND: Trend = {
  revisions: ['step-25000', 'step-50000', 'step-75000', 'step-100000', 'step-125000', 'main'],
  lines: [
    {
      benchmark: 'mmlu',
      values: [0.274, 0.391, 0.487, 0.552, 0.6171, 0.6185],
      stderrs: [0.0037, 0.0041, 0.0042, 0.0041, 0.0039, 0.0039],
    },
    {
      benchmark: 'gsm8k',
      values: [0.021, 0.184, 0.421, 0.633, 0.7505, 0.7149],
      stderrs: [0.0039, 0.0107, 0.0136, 0.0133, 0.0119, 0.0124],
    },
    {
      benchmark: 'arc_challenge',
      values: [0.291, 0.388, undefined, 0.502, 0.5213, 0.5529],
      stderrs: [0.0133, 0.0142, undefined, 0.0146, 0.0146, 0.0145],
    },
    { benchmark: 'aime24', values: [0, 0, 3.33, 6.67, 13.33, 10], stderrs: [0, 0, 3.33, 4.63, 6.31, 5.57] },
  ],
};

/** A report with something of everything. */
export const SAMPLE: Report = {
  title: 'harbor-labs/Kestrel-7B-Instruct',
  revision: 'main',
  made: '2026-03-01T10:24:00Z',
  version: '0.1.0',
  rows,
  groups: [
    { name: 'mmlu', metric: 'acc,none', value: 0.6184589090086751, parts },
    {
      name: 'mmlu_stem',
      metric: 'acc,none',
      value: 0.5433,
      parts: parts.filter(({ name }) => /physics|chemistry|biology/.test(name)),
    },
  ],
  files: [
    {
      path: LM_EVAL,
      framework: 'lm-eval',
      version: '0.4.9',
      verdict: 'full',
      why: 'no limit was set',
      model: 'harbor-labs/Kestrel-7B-Instruct',
      revision: 'main',
      refused: [
        { what: 'mmlu_virology acc_norm,none', reason: 'the value is NaN' },
        { what: 'all', reason: 'a mean over unlike tasks is no score' },
      ],
    },
    {
      path: LIGHTEVAL,
      framework: 'lighteval',
      version: '0.13.0',
      verdict: 'full',
      why: 'max_samples is null',
      model: 'harbor-labs/Kestrel-7B-Instruct',
      refused: [],
    },
    {
      path: INSPECT,
      framework: 'inspect-ai',
      version: '0.3.130',
      verdict: 'partial',
      why: '30 of 198 samples',
      model: 'hf/harbor-labs/Kestrel-7B-Instruct',
      refused: [],
    },
    {
      path: 'results/lm-eval/checkpoints/results_2026-02-20T11-00-02.000001.json',
      framework: 'lm-eval',
      version: '0.4.9',
      verdict: 'full',
      why: 'no limit was set',
      model: '/mnt/checkpoints/step-125000',
      refused: [
        { what: 'gsm8k', reason: 'the file names a local folder, not a model of the Hub: --model-map says which' },
      ],
    },
    { path: 'results/readme.txt', refused: [{ what: 'file', reason: 'no framework writes such a file' }] },
  ],
  comparison: COMPARISON,
  trend: TREND,
};

/** Texts that have broken pages, tables and diagrams of others. */
export const HOSTILE: readonly string[] = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '<!--<script>',
  '-->',
  ']]>',
  '\u202egnp.exe\u202c',
  '\u2066rtl\u0627\u0644\u0639\u0631\u0628\u064a\u0629',
  'a\u0000b\u001b[31mred\u001b[0m\u0007',
  'line\nline\r\nline\u2028line',
  'x'.repeat(10_000),
  'W'.repeat(400),
  '\ud800 lone',
  '`"%%{init: {"theme":"dark"}}%%"`',
  '```\n</details>',
  'a|b|c',
  '[x](javascript:alert(1))',
  '@octocat #1 https://example.org',
  '__proto__',
  '$$x$$ {{1+1}}',
  '',
];

/** The sample with a hostile text in place of every text. */
export function hostileReport(): Report {
  let at = 0;
  const poison = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return key === 'unit' || key === 'verdict' ? value : HOSTILE[at++ % HOSTILE.length];
    if (Array.isArray(value)) return value.map((one) => poison(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, poison(one, name)]));
  };
  return poison(SAMPLE) as Report;
}
