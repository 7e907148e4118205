import { UserError } from '../../errors.ts';
import { type MarkedSource, type Marker, markedSource } from '../../report/marker.ts';
import type { FileChange } from '../../scores/merge.ts';
import type { Score } from '../../scores/score.ts';
import { slotOf } from '../../scores/slot.ts';
import { type ChangedFile, type MergedFiles, type ModelTexts, mergeIntoFiles } from '../merge-files.ts';
import { mergeOffer, refuseConflicts, soundScores } from '../merge-scores.ts';
import type { Offer } from '../offer.ts';
import type { Composition } from './composition.ts';
import type { OwnProposal } from './guard.ts';
import { packScores, unpackScores } from './memory.ts';
import { fingerprintOf, isRun, type Recalled, recall, replacedBy, withKnownSources } from './recall.ts';
import type { Situation } from './step.ts';
import { readResultsAt, type Target } from './target.ts';

/** The Hub takes descriptions of 65,536 characters, and people want to read something in them. */
const MOST_REMEMBERED = 24_000;

/**
 * Composes what a proposal is to hold from the branch, the scores of this run and what proposals remember of other
 * sources, each as it was asked to be written. Made anew each time, it has nothing in it that its sources do not say any
 * more; the order of the sources stays, so it is the same whichever of them is run.
 *
 * @throws UserError `proposal-full` when a proposal does not remember its scores; `invalid-card`, `conflict`.
 */
export async function compose(situation: Situation, proposals: readonly OwnProposal[]): Promise<Composition> {
  const { target, config } = situation;
  const { offer } = target;
  const remembered = remember(situation, proposals);
  const { sources, gone, run, own } = remembered;
  // Of two sources that differ the first one counts, whichever is run.
  const taken = new Map<string, { readonly score: Score; readonly by: MarkedSource }>();
  const changes: FileChange[] = [];
  const leftOut: NonNullable<MergedFiles['leftOut']>[number][] = [];
  const earlier = new Map<Score, string>();
  const kept: MarkedSource[] = [];
  const withdrawn: { readonly score: Score; readonly by: MarkedSource }[] = [];
  let texts = await withResults(situation, sources);
  const before = texts;
  for (const one of sources) {
    const scores: Score[] = [];
    const all = one === run ? own : scoresOf(one, proposals);
    for (const score of all) {
      // Its table was changed since: what it states now, a run of it will tell.
      if (one !== run && !remembered.states(one, score)) {
        withdrawn.push({ score, by: one });
        continue;
      }
      const first = taken.get(slotOf(score));
      if (one !== run) earlier.set(score, one.label);
      if (first === undefined) {
        taken.set(slotOf(score), { score, by: one });
        scores.push(score);
      } else if (first.score.value !== score.value && (one === run || !(isRun(one) && isRun(first.by)))) {
        const offered = { score, slot: slotOf(score), value: score.value };
        const newer = isRun(one) && isRun(first.by) ? ', which are newer,' : '';
        const reason = `${first.by.label}${newer} ${newer === '' ? 'gives' : 'give'} ${first.score.written} for it`;
        changes.push({ op: 'conflict', offered, reason, file: target.files.card.path });
      }
    }
    // A newer run has measured all of it anew, or its table states nothing of it any more.
    const out = new Set(withdrawn.flatMap(({ by, score }) => (by === one ? [score] : [])));
    const isEmpty = scores.length === 0 && all.length > 0;
    if (isEmpty && (isRun(one) || (one !== run && out.size === all.length))) continue;
    const merged = one === run ? mergeRun(texts, scores) : mergeEarlier(situation, texts, { one, scores });
    for (const change of merged.changes) changes.push(change);
    for (const one of merged.leftOut ?? []) leftOut.push(one);
    kept.push(one === run ? { ...one, ...replacedOf(merged) } : withoutScores(one, all, out));
    texts = withFiles(texts, merged.files);
  }
  if (config.onConflict === 'fail') refuseConflicts(changes.filter(({ offered }) => !earlier.has(offered.score)));
  return {
    files: changedFiles(before, texts),
    changes,
    leftOut,
    earlier,
    gone,
    withdrawn: withdrawn.map(({ score, by }) => ({ score, label: by.label, command: by.command })),
    run,
    ...(remembered.before === undefined ? {} : { before: remembered.before }),
    sources: withinBounds(kept),
  };

  function mergeRun(files: ModelTexts, scores: readonly Score[]): MergedFiles {
    const sound = new Set(soundScores(offer));
    const refused = offer.scores.filter((score) => !sound.has(score));
    return mergeOffer(files, { ...offer, scores: [...refused, ...scores] }, config, situation.date);
  }
}

