import type { Finding } from '../../scores/finding.ts';

/**
 * A `model-index` that the Hub does not see, since the fence around it is none: its rule wants a line of `---` and nothing
 * else before the YAML, and one of `---`, which blanks may follow, behind it.
 *
 * @param text A card in which no front matter was found.
 * @param file What to call it in findings.
 */
export function checkUnseen(text: string, file: string): Finding[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const open = lines.findIndex((line) => line.trim() !== '');
  const fence = lines[open] ?? '';
  const index = lines.findIndex((line) => /^(["']?)model-index\1[ \t]*:/.test(line));
  // A card may well tell how a model-index is written.
  const isExample = lines.slice(open, index).some((line) => /^\s*(?:```|~~~)/.test(line));
  if (!fence.trimStart().startsWith('---') || index <= open || isExample) return [];
  const end = lines.findIndex((line, at) => at > index && line.trimEnd() === '...');
  const [at, why] =
    fence.trimStart() !== '---'
      ? [open, `its first line must be --- and nothing else${fence.trim() === '---' ? ', not even a blank' : ''}`]
      : end !== -1
        ? [end, 'it must end with a line of ---, not of ...']
        : [open, 'it does not end with a line of ---'];
  const message = `the Hub sees no front matter here, and so no model-index: ${why}`;
  return [{ file, line: at + 1, column: 1, severity: 'warning', code: 'front-matter', message }];
}
