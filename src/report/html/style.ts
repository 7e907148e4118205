import { colourRules } from './colours.ts';
import { TABLE_STYLE } from './table-style.ts';

const BASE = `
:root{color-scheme:light dark;${colourRules('light')}}
@media screen and (prefers-color-scheme:dark){:root{${colourRules('dark')}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0 auto;max-width:78rem;padding:0 2rem 3rem;background:var(--page);color:var(--text);
font:0.9375rem/1.5 -apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:break-word}
code{font:0.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace}
a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:from-font}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
[hidden]{display:none!important}
ul{margin:0;padding:0;list-style:none}
.quiet,.more,.empty,footer{color:var(--quiet)}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;padding:.25rem .75rem;background:var(--page);z-index:2}
header{padding:2.5rem 0 0}
.kind{margin:0;color:var(--quiet);font-size:.8125rem}
h1,h2,li,summary,figcaption,.line,.span{overflow-wrap:anywhere}
h1{margin:.125rem 0 .5rem;font-size:1.75rem;line-height:1.2;letter-spacing:-.015em;font-weight:650}
h2{margin:0 0 .75rem;font-size:1.1875rem;line-height:1.3;letter-spacing:-.01em;font-weight:650}
.facts{display:flex;flex-wrap:wrap;gap:.125rem 1.25rem;color:var(--quiet)}
.verdicts{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem;margin:1rem 0 0}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin-top:1.5rem;padding:.625rem 0;border-block:1px solid var(--line)}
nav a{color:var(--text);text-decoration:none;font-weight:550}
nav a:hover{color:var(--accent);text-decoration:underline}
section{margin-top:2.5rem}
.box+details{margin-top:1rem}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.8125rem}
.chip{display:inline-block;padding:.0625rem .5rem;border-radius:1rem;border:1px solid transparent;white-space:nowrap;
font-size:.8125rem;font-weight:600;color:var(--plain);background:var(--plain-soft)}
.chip.worse,.chip.failed{color:var(--worse);background:var(--worse-soft)}
.chip.better,.chip.full{color:var(--better);background:var(--better-soft)}
.chip.inconclusive,.chip.partial{color:var(--unsure);background:var(--unsure-soft)}
strong.worse{color:var(--worse)}
strong.better{color:var(--better)}
strong.same,strong.inconclusive{font-weight:inherit}
details{border-top:1px solid var(--line)}
details:last-of-type{border-bottom:1px solid var(--line)}
details details{margin-top:.5rem;border:0!important}
summary{display:flex;flex-wrap:wrap;align-items:center;gap:.125rem 1rem;position:relative;
padding:.625rem .25rem .625rem 1.5rem;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
summary::before{content:'';position:absolute;left:.25rem;top:1.125rem;width:.4rem;height:.4rem;border:solid var(--quiet);
border-width:0 1.5px 1.5px 0;transform:rotate(-45deg)}
details[open]>summary::before{transform:rotate(45deg)}
summary:hover{background:var(--panel)}
summary:hover::before{border-color:var(--text)}
.lead{font-weight:600}
.lead .quiet{font-weight:400}
.figure{font-weight:650}
.group>summary>.lead{flex:1 1 14rem}
.group>summary>.plot{flex:0 1 16rem}
.group[open],.flips[open]{padding-bottom:1rem}
.ends{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:1rem}
.filter{display:flex;align-items:center;gap:.625rem;margin-bottom:.75rem}
.filter label{font-weight:550}
.filter input{flex:0 1 22rem;min-width:0;padding:.375rem .625rem;border:1px solid var(--edge);border-radius:6px;
background:var(--page);color:inherit;font:inherit}
.filter input::placeholder{color:var(--quiet);opacity:1}
.filter output{color:var(--quiet);white-space:nowrap}
.files>li{padding:.75rem 0;border-top:1px solid var(--line)}
.files>li:target{background:var(--panel);box-shadow:-.75rem 0 var(--panel),.75rem 0 var(--panel)}
.files .line{display:flex;justify-content:space-between;align-items:flex-start;gap:1rem}
.files .facts{font-size:.875rem}
.files summary{padding:.25rem 0 .25rem 1.25rem;font-size:.875rem}
.files summary::before{left:.125rem;top:.625rem}
.files details{border:0!important;margin-top:.125rem}
.refused ul{padding-left:1.25rem;font-size:.875rem}
.refused li{padding:.125rem 0}
.plain{margin-top:.75rem}
svg{overflow:visible}
.chart svg{overflow:hidden}
svg.plot{display:block;width:100%;height:16px}
svg.change{height:28px}
.track{fill:var(--plain-soft)}
.fill{fill:var(--fill)}
.axis{stroke:var(--line)}
.guide{stroke:var(--edge);stroke-dasharray:2 2}
.mean{stroke:var(--edge);stroke-width:1.5}
.stroke{stroke:var(--accent);stroke-opacity:.55}
.whisker line{stroke:var(--text);stroke-width:1.25}
.dot{fill:var(--accent)}
.hollow{fill:var(--page);stroke:var(--quiet);stroke-width:1.5}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,16rem),1fr));gap:1.5rem;margin-bottom:1.5rem}
p.more{margin:0 0 1rem}
figure{margin:0;min-width:0}
figcaption{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .625rem;margin-bottom:.5rem}
figcaption .lead{flex:1 1 auto}
figcaption .quiet{flex:1 0 100%;font-size:.8125rem}
.frame{position:relative;height:7rem;padding:.5rem .5rem .5rem 3.25rem;border-block:1px solid var(--line)}
.frame>span{position:absolute;left:0;color:var(--quiet);font-size:.75rem;line-height:1}
.frame .top{top:.375rem}
.frame .bottom{bottom:.375rem}
.chart{display:block;width:100%;height:100%}
.chart polygon{fill:var(--band)}
.chart polyline{fill:none;stroke:var(--accent);stroke-width:1.75;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.span{display:flex;justify-content:space-between;gap:1rem;padding:.25rem 0 0 3.25rem;color:var(--quiet);font-size:.75rem}
@media (max-width:40rem){
body{padding:0 1rem 2rem}
header{padding-top:1.5rem}
h1{font-size:1.375rem}
.group>summary>.lead{flex:1 1 8rem}
.group>summary>.plot{flex:1 0 100%}
.filter input{flex:1 1 auto;font-size:1rem}
.files .line{gap:.5rem}
}
@media (prefers-reduced-motion:no-preference){summary::before{transition:transform .12s}}
@media (prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important;scroll-behavior:auto!important}}
@media (forced-colors:active){.chip{border-color:currentColor}.dot,.fill{fill:CanvasText}.chart polyline,.stroke{stroke:CanvasText}}
@media print{
body{max-width:none;padding:0;font-size:9pt}
nav,.filter,.skip{display:none!important}
tr,figure,.files>li{break-inside:avoid}
h2{break-after:avoid}
.track,.fill,.chip,.chart polygon{print-color-adjust:exact;-webkit-print-color-adjust:exact}
details::details-content{content-visibility:visible;block-size:auto}
}`;

/** The style of the page: one column of sections, light and dark, on a screen of any width and on paper. */
export const STYLE = `${BASE}${TABLE_STYLE}\n`;
