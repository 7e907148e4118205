import type { Marker } from '../../report/marker.ts';
import type { Proposal } from '../../report/proposal.ts';
import type { Composition } from './composition.ts';
import type { Situation } from './step.ts';

/**
 * The texts of a proposal, or of a commit, are made from this.
 *
 * @param base The commit that it starts from.
 * @param memory How many times it was remembered before, and the fingerprint of its files.
 */
export function proposalOf(
  { hub, target }: Situation,
  composition: Pick<Composition, 'changes' | 'leftOut' | 'earlier' | 'sources'>,
  base: Marker['base'],
  memory: Pick<Marker, 'turn' | 'files'>,
): Proposal {
  const { modelName, told, command } = target.offer;
  const { changes, leftOut, earlier, sources } = composition;
  return {
    modelName,
    repoId: hub.repoId,
    endpoint: hub.endpoint.replace(/\/+$/, ''),
    cardCommit: target.head,
    origin: told,
    changes,
    leftOut,
    earlier,
    command,
    marker: { repo: hub.repoId, base, ...memory, sources },
  };
}
