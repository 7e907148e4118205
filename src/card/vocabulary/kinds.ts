import { remember } from '../remember.ts';
import { MAX_NAME_LENGTH } from '../tables/table.ts';
import { namesBenchmark } from './benchmarks.ts';
import { isLanguage, isShots, isSplit } from './facets.ts';
import { isMetricName, mentionsMetric } from './metrics.ts';
import { isSizedModel, modelLikeness } from './models.ts';
import { namesQuantity } from './quantities.ts';
import { withoutBrackets } from './words.ts';

/** What a label names. `unknown` is common: most models and many benchmarks are in no list. */
export type LabelKind = 'model' | 'benchmark' | 'metric' | 'language' | 'split' | 'shots' | 'quantity' | 'unknown';

/** Tells what a label names, by the field's vocabulary. */
export const kindOf: (label: string) => LabelKind = remember(judgeLabel);

function judgeLabel(label: string): LabelKind {
  if (label === '' || label.length > MAX_NAME_LENGTH) return 'unknown';
  if (isShots(label)) return 'shots';
  if (isSizedModel(label)) return 'model';
  const measured = endsInMetric(label);
  // "TrOCR-Base (Word Accuracy)" names no metric but what was measured of something.
  if (measured && modelLikeness(withoutBrackets(label)) === 1) return 'unknown';
  if ((isMetricName(label) && !namesQuantity(label)) || measured) return 'metric';
  if (modelLikeness(label) === 2 && !startsWithBenchmark(label)) return 'model';
  if (namesQuantity(label)) return 'quantity';
  if (namesBenchmark(label)) return 'benchmark';
  if (isLanguage(label)) return 'language';
  if (isSplit(label)) return 'split';
  return mentionsMetric(label) ? 'metric' : 'unknown';
}

/** "Dependency parsing (UAS)", "Recall@10 [%]": the brackets say what is measured. */
function endsInMetric(label: string): boolean {
  const inside = /[([]([^()[\]]+)[)\]]\s*[↑↓]?$/.exec(label)?.[1];
  return inside !== undefined && isMetricName(inside) && !/[([].*\d+-?shot/.test(label.toLowerCase());
}

/** A benchmark whose name holds a model's, or a benchmark with a judge or a size behind it. */
function startsWithBenchmark(label: string): boolean {
  const head = label.split(/[\s(]/)[0] ?? '';
  return modelLikeness(head) === 0 && namesBenchmark(head);
}
