import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** A unified diff of one file, as `git apply` takes it; empty when nothing changes. */
export function renderDiff(file: { readonly path: string; readonly before: string; readonly after: string }): string {
  if (file.before === file.after) return '';
  const from = file.before === '' ? '/dev/null' : `a/${file.path}`;
  return createTwoFilesPatch(from, `b/${file.path}`, file.before, file.after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}
