import { publishCommand } from '../../report/commands.ts';
import type { Proposal } from '../../report/proposal.ts';
import type { Situation } from './step.ts';

/** Where a proposal starts, and the date of its scores. */
export type Start = { readonly base: string; readonly date: string };

/** The texts of a proposal are made from this. */
export function proposalOf({ hub, config, target, merged }: Situation, { base, date }: Start): Proposal {
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
    marker: { repo: hub.repoId, source: 'readme', digest: target.digest, base, date },
  };
}
