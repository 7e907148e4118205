import type { BaselinePlace } from '../collect-config.ts';
import type { Config } from '../config.ts';
import type { ResultFile } from '../files/content.ts';
import type { Collection, ScoredGroup } from '../frameworks/collection.ts';
import { type Outcomes, readAnswers, readOutcomes, type Wanted } from '../frameworks/outcomes.ts';
import type { ReadFile } from '../frameworks/read-all.ts';
import { DEFAULT_ALPHA } from '../gate/alpha.ts';
import { compareAll, failsOn } from '../gate/compare.ts';
import type { GateOptions } from '../gate/comparison.ts';
import { findFlips } from '../gate/flips.ts';
import {
  type BaselineScore,
  type Candidate,
  type Matched,
  matchBaseline,
  nameOf,
  type Unmatched,
} from '../gate/pairs.ts';
import type { Comparison, ComparisonItem } from '../report/html/report.ts';
import type { Score } from '../scores/score.ts';
import { slotOf } from '../scores/slot.ts';
import { type Baseline, readHeldBaseline } from './baseline.ts';
import type { Ports } from './load-card.ts';

/** Scores beside those of a baseline, and whether the gate lets them through. */
export type Gated = {
  readonly comparison: Comparison;
  readonly failed: boolean;
};

/** A collection with the files that it was made of: samples are read when they are asked for. */
export type Measurements = {
  readonly collection: Collection;
  readonly files: readonly ResultFile[];
  readonly read: readonly ReadFile[];
};

const GONE = 'the baseline has it, and these files do not';

/** Flips that are shown of each benchmark. */
const MOST_FLIPS = 20;

/**
 * Compares a collection with a baseline.
 *
 * @param collectBaseline Collects result files that are the baseline, whatever revision they are of.
 * @throws UserError what reading the baseline throws.
 */
export async function compareWithBaseline(
  { collection, files, read }: Measurements,
  config: Config,
  ports: Ports,
  collectBaseline: (places: readonly string[]) => Promise<Measurements>,
): Promise<Gated | undefined> {
  const gate = config.collect?.gate;
  if (gate === undefined) return undefined;
  const now = { collection, files, read };
  const { baseline, before } = await openBaseline(gate.baseline, now, config, ports, collectBaseline);
  // Samples of one run alone tell nothing.
  const candidates = before === undefined ? collection.scores.map((score) => ({ score })) : await withOutcomes(now);
  const { matched, unmatched: left, missing } = matchBaseline(candidates, baseline.scores, baseline.unusable);
  // A model repo holds more than one run measures; of a run, what another one lacks may have failed.
  const lost = before === undefined ? [] : missing.map(({ name }): Unmatched => ({ name, reason: GONE, isGap: true }));
  const unmatched = [...left, ...lost];
  if (matched.length === 0) ports.say(`nothing could be compared with ${baseline.name}`);
  const compared = compareAll(
    matched.map(({ pair }) => pair),
    { alpha: gate.alpha, tolerance: toleranceFor(matched, gate.tolerance, ports.say) },
  );
  const items: ComparisonItem[] = [];
  for (const [at, match] of matched.entries()) {
    const { pair, candidate } = match;
    const one = compared[at];
    if (one === undefined) throw new Error('each pair has its comparison');
    const isFlipped = before !== undefined && (one.paired?.lost ?? 0) > 0;
    const flips = isFlipped ? await flipsOf(match, { now, before }) : undefined;
    const p = one.delta < 0 === pair.higherIsBetter ? one.pWorse : one.pBetter;
    items.push({
      benchmark: pair.benchmark,
      before: pair.baseline.value,
      ...(pair.baseline.stderr === undefined ? {} : { beforeStderr: pair.baseline.stderr }),
      after: pair.candidate.value,
      ...(candidate.score.stderr === undefined ? {} : { afterStderr: candidate.score.stderr }),
      delta: one.delta,
      ...(pair.scale === undefined ? {} : { scale: pair.scale }),
      verdict: one.verdict,
      ...(p === undefined ? {} : { p }),
      ...(one.smallestEffect === undefined ? {} : { smallestEffect: one.smallestEffect }),
      why: one.why,
      ...(flips === undefined ? {} : { flips }),
    });
  }
  return {
    comparison: {
      baseline: baseline.name,
      ...(baseline.date === undefined ? {} : { baselineDate: baseline.date }),
      alpha: gate.alpha ?? DEFAULT_ALPHA,
      items,
      unmatched,
      isTested: compared.some(({ pWorse }) => pWorse !== undefined),
    },
    failed: failsOn(compared, gate.failOn, unmatched.filter(({ isGap }) => isGap).length),
  };
}

/** The baseline, and where it is made of result files, these. */
async function openBaseline(
  place: BaselinePlace,
  { collection }: Measurements,
  config: Config,
  ports: Ports,
  collectBaseline: (places: readonly string[]) => Promise<Measurements>,
): Promise<{ readonly baseline: Baseline; readonly before?: Measurements }> {
  if (place.kind !== 'files') return { baseline: await readHeldBaseline(place, collection.scores, config, ports) };
  const before = await collectBaseline(place.places);
  return { baseline: baselineOf(before, await withOutcomes(before)), before };
}

