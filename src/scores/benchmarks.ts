import entries from './benchmarks.json' with { type: 'json' };
import { datasetKey, NO_DATASET } from './datasets.ts';

/** What is known of a benchmark. Values of `metric` are the customary ones, for tables that state none. */
export type Benchmark = {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** {@link nameKey} of the name and the aliases, kept in the file because making them takes longer than the look-up. */
  readonly keys: readonly string[];
  /** Hub dataset; absent for families of datasets and for names that leave the version open. */
  readonly dataset?: { readonly id: string; readonly config?: string; readonly split?: string };
  readonly taskId?: string;
  /** The customary metric; absent where several are. */
  readonly metric?: { readonly type: string; readonly name: string };
  /** The name is a common word too, so it counts only as it is spelled: MATH, DROP. */
  readonly exactCase?: boolean;
  readonly higherIsBetter?: boolean;
  readonly scale?: string;
  readonly official?: boolean;
  readonly verified?: boolean;
};

/** A benchmark label taken apart: what is looked up, and what was said beside it. */
export type BenchmarkLabel = {
  readonly base: string;
  readonly shots?: number;
  readonly metric?: string;
  readonly notes: readonly string[];
};

/** Knows benchmarks: those of this program, and a user's own. */
export type Registry = {
  all(): readonly Benchmark[];
  /** The benchmark of exactly this name or alias (case, spaces and punctuation apart). */
  byName(name: string): Benchmark | undefined;
  /** All benchmarks of a Hub dataset. */
  ofDataset(id: string): readonly Benchmark[];
  /** The benchmark that a Hub dataset is, by its config or leaderboard task where several share one dataset. */
  byDataset(id: string, part: { readonly config?: string; readonly taskId?: string }): Benchmark | undefined;
};

/**
 * The benchmarks that this program knows, with a user's own before them. An entry of the same name goes on what is known of
 * it: what it states counts, the rest stays. A name or an alias that both have is the user's.
 */
export function makeRegistry(own: readonly Benchmark[] = []): Registry {
  return registryOf(() => {
    const known = entries as readonly Benchmark[];
    const byName = new Map(known.map((entry) => [nameKey(entry.name), entry]));
    const extended = new Set(own.map(({ name }) => byName.get(nameKey(name))));
    const mine = own.map((entry) => {
      const before = byName.get(nameKey(entry.name));
      if (before === undefined) return entry;
      const keys = [...new Set([...entry.keys, ...before.keys])];
      const aliases = [...(entry.aliases ?? []), ...(before.aliases ?? [])];
      return { ...before, ...entry, keys, ...(aliases.length === 0 ? {} : { aliases }) };
    });
    const taken = new Set(own.flatMap((entry) => entry.keys));
    const others = known
      .filter((entry) => !extended.has(entry))
      .map((entry) => ({ ...entry, keys: entry.keys.filter((key) => !taken.has(key)) }));
    return [...mine, ...others];
  });
}

/** A task of a benchmark dataset, as its `eval.yaml` on the Hub names it. */
export type DatasetTask = { readonly id: string; readonly config?: string };

/**
 * A registry with the tasks that datasets name themselves. Where a dataset has several, the one of the benchmark's config
 * counts; where that does not tell, the known one, if it is among them.
 */
export function withTasks(registry: Registry, tasksOf: ReadonlyMap<string, readonly DatasetTask[]>): Registry {
  const refresh = (entry: Benchmark): Benchmark => {
    const tasks = tasksOf.get(entry.dataset?.id ?? '');
    if (tasks === undefined || tasks.some(({ id }) => id === entry.taskId)) return entry;
    const [only, ...others] =
      tasks.length === 1 ? tasks : tasks.filter(({ config }) => config === entry.dataset?.config);
    const { taskId: _, ...rest } = entry;
    return only === undefined || others.length > 0 ? rest : { ...rest, taskId: only.id };
  };
  return registryOf(() => registry.all().map(refresh));
}

function registryOf(list: () => readonly Benchmark[]): Registry {
  let known: readonly Benchmark[] | undefined;
  let index: ReadonlyMap<string, Benchmark> | undefined;
  const all = (): readonly Benchmark[] => {
    known ??= list();
    return known;
  };
  let datasets: ReadonlyMap<string, readonly Benchmark[]> | undefined;
  const ofDataset = (id: string): readonly Benchmark[] => {
    if (datasetKey(id) === NO_DATASET) return [];
    datasets ??= Map.groupBy(all(), ({ dataset }) => (dataset === undefined ? NO_DATASET : datasetKey(dataset.id)));
    return datasets.get(datasetKey(id)) ?? [];
  };
  return {
    all,
    ofDataset,
    byName(name) {
      index ??= new Map(all().flatMap((entry) => entry.keys.map((key) => [key, entry] as const)));
      const found = index.get(nameKey(name));
      if (found?.exactCase !== true) return found;
      return [found.name, ...(found.aliases ?? [])].some((alias) => name.trim() === alias) ? found : undefined;
    },
    byDataset(id, { config, taskId }) {
      const found = ofDataset(id);
      if (taskId !== undefined) return found.find((entry) => entry.taskId === taskId);
      const exact = found.filter((entry) => entry.dataset?.config === config);
      const [only, ...others] = exact.length > 0 ? exact : found;
      return others.length === 0 ? only : undefined;
    },
  };
}

