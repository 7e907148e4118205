import Markdown from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { renderComparison } from '../../../src/report/chart/comparison.ts';
import type { Comparison } from '../../../src/report/html/report.ts';
import { byteLength } from '../../../src/report/markdown.ts';
import { COMPARISON, HOSTILE, hostileReport } from '../html/sample.ts';

const markdown = new Markdown({ html: true, linkify: true }).enable(['table', 'strikethrough']);

describe('a comparison', () => {
  it('is a sentence, a table and the flips', () => {
    expect(renderComparison(COMPARISON)).toMatchInlineSnapshot(`
      "Compared with **main @ 4f1c2ab** of 2026-01-12 08:30 UTC: 1 worse, 1 inconclusive, 2 better, 1 same. At most 5 % false alarms over all benchmarks that were tested.

      | Benchmark | Before → after | Δ | Before over after, 95 % | Verdict | p | Smallest detectable | Why |
      | --- | ---: | ---: | --- | --- | ---: | ---: | --- |
      | gsm8k | 0.7505 → 0.7149 | **−0.0356** | \`·········├────●───┤··\`<br>\`··├────●───┤·········\` | ✗ **worse** | &lt; 0.001 | ± 0.0261 | paired McNemar over 1,319 samples: 71 lost, 24 won |
      | arc\\_challenge | 0.5213 → 0.5529 | **+0.0316** | \`·├─────●─────┤·······\`<br>\`·······├─────●─────┤·\` | ✓ **better** | 0.004 | ± 0.0288 | paired McNemar over 1,172 samples: 31 lost, 68 won |
      | mmlu | 0.6171 → 0.6185 | **+0.0014** | \`········├─●┤·········\`<br>\`·········├●─┤········\` | = **same** | 0.610 | ± 0.0154 | difference of two means with their standard errors |
      | aime24 | 13.33 → 10.00 | **−3.33** | \`·├────────●────────┤·\`<br>\`───────●───────┤·····\` | ? **inconclusive** | 0.690 | ± 23.57 | 30 samples cannot show a change below 23.57 |
      | wikitext | 8.91 → 8.73 | **−0.18** | \`··········●··········\`<br>\`··········●··········\` | ✓ **better** |  |  | lower is better; the change is beyond the tolerance of 0.1 |

      | Not compared | Why |
      | --- | --- |
      | BoolQ, 0-shot | the baseline has 2 numbers for it |

      <details><summary>gsm8k: 71 samples right before, wrong now</summary>

      | Sample | Question | Target | Before | Now |
      | --- | --- | --- | --- | --- |
      | 17 | Two trains leave San Rafael at the same time. They begin traveling westward, both traveling for 80 miles. The next day, they travel northwards, covering 150 miles. What is the distance covered by eac… | 230 | Each train travels 80 + 150 = 230 miles. #### 230 | The distance is sqrt(80² + 150²) = 170 miles. #### 170 |
      | 42 | A robe takes 2 bolts of blue fiber and half that much white fiber. How many bolts in total? | 3 | \\#### 3 | \\#### 2.5 |

      _… and 69 more._

      </details>"
    `);
  });

  it('leaves out columns that nothing is in', () => {
    const [item] = COMPARISON.items.slice(-1);
    const text = renderComparison({ ...COMPARISON, items: item === undefined ? [] : [item] });
    expect(text).toContain('| Benchmark | Before → after | Δ | Before over after, 95 % | Verdict | Why |');
  });

  it('of nothing in common says so', () => {
    expect(renderComparison({ baseline: 'main', alpha: 0.01, items: [], unmatched: [], isTested: false })).toBe(
      'Compared with **main** of an unknown date: nothing in common.',
    );
  });

  it('shows hostile texts as texts', () => {
    const { comparison } = hostileReport();
    const texts = HOSTILE.map((id) => ({ id, question: id, target: id, before: id, now: id }));
    const [first, ...rest] = comparison?.items ?? [];
    const poisoned = {
      ...(comparison as Comparison),
      items: first === undefined ? [] : [{ ...first, flips: { total: 99, shown: texts } }, ...rest],
    };
    const html = markdown.render(renderComparison(poisoned)).replace(/<!-- -->/g, '');
    const tags = new Set([...html.matchAll(/<\/?([a-z]+)/g)].map(([, tag]) => tag));
    const own = ['p', 'strong', 'em', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'code', 'br', 'details', 'summary'];
    expect([...tags].filter((tag) => !own.includes(tag ?? ''))).toEqual([]);
    expect(html.match(/<details>/g)?.length).toBe(html.match(/<\/details>/g)?.length);
    expect(html).not.toMatch(/[\x00-\x08\x1b\u202a-\u202e\u2066-\u2069]/);
  });

  it('stays within a job summary, and says what is left out', () => {
    const [item] = COMPARISON.items;
    if (item === undefined) throw new Error('the sample has no item');
    const flip = {
      id: 'x'.repeat(500),
      question: '|'.repeat(5_000),
      target: '<'.repeat(5_000),
      before: '&'.repeat(5_000),
      now: '*'.repeat(5_000),
    };
    const flips = { total: 5_000, shown: Array.from({ length: 1_000 }, () => flip) };
    const text = renderComparison({ ...COMPARISON, items: Array.from({ length: 1_000 }, () => ({ ...item, flips })) });
    expect(byteLength(text)).toBeLessThan(400_000);
    expect(text).toContain('_… and 700 more benchmarks._');
    expect(text).toContain('_… and 4980 more._');
    expect(text).toContain('_The flips of further benchmarks are too many to be shown here._');
  });
});
