/** An id for a metric from its label: lower case, words joined by `_`. */
export function metricId(label: string): string {
  const lower = label.toLowerCase();
  // Most text is plain; patterns for the rest of Unicode are slow to prepare.
  const isPlain = /^[\x00-\x7f]*$/.test(lower);
  const id = (isPlain ? lower.replace(/[^a-z0-9@+./-]+/g, '_') : lower.replace(/[^\p{L}\p{N}@+./-]+/gu, '_')).replace(
    /^_+|_+$/g,
    '',
  );
  return id === '' ? 'score' : id;
}
