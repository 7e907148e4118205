import type { ProposalOrigin } from '../report/proposal.ts';
import type { Registry } from '../scores/benchmarks.ts';
import type { Finding } from '../scores/finding.ts';
import type { Score } from '../scores/score.ts';
import type { Place } from './sources.ts';

/** Scores of one source that are to go into a model repo, and what is known of them. */
export type Offer<Origin = unknown> = {
  /** The name of the `model-index` element. */
  readonly modelName: string;
  readonly scores: readonly Score[];
  /** What is wrong, or looks wrong, with some of them. */
  readonly findings: ReadonlyMap<Score, readonly Finding[]>;
  /** What else a person should look at before they are believed. */
  readonly warnings: readonly string[];
  readonly registry: Registry;
  /** What the scores were made of, as their source shows it. */
  readonly origin: Origin;
  /** Where they come from, in words that stay the same: a proposal may hold those of several sources. */
  readonly source: string;
  /** The same for people. */
  readonly label: string;
  /** What the sources that proposals remember are to this run. */
  readonly placeOf: (sources: readonly string[]) => ReadonlyMap<string, Place>;
  /** The same for readers of a proposal. */
  readonly told: ProposalOrigin;
  /** The command line that makes the same of the same source. */
  readonly command: string;
};

/**
 * Makes the scores of a source.
 *
 * @param card The card of the branch that is to be written to, for sources that read it; undefined when there is none.
 */
export type OfferReader<Origin> = (card: { readonly name: string; readonly text: string }) => Promise<Offer<Origin>>;
