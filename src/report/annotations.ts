import { count, plainText, shorten } from './plain-text.ts';
import type { ShownPreview } from './text.ts';

/** A remark on a line of a file of the checkout. */
export type Annotation = {
  readonly level: 'notice' | 'warning' | 'error';
  readonly message: string;
  readonly title: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
};

/** Annotations of one kind that GitHub shows per step; what is beyond is silently dropped there. */
const MOST_PER_LEVEL = 10;

/** Remarks on a card's lines: where the scores were found, and each cell that has a number but gave no score. */
export function annotatePreview(
  { extraction, judgement, modelName, findings }: ShownPreview,
  file: string,
): Annotation[] {
  const model = plainText(extraction.model ?? modelName);
  const found: Annotation = {
    level: 'notice',
    title: 'Scores found',
    message: `${count(extraction.results.length, 'score')} of ${model} in table ${extraction.table}.`,
    file,
    line: judgement.table.line,
  };
  const doubts = [...findings.values()]
    .flat()
    .slice(0, MOST_PER_LEVEL)
    .map(({ severity, code, message, line }): Annotation => {
      return { level: severity, title: code, message: plainText(message), file, line };
    });
  const doubtful = extraction.skipped.filter((cell) => cell.reason !== 'missing' && /\d/.test(cell.cell));
  const shown = doubtful.slice(0, doubtful.length > MOST_PER_LEVEL ? MOST_PER_LEVEL - 1 : MOST_PER_LEVEL);
  const warnings = shown.map((cell): Annotation => {
    const name = plainText([cell.benchmark, cell.subset].filter(Boolean).join(' '));
    return {
      level: 'warning',
      title: 'Score not taken',
      message: `${name}: "${shorten(plainText(cell.cell), 80)}" was not taken: ${cell.reason}.`,
      file,
      line: cell.line,
    };
  });
  const left = doubtful.length - shown.length;
  const last = doubtful.at(shown.length);
  if (left === 0 || last === undefined) return [found, ...doubts, ...warnings];
  const message = `${count(left, 'further cell')} with numbers gave no score; the job summary lists them.`;
  return [
    found,
    ...doubts,
    ...warnings,
    { level: 'warning', title: 'Scores not taken', message, file, line: last.line },
  ];
}
