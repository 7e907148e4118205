import { describe, expect, it } from 'vitest';
import {
  evaluationJson,
  planLines,
  renderEvaluation,
  type ShownEvaluation,
  type ShownPlan,
  summarizeEvaluation,
  summarizeFailure,
} from '../../src/report/evaluated.ts';
import { printableJson } from '../../src/report/plain-text.ts';
import { plainStyle } from '../../src/report/text.ts';
import { planOf, requestOf } from '../frameworks/plans/short.ts';

const SHORT = 'lm-eval vllm gsm8k|5 system-prompt="it\'s $(id)"';
const JOB = { id: '1', url: 'https://h/jobs/x/1' };
const HOSTILE = 'a\u001b[2J\n::error::b\u202e | <img src=x> `c`';

function planned(changes: Partial<ShownPlan> = {}): ShownPlan {
  return {
    request: requestOf(SHORT),
    plan: planOf(SHORT),
    hardware: {
      flavor: { name: 'l4x1', gpus: 1, gpuBytes: 24e9, card: 'L4', microUsdPerMinute: 13_333.33 },
      why: 'org/model: 7 B parameters → l4x1',
      notes: [],
    },
    expected: { seconds: 900, usd: 0.2 },
    ceiling: { timeoutSeconds: 7200, usd: 1.67 },
    digest: 'ab'.repeat(32),
    secrets: ['HF_TOKEN'],
    notes: [],
    ...changes,
  };
}

describe('what is shown before anything is paid for', () => {
  it('is what is run on what, for how much, and who pays', () => {
    const [what, why, money] = planLines(planned({ notes: ['mind this'] }), 'harbor-labs');
    expect(what).toMatch(/^gsm8k\|5 with lm-eval [\d.]+, .*of org\/model at [0-9a-f]{7}$/);
    expect(why).toBe('org/model: 7 B parameters → l4x1');
    expect(money).toBe('about 15 min, $0.20; at most $1.67, paid by harbor-labs: it is ended after 2 h');
  });

  it('names no ceiling that is below the one that holds', () => {
    const ceiling = { timeoutSeconds: 7200, usd: 2.083375 };
    expect(planLines(planned({ ceiling }), 'x')[2]).toContain('at most $2.09');
    expect(planLines(planned({ ceiling: { ...ceiling, usd: 1.1 } }), 'x')[2]).toContain('at most $1.10');
  });

  it('says what is not known', () => {
    expect(planLines(planned(), undefined)[2]).toContain('paid by the account of the token: it');
    expect(evaluationJson({ status: 'planned', prepared: planned() }).evaluation).not.toHaveProperty('namespace');
    expect(planLines(planned({ expected: { unknown: ['own'] } }), 'x')[2]).toContain(
      'is not known (own); at most $1.67',
    );
    const { evaluation } = evaluationJson({
      status: 'planned',
      namespace: 'x',
      prepared: planned({ expected: { unknown: ['own'] } }),
    });
    expect(evaluation).toMatchObject({ estimate: null, not_known: ['own'], max_usd: 1.67, usd_per_hour: 0.8 });
  });

  it('has a command that can be read, and names of secrets alone', () => {
    const shown: ShownEvaluation = { status: 'planned', namespace: 'x', prepared: planned() };
    const text = renderEvaluation(shown, plainStyle);
    expect(text).toContain(`'--system_instruction=it'\\''s $(id)'`);
    expect(text).toContain('Nothing was started.');
    expect(printableJson(evaluationJson(shown))).toContain('"secrets": [\n      "HF_TOKEN"\n    ]');
  });
});

describe('text of others does nothing', () => {
  const shown: ShownEvaluation = {
    status: 'evaluated',
    namespace: HOSTILE,
    prepared: planned({ notes: [HOSTILE], hardware: { ...planned().hardware, why: HOSTILE } }),
    job: { id: HOSTILE, namespace: 'x', url: 'https://huggingface.co/jobs/x/1', stage: HOSTILE },
    bill: { seconds: 90, usd: 0.1 },
    notes: [HOSTILE],
  };

  it.each<[string, () => string]>([
    ['before', () => planLines(planned({ notes: [HOSTILE] }), HOSTILE).join(' ')],
    ['after', () => renderEvaluation(shown, plainStyle)],
    ['in a summary', () => summarizeEvaluation(shown)],
    ['in a log', () => summarizeFailure([HOSTILE, '```', '</details>'], { ...JOB, id: HOSTILE })],
  ])('%s', (_, render) => {
    const text = render();
    expect(text).not.toMatch(/[\u001b\u202e]|^::/m);
  });

  it('in Markdown', () => {
    const summary = summarizeEvaluation(shown).split('<summary>Command')[0];
    expect(summary).not.toMatch(/<img|[^\\]`c`/);
    // The fence is longer than any in the log.
    expect(summarizeFailure(['```', '</details>', 'after'], JOB).match(/^`{4,}/gm)).toHaveLength(2);
  });
});

describe('what it has come to', () => {
  it('is told in a summary with the model, what it took, and a page that can be opened', () => {
    const summary = summarizeEvaluation({
      status: 'evaluated',
      namespace: 'x',
      prepared: planned(),
      job: { ...JOB, namespace: 'x', stage: 'COMPLETED' },
      bill: { seconds: 240, usd: 0.06 },
    });
    expect(summary).toMatch(/^## Evaluation: evaluated\n/);
    expect(summary).toMatch(/^\| Model \| org\/model at [0-9a-f]{7} \|$/m);
    expect(summary).toContain('| Took | 4 min, \\$0.06 |');
    expect(summary).toContain('[1](https://h/jobs/x/1), completed');
    expect(summarizeFailure(['x'], JOB)).toContain('[Job 1](https://h/jobs/x/1)\n\n<details>');
  });

  it('is not all that the Hub tells of a job', () => {
    const told = { id: '1', namespace: 'x', url: 'https://h/jobs/x/1', stage: 'RUNNING' };
    const job = { ...told, environment: { HF_EVAL_PLAN: 'x'.repeat(90_000) }, labels: {} };
    expect(evaluationJson({ status: 'running', namespace: 'x', job }).evaluation).toMatchObject({ job: told });
    expect(printableJson(evaluationJson({ status: 'running', namespace: 'x', job })).length).toBeLessThan(1000);
  });

  it.each<[ShownEvaluation, RegExp]>([
    [{ status: 'skipped', namespace: '' }, /others have open pull requests/],
    [
      {
        status: 'detached',
        namespace: 'x',
        job: { ...JOB, namespace: 'x', stage: 'RUNNING' },
        command: 'hf-eval collect --job x/1',
      },
      /goes on by itself: https:\/\/h\/jobs\/x\/1\n.*collect --job x\/1/,
    ],
    ...(['RUNNING', 'COMPLETED'] as const).map((stage): [ShownEvaluation, RegExp] => [
      {
        status: 'detached',
        namespace: 'x',
        job: { id: '1', namespace: 'x', url: 'https://h/jobs/x/1', stage },
        isReused: true,
      },
      stage === 'RUNNING' ? /^It is under way already: / : /^It is done already: /,
    ]),
    [
      {
        status: 'evaluated',
        namespace: 'x',
        job: { ...JOB, namespace: 'x', stage: 'COMPLETED' },
        isReused: true,
        bill: { seconds: 240, usd: 0 },
      },
      /paid for by an earlier run/,
    ],
  ])('%#', (shown, text) => {
    expect(renderEvaluation(shown, plainStyle)).toMatch(text);
  });
});