/** A source with what it still states. */
function withoutScores(one: MarkedSource, all: readonly Score[], out: ReadonlySet<Score>): MarkedSource {
  return out.size === 0 ? one : { ...one, scores: packScores(all.filter((score) => !out.has(score))) };
}

function replacedOf({ changes }: MergedFiles): Pick<MarkedSource, 'replaced'> {
  const replaced = replacedBy(changes);
  return replaced.length === 0 ? {} : { replaced };
}

/** The sources with this run's among them, and its scores. */
function remember(
  { target, config, date }: Situation,
  proposals: readonly OwnProposal[],
): Recalled & { readonly run: MarkedSource; readonly own: readonly Score[] } {
  const { offer, digest } = target;
  const sound = soundScores(offer);
  const run = {
    source: offer.source,
    label: offer.label,
    digest,
    date,
    outputFormat: config.outputFormat,
    onConflict: config.onConflict,
    base: target.head,
    command: offer.command,
  };
  let own: readonly Score[] = sound;
  const recalled = recall(
    (before) => {
      own = withKnownSources(sound, digest, before);
      return { ...run, scores: packScores(own) };
    },
    proposals,
    offer,
  );
  return { ...recalled, own };
}

/** What a proposal remembers of a run's own source. */
export function rememberedOf(
  { offer }: { readonly offer: Offer },
  { marker }: Pick<OwnProposal, 'marker'>,
): MarkedSource | undefined {
  const places = offer.placeOf(marker.sources.map(({ source }) => source));
  return marker.sources.findLast(({ source }) => places.get(source)?.kind === 'own');
}

/** Does a proposal remember that these very scores are in it? */
export function tellsOf(target: Target, own: OwnProposal): boolean {
  return rememberedOf(target, own)?.digest === target.digest;
}

/** Do two proposals hold the same? How scores are packed, and at which commit of the branch, is not part of it. */
export function remembersSame(a: Pick<Marker, 'sources'> | undefined, b: Pick<Marker, 'sources'>): boolean {
  const heart = ({ sources }: Pick<Marker, 'sources'>): string =>
    JSON.stringify(sources.map(({ scores: _, base: __, ...source }) => source));
  return a !== undefined && heart(a) === heart(b);
}

/** Is all that one proposal holds in another one? */
export function isWithin(inner: Marker, outer: Marker): boolean {
  return inner.sources.every(({ source, digest }) => markedSource(outer, source)?.digest === digest);
}

function scoresOf(source: MarkedSource, proposals: readonly OwnProposal[]): readonly Score[] {
  const scores = source.scores === undefined ? undefined : unpackScores(source.scores);
  if (scores !== undefined) return scores;
  const holder = proposals.find(({ marker }) => marker.sources.includes(source))?.pullRequest;
  throw new UserError(
    'proposal-full',
    `Pull request ${holder?.number} holds scores of ${source.label} that it does not remember, so none can be added to it.`,
    {
      hint: `Merge it first: ${holder?.url}. Then the others can be proposed.`,
      details: { pull_request: { number: holder?.number, url: holder?.url } },
    },
  );
}

