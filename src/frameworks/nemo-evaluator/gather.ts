import type { Measurement, Refusal } from '../run.ts';

/** What stands at a place of a file; undefined for nothing. */
export type Found = Measurement | Refusal | undefined;

/** What a file has, sorted. */
export type Gathered = { readonly measurements: Measurement[]; readonly refused: Refusal[] };

/**
 * Sorts what was found at the places of a file, one after the other. A number that the file repeats is taken once. It ends
 * after a million places: parts of a YAML document may stand for one another, so that a small one has more than can be read.
 */
export function gather(places: Iterable<Found>): Gathered {
  const measurements: Measurement[] = [];
  const refused: Refusal[] = [];
  let seen = 0;
  for (const place of places) {
    seen += 1;
    if (seen > MOST_PLACES) {
      refused.push({ what: 'the rest of the file', reason: `It has more than ${MOST_PLACES} places to look at.` });
      break;
    }
    if (place === undefined) continue;
    if ('reason' in place) refused.push(place);
    else measurements.push(place);
  }
  return takeOnce(measurements, refused);
}

const MOST_PLACES = 1_000_000;

/** Where repetitions do not agree, nobody knows which one is right. */
function takeOnce(measurements: readonly Measurement[], refused: readonly Refusal[]): Gathered {
  const bySlot = Map.groupBy(measurements, ({ task, metric, dataset }) =>
    JSON.stringify([task, metric, dataset?.config, dataset?.split]),
  );
  const once: Measurement[] = [];
  const unclear: Refusal[] = [];
  for (const all of bySlot.values()) {
    const values = new Set(all.map(({ value }) => value));
    const best =
      all.find(({ isGroup }) => isGroup === undefined) ?? all.find((one) => one.partOf !== undefined) ?? all[0];
    if (values.size === 1 && best !== undefined) once.push(best);
    else {
      const shown = [...values].slice(0, MOST_VALUES).join(', ');
      const reason = `The file has several values of this: ${shown}.`;
      unclear.push(...all.map(({ at, task, metric }) => ({ what: at, reason, of: { task, metric } })));
    }
  }
  return { measurements: once, refused: [...refused, ...unclear] };
}

const MOST_VALUES = 5;
