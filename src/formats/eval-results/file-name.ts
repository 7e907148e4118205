/**
 * `.eval_results/gsm8k.yaml`, `.eval_results/hle_with_tools.yaml`. Entries share a file where their names differ in nothing
 * that a path holds.
 */
export function pathFor(benchmark: string, datasetId: string, notes: string): string {
  const base = slug(benchmark) || slug(datasetId) || 'results';
  return `.eval_results/${slug(`${base} ${notes}`)}.yaml`;
}

/** File systems take names of 255 bytes; a file that is being written has a longer one. */
const MAX_SLUG_LENGTH = 100;

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/\+/g, ' plus ')
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, MAX_SLUG_LENGTH)
    .replace(/^_|_$/g, '');
}
