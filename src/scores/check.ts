import { checkAgreement, checkDuplicates } from './check-agreement.ts';
import { checkScore } from './check-score.ts';
import { type CheckContext, type CheckedScore, type Finding, lookUpIn } from './finding.ts';
import type { Score } from './score.ts';

/** Checks the scores of a model repo against the registry and against each other. */
export function checkScores(scores: readonly CheckedScore[], context: CheckContext): Finding[] {
  const registryOf = lookUpIn(context);
  return [
    ...scores.flatMap((score) => checkScore(score, context)),
    ...checkDuplicates(scores),
    ...checkAgreement(scores, registryOf),
  ];
}

/** Checks scores that are to go into a model repo; `file` is the card that those of a table were read from. */
export function checkOffered(scores: readonly Score[], file: string, context: CheckContext): Map<Score, Finding[]> {
  const findings = scores.map((score): [Score, Finding[]] => {
    const { dataset, metric, value, unit, date, notes, model, source, provenance } = score;
    const checked: CheckedScore = {
      ...(provenance.kind === 'card-table' ? { file, line: provenance.line } : { file: provenance.file, line: 1 }),
      column: 1,
      format: 'model-index',
      slot: '',
      value,
      dataset,
      metric,
      ...(unit === undefined ? {} : { unit }),
      ...(date === undefined ? {} : { date }),
      ...(notes === undefined ? {} : { notes }),
      ...(model.revision === undefined ? {} : { revision: model.revision }),
      ...(source === undefined ? {} : { sourceUrl: source.url }),
    };
    return [score, checkScore(checked, context)];
  });
  return new Map(findings.filter(([, found]) => found.length > 0));
}
