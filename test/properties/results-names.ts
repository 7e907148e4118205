import fc from 'fast-check';
import type { ResultsFile } from '../../src/formats/eval-results/read.ts';
import { type Benchmark, nameKey } from '../../src/scores/benchmarks.ts';
import type { Score } from '../../src/scores/score.ts';
import { record } from './plain-data.ts';

/** Scores of benchmarks that are called whatever a user likes, and a folder that holds some entries already. */
export type HostileCase = {
  readonly files: readonly ResultsFile[];
  readonly scores: readonly Score[];
  readonly own: readonly Benchmark[];
  /** The slots that the folder and the scores have, each once. */
  readonly slots: ReadonlySet<string>;
};

/** Names that lead elsewhere, that are no file's, or that become the same file's. */
const NAMES = [
  '../../etc/passwd',
  '..\\..\\x',
  '/root/.ssh/id',
  'C:\\x',
  '.git/config',
  'a/../b',
  '%2e%2e%2f',
  '隼',
  '鷹',
  '++',
  'Kite',
  'Kite ✓ 中',
  'Kite 文',
  'kite+',
  'con',
  '.yaml',
  '~',
  'a\u0000b',
  'a\nb',
  '\u202Ekite',
  'K',
  'ſ',
  'x'.repeat(290),
] as const;

const anyName = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...NAMES)).map((two) => two.join(' ')) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
const anyNotes = fc.option(
  fc.oneof(anyName, fc.constantFrom('With tools', 'with-tools', 'WITH TOOLS', ' with tools', 'x'.repeat(5_000))),
  { nil: undefined },
);
const anyPlace = fc.record({ name: anyName, notes: anyNotes });

/** A few benchmarks, with a few notes each. */
export function anyHostileCase(): fc.Arbitrary<HostileCase> {
  return fc
    .tuple(fc.array(anyPlace, { minLength: 1, maxLength: 6 }), fc.subarray(FILES))
    .map(([places, files]): HostileCase => {
      const named = places.filter(({ name }) => nameKey(name) !== '');
      const keys = [...new Set(named.map(({ name }) => nameKey(name)))];
      const own = keys.flatMap((key, at) => {
        const name = named.find((place) => nameKey(place.name) === key)?.name;
        if (name === undefined) return [];
        return [{ name, keys: [key], dataset: { id: `Aviary/${at}` }, taskId: name, scale: 'percent' }];
      });
      const scores = named.map(({ name, notes }) => makeScore(name, notes));
      const slots = named.map(({ name, notes }) => {
        const at = keys.indexOf(nameKey(name));
        return slotOfEntry({ dataset: { id: `Aviary/${at}`, task_id: own[at]?.name }, notes });
      });
      const held = files.map(({ entry }) => slotOfEntry(entry));
      return { files, scores, own, slots: new Set([...held, ...slots]) };
    });
}

/** Files that new entries may have to share. */
const FILES = ['kite.yaml', 'aviary_0.yaml', 'con.yaml'].map((name) => {
  const entry = { dataset: { id: 'a/b', task_id: name }, value: 1 };
  return { path: `.eval_results/${name}`, text: `- ${JSON.stringify(entry)}\n`, entry };
});

/** What tells an entry apart. */
export function slotOfEntry(entry: unknown): string {
  const { dataset, notes } = record(entry);
  const { id, task_id: task } = record(dataset);
  return JSON.stringify([
    String(id).toLowerCase(),
    task,
    String(notes ?? '')
      .trim()
      .toLowerCase(),
  ]);
}

function makeScore(benchmark: string, notes: string | undefined): Score {
  return {
    task: { type: 'text-generation' },
    dataset: { type: 'aviary', name: benchmark },
    metric: { type: 'score', name: 'score' },
    value: 85.2,
    written: '85.20',
    unit: 'percent',
    benchmark: { id: benchmark },
    ...(notes === undefined ? {} : { notes }),
    model: { name: 'Kestrel' },
    provenance: { kind: 'card-table', table: 1, line: 1, at: [1, 1] },
  };
}
