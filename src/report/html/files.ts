import { formatCount } from '../chart/numbers.ts';
import { count } from '../plain-text.ts';
import { type Html, html, outside, outsideName, when } from './html.ts';
import type { Report, ReportFile } from './report.ts';

const MOST_FILES = 3_000;
const MOST_REFUSED = 100;
/** More files than these with nothing to say of them are folded. */
const MOST_PLAIN = 8;

const VERDICTS: readonly string[] = ['full', 'partial', 'failed', 'unknown'];

type Numbered = { readonly file: ReportFile; readonly number: number };

/** The files that were given: first those of which something was not taken, then the rest. */
export function renderFiles({ files }: Report): Html {
  const shown = files.slice(0, MOST_FILES).map((file, at): Numbered => ({ file, number: at + 1 }));
  const left = files.length - shown.length;
  const plain = shown.filter(({ file }) => file.verdict === 'full' && file.refused.length === 0);
  const rest = shown.filter((one) => !plain.includes(one));
  const folded = plain.length > MOST_PLAIN;
  return html`${when(files.length === 0, () => html`<p class="empty">No file was given.</p>`)}${list(folded ? rest : [...rest, ...plain])}${when(folded, () => html`<details class="plain"><summary>${formatCount(plain.length)} files were taken as a whole</summary>${list(plain)}</details>`)}${when(left > 0, () => html`<p class="more">… and ${count(left, 'more file')}.</p>`)}`;
}

function list(files: readonly Numbered[]): Html {
  return when(files.length > 0, () => html`<ul class="files">${files.map(renderFile)}</ul>`);
}

function renderFile({ file, number }: Numbered): Html {
  const by = [file.framework, file.version].filter((part) => part !== undefined).join(' ');
  const model = [file.model, file.revision].filter((part) => part !== undefined).join(' @ ');
  const facts = [by, model, file.why ?? '']
    .filter((fact) => fact !== '')
    .map((fact) => html`<li>${outside(fact)}</li>`);
  return html`<li id="file-${number}"><div class="line"><code>${outsideName(file.path, 400)}</code>${renderVerdict(file)}</div>${when(facts.length > 0, () => html`<ul class="facts">${facts}</ul>`)}${renderRefused(file)}</li>\n`;
}

/** A word of a file's own is shown, but makes no class. */
function renderVerdict({ verdict }: ReportFile): Html {
  if (verdict === undefined) return html`<span class="chip">not results</span>`;
  return html`<span class="chip ${VERDICTS.includes(verdict) ? verdict : ''}">${outside(verdict, 30)}</span>`;
}

function renderRefused({ refused }: ReportFile): Html {
  if (refused.length === 0) return html``;
  const rows = refused
    .slice(0, MOST_REFUSED)
    .map(({ what, reason }) => html`<li><strong>${outside(what, 120)}</strong> ${outside(reason)}</li>`);
  const left = refused.length - rows.length;
  return html`<details class="refused"><summary>${formatCount(refused.length)} not taken</summary><ul>${rows}${when(left > 0, () => html`<li>… and ${formatCount(left)} more</li>`)}</ul></details>`;
}
