import { type CheckedScore, type Finding, find, type Lookup, labelOf } from './finding.ts';
import { withoutRemarks } from './remarks.ts';
import { sameMetric, saysMore } from './slot.ts';

/** Scores that take one slot, within each format. */
export function checkDuplicates(scores: readonly CheckedScore[]): Finding[] {
  const groups = Map.groupBy(scores, (score) => `${score.format} ${score.model ?? ''} ${score.slot}`);
  return [...groups.values()].flatMap(([first, ...others]) =>
    others.map((other) => {
      const differs = spelled(first?.value) !== spelled(other.value);
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
            `${labelOf(other)} is ${spelled(other.value)} here and ${spelled(first?.value)} in ${where}`,
          )
        : find(other, 'warning', 'duplicate', `${labelOf(other)} stands in ${where} as well`);
    }),
  );
}

/** A value as text: numbers and texts alike, since cards have 85.2 and '85.2'; anything else as JSON. */
function spelled(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/**
 * A leaderboard entry and a model-index entry of the same benchmark, metric and setup say the same, on either scale, as far
 * as both are written out.
 */
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
      const message = `${labelOf(entry)} is ${entry.value} here, but ${twin.value} in ${twin.file}, line ${twin.line}`;
      return agree(entry, twin) ? [] : [find(entry, 'warning', 'disagreement', message)];
    });
}

/** `8-shot, CoT` and `CoT, 8-shot` are one setup. */
function setupOf(...notes: readonly (string | undefined)[]): string {
  return notes
    .map((note = '') => withoutRemarks(note))
    .join(' ')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .sort()
    .join(' ');
}

/** A decimal number without loss: `units` of the last place, which is 10 to the power of minus `places`. */
type Decimal = { readonly units: bigint; readonly places: number };

/** Is the value of the card that of the leaderboard, which is a percentage, or the fraction that it stands for? */
function agree(entry: CheckedScore, twin: CheckedScore): boolean {
  const [percent, given] = [decimalOf(entry), decimalOf(twin)];
  if (percent === undefined || given === undefined) return entry.value === twin.value;
  const fraction = { units: given.units, places: given.places - 2 };
  // A fraction without decimals is all or nothing; nobody rounds to that.
  const isWhole = given.places === 0;
  return isRounded(percent, given, given.places) || isRounded(percent, fraction, isWhole ? 0 : fraction.places);
}

/** Do two numbers differ by no more than half a unit of the coarser one's last place? `precision` is that of the second. */
function isRounded(a: Decimal, b: Decimal, precision: number): boolean {
  const places = Math.max(a.places, b.places, 0);
  const scaled = ({ units, places: own }: Decimal): bigint => units * 10n ** BigInt(places - own);
  const difference = scaled(a) - scaled(b);
  return 2n * (difference < 0n ? -difference : difference) <= 10n ** BigInt(places - Math.min(a.places, precision));
}

/** The number as it is written, else as it is printed; none for one with an exponent. */
function decimalOf({ value, written = '' }: CheckedScore): Decimal | undefined {
  const text = [written, String(value)].find((spelling) => spelling.length <= MOST_DIGITS && PLAIN.test(spelling));
  const [, sign, whole = '', decimals = ''] = PLAIN.exec(text ?? '') ?? [];
  const digits = whole + decimals;
  if (digits === '') return undefined;
  return { units: BigInt(sign === '-' ? `-${digits}` : digits), places: decimals.length };
}

const PLAIN = /^([-+]?)(?=\.?\d)(\d*)\.?(\d*)$/;
/** No score is written out further. */
const MOST_DIGITS = 30;
