import { describe, type Part, partOf } from '../../data.ts';
import { countOf, errorOf, isMapping, jsonPath, known, measured } from '../facts.ts';
import { type Found, type Gathered, gather } from './gather.ts';

/** Real ones have two levels. */
const MOST_LEVELS = 8;

/** Where a walk through groups has come to. */
type Place = {
  readonly keys: readonly string[];
  readonly partOf?: string;
  readonly shots?: number;
  readonly isGroup: boolean;
};

/**
 * The numbers of `results.tasks` and `results.groups`. Most harnesses write a benchmark into both: it is taken once, as a
 * task. A metric's id is the names of metric and score with a dot between, as the launcher's `publish` takes them; one name
 * when they are the same.
 */
export function readScores(results: Part, shots: number | undefined): Gathered {
  const hasTasks = Object.keys(partOf(results.tasks)).length > 0;
  const place = { ...known({ shots }), isGroup: false };
  return gather(
    (function* () {
      yield* walkAll(results.tasks, { ...place, keys: ['results', 'tasks'] });
      // Harnesses that know no tasks write all that they have as groups: those are means over nothing.
      yield* walkAll(results.groups, { ...place, keys: ['results', 'groups'], isGroup: hasTasks });
    })(),
  );
}

function* walkAll(tasks: unknown, place: Place): Iterable<Found> {
  if (tasks === undefined || tasks === null) return;
  if (!isMapping(tasks)) {
    yield { what: jsonPath(...place.keys), reason: `The file has ${describe(tasks)} there, not a mapping.` };
    return;
  }
  for (const [task, data] of Object.entries(tasks)) yield* walk(task, data, { ...place, keys: [...place.keys, task] });
}

function* walk(task: string, data: unknown, place: Place): Iterable<Found> {
  // What has no number counts as a place as well, so that a walk through many empty ones ends.
  yield undefined;
  const { metrics, groups } = partOf(data);
  const hasParts = Object.keys(partOf(groups)).length > 0;
  if (isMapping(metrics)) yield* walkMetrics(task, metrics, place, hasParts);
  else if (!hasParts || (metrics !== undefined && metrics !== null)) {
    yield { what: jsonPath(...place.keys), reason: 'It has no metrics.' };
  }
  if (!hasParts) return;
  if ((place.keys.length - 1) / 2 >= MOST_LEVELS) {
    yield { what: jsonPath(...place.keys, 'groups'), reason: `Groups are nested in more than ${MOST_LEVELS} levels.` };
    return;
  }
  const keys = [...place.keys, 'groups'];
  yield* walkAll(groups, { ...known({ shots: place.shots }), keys, partOf: task, isGroup: true });
}

function* walkMetrics(task: string, metrics: Part, place: Place, hasParts: boolean): Iterable<Found> {
  const facts = {
    task,
    ...known({ shots: place.shots, partOf: place.partOf }),
    ...(place.isGroup || hasParts ? { isGroup: true as const } : {}),
  };
  for (const [metric, data] of Object.entries(metrics)) {
    yield undefined;
    const { scores } = partOf(data);
    const keys = [...place.keys, 'metrics', metric];
    const hasScores = isMapping(scores) && Object.keys(scores).length > 0;
    if (!hasScores) yield { what: jsonPath(...keys), reason: 'It has no scores.', of: { task, metric } };
    for (const [score, entry] of Object.entries(partOf(scores))) {
      const { value, stats } = partOf(entry);
      const { count, stderr } = partOf(stats);
      const measurement = {
        ...facts,
        metric: score === metric ? metric : `${metric}.${score}`,
        ...known({ samples: countOf(count), stderr: errorOf(stderr) }),
        at: jsonPath(...keys, 'scores', score, 'value'),
      };
      yield measured(measurement, value);
    }
  }
}
