import type { MarkedSource } from '../../report/marker.ts';
import type { Score } from '../../scores/score.ts';
import type { ChangedFile, MergedFiles } from '../merge-files.ts';
import type { Recalled } from './recall.ts';

/** What a proposal has to say: the branch as it is, with the scores of all its sources. */
export type Composition = Required<Pick<MergedFiles, 'changes' | 'leftOut'>> &
  Pick<Recalled, 'gone' | 'before'> & {
    /** Against the branch. */
    readonly files: readonly ChangedFile[];
    readonly sources: readonly MarkedSource[];
    /** Scores of other sources that these do not state any more. */
    readonly withdrawn: readonly { readonly score: Score; readonly label: string; readonly command: string }[];
    /** This run's among them. */
    readonly run: MarkedSource;
    /** The scores of other sources than this run's, with what to call them. */
    readonly earlier: ReadonlyMap<Score, string>;
  };
