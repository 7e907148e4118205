import { formatDate } from '../chart/numbers.ts';
import { count, printableJson, shorten } from '../plain-text.ts';
import { renderBaseline, renderComparison, renderVerdictCounts } from './comparison.ts';
import { renderFiles } from './files.ts';
import { renderGroups } from './groups.ts';
import { type Html, html, outside, outsideName, raw } from './html.ts';
import type { Report } from './report.ts';
import { countScores, renderScores } from './scores.ts';
import { SCRIPT, SCRIPT_HASH } from './script.ts';
import { STYLE } from './style.ts';
import type { Table } from './table.ts';
import { renderTrend } from './trend.ts';

/** Nothing is loaded from anywhere, and no script runs but the page's own. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src '${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

type Section = { readonly id: string; readonly title: string; readonly body: Html };

/** One HTML page that needs nothing else: no network, no other file. All text in it is taken for hostile. */
export function renderReport(report: Report): string {
  const scores = renderScores(report);
  const changes = report.comparison === undefined ? undefined : renderComparison(report.comparison);
  const sections: readonly Section[] = [
    ...(changes === undefined ? [] : [{ id: 'comparison', title: 'Comparison', body: changes.html }]),
    { id: 'all-scores', title: 'Scores', body: scores.html },
    ...(report.groups.length === 0 ? [] : [{ id: 'groups', title: 'Groups', body: renderGroups(report.groups) }]),
    ...trendSection(report),
    { id: 'files', title: 'Files', body: renderFiles(report) },
  ];
  return html`<!doctype html>
<html lang="en">
${renderHead(report)}
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>${renderHeader(report)}
<nav aria-label="Sections">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}</nav></header>
<main id="main">
${sections.map(renderSection)}</main>
<footer>Made by hf-eval ${outside(report.version, 30)}. This page loads nothing from anywhere.</footer>
<script type="application/json" id="data">${renderData({ scores, ...(changes === undefined ? {} : { changes }) })}</script>
<script>${raw(SCRIPT)}</script>
</body>
</html>
`.markup;
}

function renderHead({ title, revision, version }: Report): Html {
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="hf-eval ${version}">
<title>${shorten(title, 100)} · ${shorten(revision, 60)} · evaluation report</title>
<style>${raw(STYLE)}</style>
</head>`;
}

function renderHeader(report: Report): Html {
  const { title, revision, made, comparison, files } = report;
  const refused = files.reduce((sum, file) => sum + file.refused.length, 0);
  const facts = [
    countScores(report),
    count(files.length, 'file'),
    ...(refused === 0 ? [] : [`${refused.toLocaleString('en-US')} not taken`]),
  ];
  return html`<p class="kind">Evaluation report</p>
<h1>${outsideName(title, 200)}</h1>
<ul class="facts"><li>Revision <code>${outside(revision, 100)}</code></li><li>${outside(formatDate(made), 40)}</li>${facts.map((fact) => html`<li>${fact}</li>`)}</ul>
${comparison === undefined ? undefined : html`<p class="verdicts">${renderVerdictCounts(comparison)}<span class="quiet">against ${renderBaseline(comparison)}</span></p>`}`;
}

function trendSection({ trend }: Report): readonly Section[] {
  if (trend === undefined || trend.revisions.length === 0 || trend.lines.length === 0) return [];
  return [{ id: 'trend', title: `Trend over ${count(trend.revisions.length, 'revision')}`, body: renderTrend(trend) }];
}

function renderSection({ id, title, body }: Section): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${body}</section>
`;
}

/** What the script sorts by. `<` is escaped, so that no text can end the element. */
function renderData(tables: Readonly<Record<string, Table>>): Html {
  const keys = Object.entries(tables).flatMap(([id, table]) => (table.keys.length === 0 ? [] : [[id, table.keys]]));
  return raw(printableJson({ tables: Object.fromEntries(keys) }, 0).replaceAll('<', '\\u003c'));
}