/** What this program knows of its own. */
export const REGISTRY: Registry = makeRegistry();

/** Finds the benchmark of exactly this name or alias among those that this program knows. */
export function findBenchmark(name: string): Benchmark | undefined {
  return REGISTRY.byName(name);
}

/** The key of the registry: letters, digits and `+` (HumanEval+ is another benchmark than HumanEval). */
export function nameKey(name: string): string {
  if (name.length > MAX_LABEL_LENGTH) return '';
  const key = name
    .toLowerCase()
    .replace(/²/g, '2')
    .replace(/τ/g, 'tau')
    .replace(/[\s!-*,-/:-@[-`{-~]+/g, '');
  return /^[a-z0-9+]*$/.test(key) ? key : key.replace(/[^\p{L}\p{N}+]/gu, '');
}

/** A longer label is prose; no pattern is tried on it. */
const MAX_LABEL_LENGTH = 300;
// The patterns look at lowercase text, since one that folds case takes twice as long to compile.
/** A cheap look before the others: most labels say nothing of shots. */
const MAY_SAY_SHOTS = /shot|^\s*[nk]\s?=/;
const SHOTS = /(?:^|[\s([,;])(\d+)[\s-]?shots?\b/;
const SHOT_RANGE = /\d+\s?[-–]\s?\d+[\s-]?shots?\b/;
const LABEL_SHOTS = /^[nk]\s?=\s?(\d+)$/;
const METRIC_PART =
  /^(?:acc(?:uracy)?(?:[_ ](?:norm|char))?|em|exact[ _]match|f1|pass@\d+|maj@\d+|cons@\d+|avg@\d+|wer|cer|bleu|rouge-?[12l]|chrf|mc[12]|top-?[15]|macro[_ ]avg\/\S+|average\/\S+|micro[_ ]avg\/\S+)$/;

/** The number of shots that a text states: one whole number only, `3-5 shot` states none. */
export function readShots(text: string): number | undefined {
  if (text.length > MAX_LABEL_LENGTH) return undefined;
  const lower = text.toLowerCase();
  if (!MAY_SAY_SHOTS.test(lower) || SHOT_RANGE.test(lower)) return undefined;
  const match = SHOTS.exec(lower) ?? LABEL_SHOTS.exec(lower.trim());
  if (match !== null) return Number(match[1]);
  // At the start of a label it names a kind of task: "Zero-shot captioning".
  return /[\s([,;]zero[\s-]?shot\b/.test(lower.trim()) ? 0 : undefined;
}

/**
 * Takes a label of a table apart: `MMLU (5-shot)`, `GSM8K CoT 8-shot`, `HumanEval pass@1`. What is in brackets and
 * neither shots nor a metric becomes a note, so that no variant passes for the plain benchmark.
 */
export function parseBenchmarkLabel(label: string): BenchmarkLabel {
  if (label.length > MAX_LABEL_LENGTH) return { base: label, notes: [] };
  let shots = readShots(label);
  const notes: string[] = [];
  let metric: string | undefined;
  const keep = (part: string): void => {
    const text = part.trim();
    if (text === '' || text === '%') return;
    const own = readShots(text);
    // A second number of shots is one that nobody can file.
    if (own !== undefined && (shots === undefined || shots === own)) shots = own;
    else if (metric === undefined && METRIC_PART.test(text.toLowerCase())) metric = text;
    else notes.push(text);
  };
  let base = label.replace(/[↑↓*†‡]/g, ' ').replace(/\s*[([]([^()[\]]*)[)\]]/g, (_, inside: string) => {
    for (const part of inside.split(/[,;]/)) keep(part);
    return ' ';
  });
  if (MAY_SAY_SHOTS.test(base.toLowerCase())) base = base.replace(/[,;]?\s*\b(?:\d+|zero)[\s-]?shots?\b,?/i, ' ');
  const tail = /\s([Pp]ass@\d+|[Mm]aj@\d+|[Cc][Oo][Tt]|[Ee][Mm]|[Ff]1|[Aa]cc_norm|[Aa]cc|ACC)\s*$/.exec(base);
  if (tail !== null) {
    keep(tail[1] ?? '');
    base = base.slice(0, tail.index);
  }
  return {
    base: base
      .replace(/\s+/g, ' ')
      .replace(/[,;:\s]+$/, '')
      .trim(),
    ...(shots === undefined ? {} : { shots }),
    ...(metric === undefined ? {} : { metric }),
    notes,
  };
}
