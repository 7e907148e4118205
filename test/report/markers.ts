import type { Marker } from '../../src/report/marker.ts';

/** What a proposal of one table remembers. */
export const MARKER: Marker = {
  repo: 'org/Kestrel-7B',
  base: 'c0ffee'.padEnd(40, '0'),
  turn: 3,
  files: '0123456789ab',
  sources: [
    {
      source: 'readme table 01234567.89abcdef',
      label: 'table 1 of the model card',
      digest: `sha256:${'0123456789abcdef'.repeat(4)}`,
      date: '2026-03-01',
      outputFormat: 'both',
      onConflict: 'keep',
      base: 'c0ffee'.padEnd(40, '0'),
      command: 'hf-eval extract-readme --repo-id org/Kestrel-7B --table 1 --output-format both --create-pr',
      scores: 'H4sIAAAA',
    },
  ],
};