/** Merges remembered scores as they were asked to be. What the branch has got since was not to be replaced by them. */
function mergeEarlier(
  situation: Situation,
  texts: ModelTexts,
  { one, scores }: { readonly one: MarkedSource; readonly scores: readonly Score[] },
): MergedFiles {
  const { replaced = [] } = one;
  // What failed then did not get into the proposal.
  if (one.onConflict !== 'replace' || replaced.length === 0)
    return mergeAs(situation, texts, { one, scores, onConflict: 'keep' });
  const whole = mergeAs(situation, texts, { one, scores, onConflict: 'replace' });
  const later = new Set(
    whole.changes.flatMap((change) =>
      change.op === 'replace' && !replaced.includes(fingerprintOf(change)) ? [change.offered.score] : [],
    ),
  );
  if (later.size === 0) return whole;
  const first = mergeAs(situation, texts, {
    one,
    scores: scores.filter((score) => !later.has(score)),
    onConflict: 'replace',
  });
  const rest = mergeAs(situation, withFiles(texts, first.files), { one, scores: [...later], onConflict: 'keep' });
  const files = changedFiles(texts, withFiles(withFiles(texts, first.files), rest.files));
  return {
    files,
    changes: [...first.changes, ...rest.changes],
    leftOut: [...(first.leftOut ?? []), ...(rest.leftOut ?? [])],
  };
}

function mergeAs(
  { config, target }: Situation,
  texts: ModelTexts,
  {
    one,
    scores,
    onConflict,
  }: { readonly one: MarkedSource; readonly scores: readonly Score[]; readonly onConflict: 'keep' | 'replace' },
): MergedFiles {
  return mergeIntoFiles(texts, scores, {
    outputFormat: one.outputFormat,
    onConflict,
    modelName: target.offer.modelName,
    givenName: config.modelName,
    ...(config.repoId === undefined ? {} : { repoId: config.repoId }),
    date: one.date,
    registry: target.offer.registry,
  });
}

/** The files of results are read only where they are asked for: another source may want them though this run does not. */
async function withResults({ hub, config, target }: Situation, sources: readonly MarkedSource[]): Promise<ModelTexts> {
  const wants = sources.some(({ outputFormat }) => outputFormat !== 'model-index');
  if (!wants || config.outputFormat !== 'model-index') return target.files;
  return { ...target.files, results: await readResultsAt(hub, { ...config, outputFormat: 'both' }, target.head) };
}

function withFiles({ card, results }: ModelTexts, files: readonly ChangedFile[]): ModelTexts {
  const byPath = new Map(results.map((file) => [file.path, file]));
  let text = card.text;
  for (const { path, after } of files) {
    if (path === card.path) text = after;
    else byPath.set(path, { ...byPath.get(path), path, text: after });
  }
  return { card: { ...card, text }, results: [...byPath.values()] };
}

function changedFiles(before: ModelTexts, after: ModelTexts): ChangedFile[] {
  const old = new Map(before.results.map(({ path, text }) => [path, text]));
  return [
    { path: after.card.path, before: before.card.text, after: after.card.text, isNew: false },
    ...after.results.map(({ path, text }) => {
      return { path, before: old.get(path) ?? '', after: text, isNew: !old.has(path) };
    }),
  ].filter((file) => file.before !== file.after);
}

/** Small sets of scores are remembered first. */
function withinBounds(sources: readonly MarkedSource[]): MarkedSource[] {
  let left = MOST_REMEMBERED;
  const kept = new Set<MarkedSource>();
  const sizeOf = ({ scores = '' }: MarkedSource): number => scores.length;
  for (const one of [...sources].sort((a, b) => sizeOf(a) - sizeOf(b))) {
    left -= sizeOf(one);
    if (left >= 0) kept.add(one);
  }
  return sources.map((one) => {
    if (kept.has(one)) return one;
    const { scores: _, ...rest } = one;
    return rest;
  });
}