/** Tolerances by the names of pairs: users give the benchmark's, whatever the setup. */
function toleranceFor(
  matched: readonly Matched[],
  { general, byBenchmark = new Map() }: NonNullable<GateOptions['tolerance']>,
  say: Ports['say'],
): NonNullable<GateOptions['tolerance']> {
  const given = new Map([...byBenchmark].map(([name, points]) => [name.toLowerCase(), points]));
  const used = new Set<string>();
  const named = matched.flatMap(({ pair, candidate: { score } }): [string, number][] => {
    const { provenance, benchmark, dataset } = score;
    const task = provenance.kind === 'result-file' ? provenance.task : undefined;
    const names = [pair.benchmark, benchmark?.id ?? '', dataset.name, task ?? ''].map((name) => name.toLowerCase());
    const own = names.find((name) => given.has(name)) ?? '';
    used.add(own);
    const points = given.get(own);
    return points === undefined ? [] : [[pair.benchmark, points]];
  });
  const unused = [...byBenchmark.keys()].filter((name) => !used.has(name.toLowerCase()));
  if (unused.length > 0) say(`no score is compared that the tolerance names: ${unused.join(', ')}`);
  return { ...(general === undefined ? {} : { general }), byBenchmark: new Map(named) };
}

function baselineOf({ collection }: Measurements, candidates: readonly Candidate[]): Baseline {
  const scores = candidates.map(({ score, outcomes, prints }): BaselineScore => {
    const { value, stderr, samples, unit, dataset, metric } = score;
    return {
      value,
      slot: slotOf(score),
      name: nameOf(score),
      dataset,
      metric,
      ...frameworkOf(score),
      ...(unit === undefined ? {} : { unit }),
      ...(stderr === undefined ? {} : { stderr }),
      ...(samples === undefined ? {} : { samples }),
      ...(outcomes === undefined ? {} : { outcomes }),
      ...(prints === undefined ? {} : { prints }),
    };
  });
  const all = collection.scores;
  const dates = all.flatMap(({ date }) => (date === undefined ? [] : [date])).sort();
  const revisions = [...new Set(all.map(({ model }) => model.revision ?? 'a revision that is not stated'))].join(', ');
  const by = [...new Set(all.flatMap(({ provenance: from }) => (from.kind === 'result-file' ? [from.by] : [])))];
  const date = dates.at(-1);
  return {
    name: `${collection.repoId ?? collection.modelName} at ${revisions} (${by.join(', ')})`,
    ...(date === undefined ? {} : { date }),
    scores,
    unusable: [],
  };
}

/** Its name without the version. */
function frameworkOf({ provenance }: Score): { readonly framework?: string } {
  const [framework] = provenance.kind === 'result-file' ? provenance.by.split(' ') : [];
  return framework === undefined ? {} : { framework };
}

/** The measurement that a score was made of, with its file. */
function originOf(
  score: Score,
  { files, read, collection }: Measurements,
): (Wanted & { readonly file: ResultFile }) | undefined {
  const { provenance } = score;
  if (provenance.kind !== 'result-file') return undefined;
  const file = files.find(({ path }) => path === provenance.file);
  const run = read.find(({ path }) => path === provenance.file)?.run;
  const one = run?.measurements.find(({ at }) => at === provenance.at);
  if (file === undefined || one === undefined) return undefined;
  const group: ScoredGroup | undefined = collection.groups.find((each) => each.score === score);
  return { file, one, parts: group?.parts ?? [] };
}

async function withOutcomes(all: Measurements): Promise<readonly Candidate[]> {
  const origins = all.collection.scores.map((score) => ({ score, origin: originOf(score, all) }));
  const byFile = Map.groupBy(origins, ({ origin }) => origin?.file);
  const outcomes = new Map<Score, Outcomes>();
  for (const [file, group] of byFile) {
    if (file === undefined) continue;
    const found = await readOutcomes(
      file,
      all.files,
      group.flatMap(({ origin }) => (origin === undefined ? [] : [origin])),
    );
    for (const { score, origin } of group) {
      const own = origin === undefined ? undefined : found.get(origin.one);
      if (own !== undefined) outcomes.set(score, own);
    }
  }
  return all.collection.scores.map((score) => {
    const own = outcomes.get(score);
    return { score, ...frameworkOf(score), ...(own === undefined ? {} : { outcomes: own.scores, prints: own.prints }) };
  });
}

/** The samples that got worse, with both answers: read a second time, since those of all would not go into memory. */
async function flipsOf(
  { candidate, baseline, pair }: Matched,
  { now, before }: { readonly now: Measurements; readonly before: Measurements },
): Promise<ComparisonItem['flips']> {
  const old = before.collection.scores.find((score) => slotOf(score) === baseline.slot);
  const [from, to] = [old === undefined ? undefined : originOf(old, before), originOf(candidate.score, now)];
  const { ids, total } = findFlips(pair.baseline.outcomes ?? new Map(), pair.candidate.outcomes ?? new Map(), {
    most: MOST_FLIPS,
    higherIsBetter: pair.higherIsBetter ?? true,
  });
  if (from === undefined || to === undefined) return { total, shown: ids.map((id) => ({ id })) };
  const wanted = new Set(ids);
  const answers = [
    await readAnswers(from.file, before.files, from, wanted),
    await readAnswers(to.file, now.files, to, wanted),
  ] as const;
  return {
    total,
    shown: ids.map((id) => {
      const [was, is] = [answers[0].get(id), answers[1].get(id)];
      const question = is?.question ?? was?.question;
      const target = is?.target ?? was?.target;
      return {
        id,
        ...(question === undefined ? {} : { question }),
        ...(target === undefined ? {} : { target }),
        ...(was?.answer === undefined ? {} : { before: was.answer }),
        ...(is?.answer === undefined ? {} : { now: is.answer }),
      };
    }),
  };
}
