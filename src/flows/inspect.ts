import { classifyTable, type Judgement } from '../card/classify.ts';
import type { Config } from '../config.ts';
import { loadCard, type Ports } from './load-card.ts';

/** All tables of a card, judged. */
export type Inspection = {
  readonly status: 'inspected';
  readonly card: string;
  judgeAll(): readonly Judgement[];
};

/**
 * Lists and judges the tables of a card.
 *
 * @throws UserError what reading a card throws.
 */
export async function inspect(config: Config, ports: Ports): Promise<Inspection> {
  const card = await loadCard(config, ports);
  const judgements = card.tables.map((table) => classifyTable(table));
  return { status: 'inspected', card: card.name, judgeAll: () => judgements };
}
