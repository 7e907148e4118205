import { decimalsFor, formatCount, formatNumber, type Scale, scaleOf } from '../chart/numbers.ts';
import { count } from '../plain-text.ts';
import { type Html, html, outside, when } from './html.ts';
import { renderDot, renderRug } from './plots.ts';
import type { Part, ReportGroup } from './report.ts';
import { type Column, renderTable } from './table.ts';

const MOST_GROUPS = 100;
const MOST_PARTS = 500;
/** How many parts stand at each end before the rest. */
const ENDS = 5;

/** Groups, each folded: the highest and the lowest parts first, then those between. */
export function renderGroups(groups: readonly ReportGroup[]): Html {
  const shown = groups.slice(0, MOST_GROUPS);
  const left = groups.length - shown.length;
  return html`${shown.map(renderGroup)}${when(left > 0, () => html`<p class="more">… and ${count(left, 'more group')}.</p>`)}`;
}

function renderGroup(group: ReportGroup, at: number): Html {
  const { name, metric, value } = group;
  const parts = [...group.parts].sort((a, b) => b.value - a.value);
  const scale = scaleOf(parts);
  const decimals = decimalsFor([value, ...parts.map((part) => part.value)]);
  const ends = [parts.at(-1), parts[0]].map((part) => formatNumber(part?.value ?? Number.NaN, decimals));
  return html`<details class="group"><summary><span class="lead">${outside(name, 120)} <span class="quiet">${outside(metric, 60)}</span></span><span class="figure">${formatNumber(value, decimals)}</span><span class="quiet">${count(parts.length, 'part')}, ${ends[0]} to ${ends[1]}</span>${renderRug(
    parts.slice(0, MOST_PARTS).map((part) => part.value),
    scale,
    value,
  )}</summary>
${renderParts(parts, { id: `group-${at + 1}`, scale, mean: value, decimals })}</details>\n`;
}

type Look = { readonly id: string; readonly scale: Scale; readonly mean: number; readonly decimals: number };

function renderParts(parts: readonly Part[], look: Look): Html {
  if (parts.length <= 2 * ENDS + 2) return partTable('Parts, highest first', parts, { ...look, id: `${look.id}-all` });
  const between = parts.slice(ENDS, -ENDS);
  const shown = between.slice(0, MOST_PARTS);
  const left = between.length - shown.length;
  return html`<div class="ends">${partTable('Highest', parts.slice(0, ENDS), { ...look, id: `${look.id}-high` })}
${partTable('Lowest', parts.slice(-ENDS).reverse(), { ...look, id: `${look.id}-low` })}</div>
<details><summary>The ${between.length} between</summary>${partTable('Highest first', shown, { ...look, id: `${look.id}-between` })}${when(left > 0, () => html`<p class="more">… and ${count(left, 'more part')}.</p>`)}</details>`;
}

function valueCell(value: number, stderr: number | undefined, decimals: number): Html {
  return html`${formatNumber(value, decimals)}${when(stderr !== undefined, () => html` <span class="quiet">± ${formatNumber(stderr ?? 0, decimals)}</span>`)}`;
}

function partTable(caption: string, parts: readonly Part[], { id, scale, mean, decimals }: Look): Html {
  const ends = [scale.min, scale.max].map((end) => formatNumber(end, Math.min(decimals, 2)));
  const columns: readonly (Column<Part> & { readonly isUsed?: boolean })[] = [
    { title: 'Part', kind: 'name', cell: ({ name }) => outside(name, 120) },
    { title: 'Value', kind: 'main', cell: ({ value, stderr }) => valueCell(value, stderr, decimals) },
    {
      title: '95 % interval',
      kind: 'plot',
      cell: (part) => renderDot(part, scale, mean),
      under: html`<span class="scale" aria-hidden="true"><span>${ends[0]}</span><span>${ends[1]}</span></span>`,
    },
    {
      title: 'Samples',
      kind: 'number',
      cell: ({ samples }) => html`${samples === undefined ? undefined : formatCount(samples)}`,
      isUsed: parts.some(({ samples }) => samples !== undefined),
    },
  ];
  return renderTable(
    id,
    html`${caption}`,
    columns.filter(({ isUsed }) => isUsed !== false),
    parts,
  ).html;
}
