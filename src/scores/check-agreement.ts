import { type CheckedScore, type Finding, find, type Lookup, labelOf } from './finding.ts';
import { shiftDecimals } from './scale.ts';
import { sameMetric, saysMore } from './slot.ts';

/** Scores that take one slot, within each format. */
export function checkDuplicates(scores: readonly CheckedScore[]): Finding[] {
  const groups = Map.groupBy(scores, (score) => `${score.format} ${score.model ?? ''} ${score.slot}`);
  return [...groups.values()].flatMap(([first, ...others]) =>
    others.map((other) => {
      const differs = String(first?.value) !== String(other.value);
      const where = `${first?.file}, line ${first?.line}`;
      if (first?.dataset.name !== other.dataset.name) {
        const message = `${labelOf(other)} differs from ${where} by a display name alone: readers may take them for one score. Give them a config, a split or args`;
        return find(other, 'warning', 'same-slot', message);
      }
      return differs
        ? find(
            other,
            'error',
            'duplicate',
            `${labelOf(other)} is ${String(other.value)} here and ${String(first?.value)} in ${where}`,
          )
        : find(other, 'warning', 'duplicate', `${labelOf(other)} stands in ${where} as well`);
    }),
  );
}

/** A leaderboard entry and a model-index entry of the same benchmark, metric and setup say the same, on either scale. */
export function checkAgreement(scores: readonly CheckedScore[], registryOf: Lookup): Finding[] {
  const indexed = scores.filter((score) => score.format === 'model-index');
  return scores
    .filter((score) => score.format === 'eval-results')
    .flatMap((entry) => {
      const benchmark = registryOf(entry);
      const twin = indexed.find(
        (score) =>
          benchmark !== undefined &&
          registryOf(score) === benchmark &&
          sameMetric(score.metric?.type ?? '', benchmark.metric?.type ?? '') &&
          setupOf(score.notes, saysMore(score.metric?.name ?? '', score.metric?.type ?? '')) === setupOf(entry.notes),
      );
      if (twin === undefined || typeof twin.value !== 'number' || typeof entry.value !== 'number') return [];
      const agrees = [twin.value, Number(shiftDecimals(String(twin.value), 2))].some((value) => value === entry.value);
      const message = `${labelOf(entry)} is ${entry.value} here, but ${twin.value} in ${twin.file}, line ${twin.line}`;
      return agrees ? [] : [find(entry, 'warning', 'disagreement', message)];
    });
}

/** `8-shot, CoT` and `CoT, 8-shot` are one setup. */
function setupOf(...notes: readonly (string | undefined)[]): string {
  return notes
    .join(' ')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .sort()
    .join(' ');
}
