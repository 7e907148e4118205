import { type Estimate, formatNumber, intervalOf, placeOn, type Scale } from '../chart/numbers.ts';
import { type Html, html, when } from './html.ts';

const PERCENT: Scale = { min: 0, max: 100 };

/** A score in percent, as a bar from 0 with its 95 % interval at the end; the scale is the same for all. */
export function renderBar(estimate: Estimate): Html {
  const scale = PERCENT;
  const at = percent(scale, estimate.value);
  return html`<svg class="plot bar" role="img"><title>${describe(estimate, ' %')}</title><rect class="track" width="100%" y="3" height="10" rx="2"/><rect class="fill" width="${at}" y="3" height="10" rx="2"/>${whisker(estimate, scale, 8)}</svg>`;
}

/** A score as a dot with its 95 % interval, and a mark at the mean of those that it is one of. */
export function renderDot(estimate: Estimate, scale: Scale, mean: number): Html {
  return html`<svg class="plot" role="img"><title>${describe(estimate)}</title><line class="axis" x2="100%" y1="8" y2="8"/>${mark(mean, scale)}${whisker(estimate, scale, 8)}<circle class="dot" cx="${percent(scale, estimate.value)}" cy="8" r="3.5"/></svg>`;
}

/** Where many scores lie: a stroke for each, and a mark at their mean. */
export function renderRug(values: readonly number[], scale: Scale, mean: number): Html {
  const strokes = values.map(
    (value) => html`<line class="stroke" x1="${percent(scale, value)}" x2="${percent(scale, value)}" y1="3" y2="13"/>`,
  );
  return html`<svg class="plot rug" aria-hidden="true"><line class="axis" x2="100%" y1="8" y2="8"/>${strokes}${mark(mean, scale)}</svg>`;
}

/** A score before, hollow, over the same score after, each with its 95 % interval. */
export function renderChange(before: Estimate, after: Estimate, scale: Scale): Html {
  const [from, to] = [percent(scale, before.value), percent(scale, after.value)];
  return html`<svg class="plot change" role="img"><title>Before ${describe(before)}; after ${describe(after)}</title><line class="guide" x1="${from}" x2="${from}" y1="7" y2="21"/>${whisker(before, scale, 7)}<circle class="hollow" cx="${from}" cy="7" r="3.5"/>${whisker(after, scale, 21)}<circle class="dot" cx="${to}" cy="21" r="4"/></svg>`;
}

/** A place on an axis in percent of its length, within it. */
export function percent(scale: Scale, value: number): string {
  const place = placeOn(scale, value) * 100;
  return `${Number((Number.isFinite(place) ? Math.min(Math.max(place, 0), 100) : 0).toFixed(2))}%`;
}

/** An estimate in words, for a tooltip and for those who hear the page. */
export function describe(estimate: Estimate, unit = ''): string {
  const { value, stderr } = estimate;
  if (stderr === undefined || !(stderr > 0)) return precise(value) + unit;
  const [low, high] = intervalOf(estimate);
  return `${precise(value)}${unit}, 95 % interval ${precise(low)} to ${precise(high)}${unit}`;
}

function precise(value: number): string {
  return formatNumber(Number(value.toPrecision(4)), Math.abs(value) <= 1 ? 4 : 2);
}

function mark(mean: number, scale: Scale): Html {
  return html`<line class="mean" x1="${percent(scale, mean)}" x2="${percent(scale, mean)}" y1="0" y2="16"/>`;
}

function whisker(estimate: Estimate, scale: Scale, y: number): Html {
  const { stderr } = estimate;
  return when(stderr !== undefined && stderr > 0 && Number.isFinite(stderr), () => {
    const [low, high] = intervalOf(estimate).map((end) => percent(scale, end));
    const cap = (x: string | undefined): Html => html`<line x1="${x}" x2="${x}" y1="${y - 3}" y2="${y + 3}"/>`;
    return html`<g class="whisker"><line x1="${low}" x2="${high}" y1="${y}" y2="${y}"/>${cap(low)}${cap(high)}</g>`;
  });
}
