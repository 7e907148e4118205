import { publishCommand } from '../../report/commands.ts';
import type { Marker, Proposal } from '../../report/proposal.ts';
import type { Situation } from './step.ts';

/** The commit that a proposal starts from, and what it has been said to hold. */
export type Start = Pick<Marker, 'base'> & Partial<Marker>;

/** The texts of a proposal are made from this. */
export function proposalOf({ hub, config, target, merged, source, date }: Situation, before: Start): Proposal {
  const { preview } = target.offer;
  const { table } = preview.judgement;
  return {
    modelName: preview.modelName,
    repoId: hub.repoId,
    endpoint: hub.endpoint.replace(/\/+$/, ''),
    // Lines of a local card are none of the one on the Hub.
    ...(config.card === undefined ? { cardCommit: target.head } : {}),
    table: { table: table.table, line: table.line },
    changes: merged.changes,
    leftOut: merged.leftOut ?? [],
    command: publishCommand(table.table, config),
    marker: { repo: hub.repoId, source, digest: target.digest, base: before.base, date, ...othersOf(before, source) },
  };
}

/** What a proposal holds of other sources, which is remembered with their digests. */
function othersOf({ source, digest, others = {} }: Start, own: string): Pick<Marker, 'others'> {
  const all = { ...others, ...(source === undefined || digest === undefined ? {} : { [source]: digest }) };
  const left = Object.entries(all).filter(([name]) => name !== own);
  return left.length === 0 ? {} : { others: Object.fromEntries(left) };
}
