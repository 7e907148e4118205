/** Colours of the page by name, in the light scheme and in the dark one. A test measures the contrast of each pair. */
export const COLOURS = {
  page: ['#ffffff', '#0e1116'],
  panel: ['#f6f7f9', '#161a21'],
  line: ['#e2e5ea', '#2a303a'],
  edge: ['#8b94a1', '#6b7684'],
  text: ['#191d23', '#e7eaef'],
  quiet: ['#59626e', '#9aa5b3'],
  accent: ['#2f55c9', '#8fb0ff'],
  fill: ['#c3d1f7', '#2f4680'],
  band: ['#dbe4fb', '#22335c'],
  worse: ['#a8231a', '#ff9a90'],
  'worse-soft': ['#fdeceb', '#3a1a18'],
  better: ['#0a6640', '#6fdca3'],
  'better-soft': ['#e4f6ec', '#10301f'],
  unsure: ['#7d5200', '#f3c65c'],
  'unsure-soft': ['#fdf3dc', '#352a0d'],
  plain: ['#47505c', '#b4bdc9'],
  'plain-soft': ['#eef0f3', '#222832'],
} as const satisfies Readonly<Record<string, readonly [light: string, dark: string]>>;

/** Custom properties of one scheme: `--page:#ffffff;…`. */
export function colourRules(scheme: 'light' | 'dark'): string {
  return Object.entries(COLOURS)
    .map(([name, [light, dark]]) => `--${name}:${scheme === 'light' ? light : dark}`)
    .join(';');
}
