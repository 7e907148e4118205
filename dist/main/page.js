"use strict";const e=require("./collecting-modes.js"),t=require("./program.js"),n={markup:``},r={markup:`<span class="quiet">(empty)</span>`};function i(e,...t){return{markup:e.map((e,n)=>e+l(t[n])).join(``)}}function a(e){return{markup:e}}function o(e,t=300){let n=u(e,t);return n===``?r:i`<bdi>${a(d(n))}</bdi>`}function s(e,t=300){let n=u(e,t).split(/(?<=[_/\\,@])(?=[^_/\\,@])/);return n.join(``)===``?r:i`<bdi>${a(n.map(d).join(`<wbr>`))}</bdi>`}function c(e,t){return e?t():n}function l(e){return e===void 0?``:typeof e==`string`?d(u(e,300)):typeof e==`number`?String(e):`markup`in e?e.markup:e.map(({markup:e})=>e).join(``)}function u(e,n){let r=e.length>n*8?`${e.slice(0,n*8)}…`:e;return t.K(t.U(r).toWellFormed(),n)}function d(e){return e.replace(/[&<>"'`]/g,e=>`&#${e.charCodeAt(0)};`)}const f={min:0,max:100};function p(e){let t=f,n=h(t,e.value);return i`<svg class="plot bar" role="img"><title>${g(e,` %`)}</title><rect class="track" width="100%" y="3" height="10" rx="2"/><rect class="fill" width="${n}" y="3" height="10" rx="2"/>${y(e,t,8)}</svg>`}function m(e,t,n){return i`<svg class="plot" role="img"><title>${g(e)}</title><line class="axis" x2="100%" y1="8" y2="8"/>${v(n,t)}${y(e,t,8)}<circle class="dot" cx="${h(t,e.value)}" cy="8" r="3.5"/></svg>`}function ee(e,t,n){return i`<svg class="plot rug" aria-hidden="true"><line class="axis" x2="100%" y1="8" y2="8"/>${e.map(e=>i`<line class="stroke" x1="${h(t,e)}" x2="${h(t,e)}" y1="3" y2="13"/>`)}${v(n,t)}</svg>`}function te(e,t,n){let[r,a]=[h(n,e.value),h(n,t.value)];return i`<svg class="plot change" role="img"><title>Before ${g(e)}; after ${g(t)}</title><line class="guide" x1="${r}" x2="${r}" y1="7" y2="21"/>${y(e,n,7)}<circle class="hollow" cx="${r}" cy="7" r="3.5"/>${y(t,n,21)}<circle class="dot" cx="${a}" cy="21" r="4"/></svg>`}function h(t,n){let r=e.d(t,n)*100;return`${Number((Number.isFinite(r)?Math.min(Math.max(r,0),100):0).toFixed(2))}%`}function g(t,n=``){let{value:r,stderr:i}=t;if(i===void 0||!(i>0))return _(r)+n;let[a,o]=e.u(t);return`${_(r)}${n}, 95 % interval ${_(a)} to ${_(o)}${n}`}function _(t){return e.c(Number(t.toPrecision(4)),Math.abs(t)<=1?4:2)}function v(e,t){return i`<line class="mean" x1="${h(t,e)}" x2="${h(t,e)}" y1="0" y2="16"/>`}function y(t,n,r){let{stderr:a}=t;return c(a!==void 0&&a>0&&Number.isFinite(a),()=>{let[a,o]=e.u(t).map(e=>h(n,e)),s=e=>i`<line x1="${e}" x2="${e}" y1="${r-3}" y2="${r+3}"/>`;return i`<g class="whisker"><line x1="${a}" x2="${o}" y1="${r}" y2="${r}"/>${s(a)}${s(o)}</g>`})}function b(e,t,n,r,a=`cards`){return{html:i`<div class="box" role="region" tabindex="0" aria-labelledby="${e}-caption">
<table id="${e}" role="table" class="${a}"><caption id="${e}-caption"><span>${t}</span></caption>
<thead role="rowgroup"><tr role="row">${n.map(({title:e,kind:t,key:n,under:r},a)=>i`<th scope="col" role="columnheader" class="${t}"${c(n!==void 0,()=>i` data-column="${a}"`)}><span class="title">${e}</span>${r}</th>`)}</tr></thead>
<tbody role="rowgroup">
${r.map(e=>x(n,e,a))}</tbody></table></div>`,keys:r.map(e=>n.map(({key:t})=>S(t?.(e))))}}function x(e,t,n){return i`<tr role="row">${e.map(({title:e,kind:r,cell:a})=>r===`name`?i`<th scope="row" role="rowheader" class="name">${a(t)}</th>`:i`<td role="cell" class="${r}"${c(n===`cards`,()=>i` data-label="${e}"`)}>${a(t)}</td>`)}</tr>\n`}function S(e){return typeof e==`number`?Number.isFinite(e)?e:null:e===void 0||e===``?null:e.slice(0,120).toWellFormed()}const C=1e3;function ne(t){return i`${e.t(t).map(({verdict:e,sign:t,count:n})=>i`<span class="chip ${e}">${t} ${n} ${e}</span>`)}`}function w({baseline:t,baselineDate:n}){return i`${o(t,120)} ${n===void 0?i`(date unknown)`:i`of ${o(e.o(n),30)}`}`}function T(e){let{alpha:n}=e,r=e.items.slice(0,C),a=e.items.length-r.length;if(r.length===0)return{html:i`<p class="empty">Nothing could be compared with ${w(e)}.</p>${E(e)}`,keys:[]};let o=i` Over all benchmarks that were tested at most ${Number((n*100).toPrecision(3))} % of false alarms.`,s=b(`changes`,i`Baseline ${w(e)}.${c(e.isTested,()=>o)} In the pictures, before is hollow and after is filled, with 95 % intervals; each row has a scale of its own.${c(a>0,()=>i` ${t.B(a,`more benchmark`)} are not shown here.`)}`,D(r),r);return{html:i`${s.html}${E(e)}${r.map(N)}`,keys:s.keys}}function E({unmatched:e}){return e.length===0?i``:b(`unmatched`,i`${t.B(e.length,`score`)} without a counterpart`,[{title:`Not compared`,kind:`name`,cell:({name:e})=>s(e,160)},{title:`Why`,kind:`note`,cell:({reason:e})=>o(e,300)}],e.slice(0,C)).html}function D(t){return[{title:`Benchmark`,kind:`name`,key:({benchmark:e})=>e,cell:k},{title:`Verdict`,kind:`status`,key:({verdict:t})=>e.n(t),cell:({verdict:e})=>O(e)},{title:`Before`,kind:`number`,key:({before:e})=>e,cell:e=>j(e,`before`)},{title:`After`,kind:`number`,key:({after:e})=>e,cell:e=>j(e,`after`)},{title:`Change`,kind:`number`,key:({delta:e})=>e,cell:t=>i`<strong class="${t.verdict}">${e.s(t.delta,A(t))}</strong>`},{title:`Before and after`,kind:`plot`,cell:M},{title:`p`,kind:`number`,key:({p:e})=>e,cell:({p:t})=>i`${t===void 0?void 0:e.l(t)}`,isUsed:t.some(({p:e})=>e!==void 0)},{title:`Smallest detectable`,kind:`number`,key:({smallestEffect:e})=>e,cell:t=>i`${t.smallestEffect===void 0?void 0:`± ${e.c(t.smallestEffect,A(t))}`}`,isUsed:t.some(({smallestEffect:e})=>e!==void 0)}].filter(({isUsed:e})=>e!==!1)}function O(t){return i`<span class="chip ${t}">${e.r(t)} ${t}</span>`}function k({benchmark:e,why:t}){return i`${s(e,160)}<span class="why">${o(t,200)}</span>`}function A({before:t,after:n}){return e.i([t,n])}function j(t,n){let r=n===`before`?t.beforeStderr:t.afterStderr,a=A(t);return i`${e.c(t[n],a)}${r===void 0?void 0:i` <span class="quiet">± ${e.c(r,a)}</span>`}`}function M(t){let n={value:t.before,stderr:t.beforeStderr},r={value:t.after,stderr:t.afterStderr};return te(n,r,e.f([n,r]))}function N({benchmark:e,flips:n},r){return n===void 0||n.total===0?i``:i`<details class="flips"><summary><span class="lead">${s(e,120)}</span><span class="quiet">${t.B(n.total,`sample`)} right before, wrong now</span></summary>
${P(n,`flips-${r+1}`)}</details>\n`}function P({total:e,shown:n},r){let a=n.slice(0,100),c=e-a.length,l=e=>e===void 0?i``:o(e,600);return b(r,i`${c>0?`${a.length} of ${e} samples`:t.B(e,`sample`)}, with the answers before and now`,[{title:`Sample`,kind:`name`,cell:e=>s(e.id,80)},{title:`Question`,kind:`note`,cell:({question:e})=>l(e)},{title:`Target`,kind:`note`,cell:({target:e})=>l(e)},{title:`Before`,kind:`note`,cell:({before:e})=>l(e)},{title:`Now`,kind:`note`,cell:({now:e})=>l(e)}],a).html}const F=[`full`,`partial`,`failed`,`unknown`];function I({files:n}){let r=n.slice(0,3e3).map((e,t)=>({file:e,number:t+1})),a=n.length-r.length,o=r.filter(({file:e})=>e.verdict===`full`&&e.refused.length===0),s=r.filter(e=>!o.includes(e)),l=o.length>8;return i`${c(n.length===0,()=>i`<p class="empty">No file was given.</p>`)}${L(l?s:[...s,...o])}${c(l,()=>i`<details class="plain"><summary>${e.a(o.length)} files were taken as a whole</summary>${L(o)}</details>`)}${c(a>0,()=>i`<p class="more">… and ${t.B(a,`more file`)}.</p>`)}`}function L(e){return c(e.length>0,()=>i`<ul class="files">${e.map(R)}</ul>`)}function R({file:e,number:t}){let n=[[e.framework,e.version].filter(e=>e!==void 0).join(` `),[e.model,e.revision].filter(e=>e!==void 0).join(` @ `),e.why??``].filter(e=>e!==``).map(e=>i`<li>${o(e)}</li>`);return i`<li id="file-${t}"><div class="line"><code>${s(e.path,400)}</code>${z(e)}</div>${c(n.length>0,()=>i`<ul class="facts">${n}</ul>`)}${B(e)}</li>\n`}function z({verdict:e}){return e===void 0?i`<span class="chip">not results</span>`:i`<span class="chip ${F.includes(e)?e:``}">${o(e,30)}</span>`}function B({refused:t}){if(t.length===0)return i``;let n=t.slice(0,100).map(({what:e,reason:t})=>i`<li><strong>${o(e,120)}</strong> ${o(t)}</li>`),r=t.length-n.length;return i`<details class="refused"><summary>${e.a(t.length)} not taken</summary><ul>${n}${c(r>0,()=>i`<li>… and ${e.a(r)} more</li>`)}</ul></details>`}function V(e){let n=e.slice(0,100),r=e.length-n.length;return i`${n.map(H)}${c(r>0,()=>i`<p class="more">… and ${t.B(r,`more group`)}.</p>`)}`}function H(n,r){let{name:a,metric:s,value:c}=n,l=[...n.parts].sort((e,t)=>t.value-e.value),u=e.f(l),d=e.i([c,...l.map(e=>e.value)]),f=[l.at(-1),l[0]].map(t=>e.c(t?.value??NaN,d));return i`<details class="group"><summary><span class="lead">${o(a,120)} <span class="quiet">${o(s,60)}</span></span><span class="figure">${e.c(c,d)}</span><span class="quiet">${t.B(l.length,`part`)}, ${f[0]} to ${f[1]}</span>${ee(l.slice(0,500).map(e=>e.value),u,c)}</summary>
${U(l,{id:`group-${r+1}`,scale:u,mean:c,decimals:d})}</details>\n`}function U(e,n){if(e.length<=12)return G(`Parts, highest first`,e,{...n,id:`${n.id}-all`});let r=e.slice(5,-5),a=r.slice(0,500),o=r.length-a.length;return i`<div class="ends">${G(`Highest`,e.slice(0,5),{...n,id:`${n.id}-high`})}
${G(`Lowest`,e.slice(-5).reverse(),{...n,id:`${n.id}-low`})}</div>
<details><summary>The ${r.length} between</summary>${G(`Highest first`,a,{...n,id:`${n.id}-between`})}${c(o>0,()=>i`<p class="more">… and ${t.B(o,`more part`)}.</p>`)}</details>`}function W(t,n,r){return i`${e.c(t,r)}${c(n!==void 0,()=>i` <span class="quiet">± ${e.c(n??0,r)}</span>`)}`}function G(t,n,{id:r,scale:a,mean:s,decimals:c}){let l=[a.min,a.max].map(t=>e.c(t,Math.min(c,2))),u=[{title:`Part`,kind:`name`,cell:({name:e})=>o(e,120)},{title:`Value`,kind:`main`,cell:({value:e,stderr:t})=>W(e,t,c)},{title:`95 % interval`,kind:`plot`,cell:e=>m(e,a,s),under:i`<span class="scale" aria-hidden="true"><span>${l[0]}</span><span>${l[1]}</span></span>`},{title:`Samples`,kind:`number`,cell:({samples:t})=>i`${t===void 0?void 0:e.a(t)}`,isUsed:n.some(({samples:e})=>e!==void 0)}];return b(r,i`${t}`,u.filter(({isUsed:e})=>e!==!1),n).html}function K(t){let n=t.rows.slice(0,2e3),r=t.rows.length-n.length,a=b(`scores`,i`Values as their files state them${c(n.some(({unit:e})=>e!==void 0),()=>i`; bars on one scale from 0 to 100 %, with the 95 % interval (value ± 1.96 standard errors) where a standard error is known`)}.${c(r>0,()=>i` ${e.a(r)} more scores are not shown here.`)}`,J(t,n),n),o=i`<div class="filter" id="scores-filter" hidden role="search"><label for="filter">Filter</label><input id="filter" type="search" placeholder="Benchmark, metric, file …" autocomplete="off" spellcheck="false"><output for="filter" aria-live="polite"></output></div>${a.html}`;return{html:n.length===0?i`<p class="empty">No file gave a score.</p>`:o,keys:a.keys}}function q({rows:e}){return t.B(e.length,`score`)}function J(t,n){let r=new Map(t.files.map(({path:e},t)=>[e,t+1]));return[{title:`Benchmark`,kind:`name`,key:({benchmark:e})=>e,cell:Y},{title:`Metric`,kind:`text`,key:({metric:e})=>e,cell:({metric:e})=>s(e,80)},{title:`Value`,kind:`main`,key:({value:e})=>e,cell:X},{title:`Std. error`,kind:`number`,key:({stderr:e})=>e,cell:Z,isUsed:n.some(({stderr:e})=>e!==void 0)},{title:`95 % interval`,kind:`plot`,cell:re,under:i`<span class="scale" aria-hidden="true"><span>0</span><span>50</span><span>100 %</span></span>`,isUsed:n.some(({unit:e})=>e!==void 0)},{title:`Shots`,kind:`number`,key:({shots:e})=>e,cell:({shots:e})=>i`${e}`,isUsed:n.some(({shots:e})=>e!==void 0)},{title:`Samples`,kind:`number`,key:({samples:e})=>e,cell:({samples:t})=>i`${t===void 0?void 0:e.a(t)}`,isUsed:n.some(({samples:e})=>e!==void 0)},{title:`Measured by`,kind:`text`,key:({by:e})=>e,cell:({by:e})=>o(e,80)},{title:`File`,kind:`file`,key:({file:e})=>e,cell:({file:e})=>ie(e,r.get(e))},{title:`Date`,kind:`text`,key:({date:e})=>e,cell:({date:t})=>t===void 0?i``:i`<span class="date">${e.o(t).slice(0,10)}</span>`,isUsed:n.some(({date:e})=>e!==void 0)}].filter(({isUsed:e})=>e!==!1)}function Y({benchmark:e,partial:t}){return i`${o(e,160)}${c(t===!0,()=>i` <span class="chip partial">partial</span>`)}`}function X({value:t,written:n,unit:r}){let a=n.length<=7?n:e.c(t,e.i([t]));return i`<data value="${Number.isFinite(t)?t:``}" title="${n}">${a.replace(/^-/,`−`)}${c(r===`percent`,()=>i`&nbsp;%`)}</data>`}function Z({value:t,stderr:n}){return i`${n===void 0?void 0:e.c(n,e.i([t]))}`}function re({value:e,stderr:t,unit:n}){if(n===void 0||!Number.isFinite(e))return i``;let r=n===`fraction`?100:1;return p({value:e*r,stderr:t===void 0?void 0:t*r})}function ie(e,t){let n=o(e.split(/[/\\]/).findLast(e=>e!==``)??e,80);return t===void 0?n:i`<a class="quiet" href="#file-${t}" title="${e}">${n}</a>`}const ae={page:[`#ffffff`,`#0e1116`],panel:[`#f6f7f9`,`#161a21`],line:[`#e2e5ea`,`#2a303a`],edge:[`#8b94a1`,`#6b7684`],text:[`#191d23`,`#e7eaef`],quiet:[`#59626e`,`#9aa5b3`],accent:[`#2f55c9`,`#8fb0ff`],fill:[`#c3d1f7`,`#2f4680`],band:[`#dbe4fb`,`#22335c`],worse:[`#a8231a`,`#ff9a90`],"worse-soft":[`#fdeceb`,`#3a1a18`],better:[`#0a6640`,`#6fdca3`],"better-soft":[`#e4f6ec`,`#10301f`],unsure:[`#7d5200`,`#f3c65c`],"unsure-soft":[`#fdf3dc`,`#352a0d`],plain:[`#47505c`,`#b4bdc9`],"plain-soft":[`#eef0f3`,`#222832`]};function Q(e){return Object.entries(ae).map(([t,[n,r]])=>`--${t}:${e===`light`?n:r}`).join(`;`)}const oe=`${`
:root{color-scheme:light dark;${Q(`light`)}}
@media screen and (prefers-color-scheme:dark){:root{${Q(`dark`)}}}
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
}`}
.box{overflow-x:auto;border:1px solid var(--line);border-radius:8px}
table{width:100%;border-collapse:collapse;font-size:.875rem;line-height:1.4}
caption{padding:.5rem .625rem;text-align:left;color:var(--quiet);font-size:.8125rem}
.grid caption span{position:sticky;left:.625rem;display:inline-block;max-width:calc(100vw - 4rem)}
th,td{padding:.4375rem .625rem;text-align:left;vertical-align:middle;border-top:1px solid var(--line)}
thead th{vertical-align:bottom;background:var(--panel);font-weight:600;font-size:.8125rem;white-space:nowrap}
tbody tr:hover>*{background:var(--panel)}
tbody th{font-weight:600;max-width:20rem}
.why{display:block;color:var(--quiet);font-size:.8125rem;font-weight:400;text-wrap:pretty}
#changes tbody th{min-width:16rem}
.main,.number{text-align:right;white-space:nowrap}
td.main{font-weight:650}
td.main .quiet{font-weight:400}
th.plot,td.plot{min-width:8rem;width:13rem}
.group td.plot{width:45%}
.date{white-space:nowrap}
td.text{max-width:14rem}
td.file{max-width:11rem;overflow:hidden;white-space:nowrap;text-overflow:ellipsis;font-size:.8125rem}
td.file a:hover{color:var(--accent)}
td.note{max-width:24rem;min-width:8rem;font-size:.8125rem}
.scale{display:flex;justify-content:space-between;color:var(--quiet);font-size:.6875rem;font-weight:400;line-height:1.2}
th button{all:unset;cursor:pointer;white-space:nowrap}
th button:hover{color:var(--accent)}
th button:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:2px}
th button::after{content:'↕';display:inline-block;width:.75em;margin-left:.2em;text-align:center;font-size:.9em;color:var(--edge);font-weight:400}
th[aria-sort=ascending] button::after{content:'↑';color:var(--accent);font-weight:700}
th[aria-sort=descending] button::after{content:'↓';color:var(--accent);font-weight:700}
.grid thead th:first-child,.grid tbody th{position:sticky;left:0;background:var(--page);z-index:1}
.grid thead th:first-child{background:var(--panel)}
.grid tbody th{min-width:7rem;max-width:12rem}
.flips :is(tbody th,td){vertical-align:top}
.flips>.box{margin-bottom:.25rem}
@media (max-width:56rem){
.cards,.cards caption,.cards thead,.cards tbody{display:block}
.cards thead tr{display:flex;overflow-x:auto;gap:.375rem;padding:.5rem .625rem;background:var(--panel);
border-block:1px solid var(--line);scrollbar-width:none}
.cards thead th{flex:none;border:0;padding:0;background:none}
.cards thead th:not([data-column]){display:none}
.cards thead:not(:has([data-column])){display:none}
.cards th button{padding:.375rem .625rem;border:1px solid var(--line);border-radius:1rem;background:var(--page)}
.cards th[aria-sort] button{border-color:var(--accent)}
.cards tbody tr{display:flex;flex-wrap:wrap;align-items:baseline;gap:.125rem 1rem;padding:.625rem;
border-top:1px solid var(--line)}
.cards thead+tbody tr:first-child{border-top:0}
.cards thead:not(:has([data-column]))+tbody tr:first-child{border-top:1px solid var(--line)}
.cards tbody tr>*{display:block;border:0;padding:0;min-width:0;max-width:100%;text-align:left}
.cards tbody tr:hover>*{background:none}
.cards tbody .name{flex:1 1 55%}
#changes tbody th{min-width:0}
.cards tbody :is(.main,.status){order:1}
.cards tbody .name{order:0}
.cards tbody td.plot{order:2;flex:1 0 100%;width:100%;padding:.25rem 0}
.cards tbody :is(.number,.text,.note,.file){order:3;font-size:.8125rem;white-space:normal}
.cards tbody .file{flex:1 1 60%;white-space:nowrap}
.group .cards tbody td.plot{flex:1 1 50%;width:auto}
.cards tbody td:empty{display:none}
.cards tbody :is(.number,.note)::before{content:attr(data-label) ' ';color:var(--quiet)}
.flips .cards tbody .note{flex:1 0 100%}
}
@media print{
.box{overflow:visible;border:0}
thead{display:table-header-group}
th button::after{content:none}
.grid :is(th,td){white-space:normal;max-width:none;min-width:0}
}
@media print and (max-width:56rem){.cards thead{display:none}}\n`;function se({revisions:e,lines:n}){let r=Math.max(0,e.length-200),a=e.slice(r),o=n.slice(0,24),s=n.length-o.length;return i`<p class="more">Each chart has a scale of its own. The band is the 95 % interval; a gap is a revision without a score.</p>
<div class="charts">${o.map(e=>ce(a,e,r))}</div>
${c(s>0,()=>i`<p class="more">The table has ${t.B(s,`more benchmark`)}.</p>`)}
${fe(e,a,n,r)}`}function ce(t,n,r){let a=t.flatMap((e,t)=>le(n,r+t,t)),s=e.f(a),l=e.i(n.values),u=[a[0],a.at(-1)],d=a.length<2?0:(u[1]?.value??0)-(u[0]?.value??0);return i`<figure><figcaption><span class="lead">${o(n.benchmark,80)}</span><span class="figure">${e.c(u[1]?.value??NaN,l)}</span>${c(a.length>1,()=>i`<span class="quiet">${e.s(d,l)} since ${o(t[u[0]?.at??0]??``,40)}</span>`)}</figcaption>
<div class="frame"><span class="top" aria-hidden="true">${e.c(s.max,Math.min(l,2))}</span><span class="bottom" aria-hidden="true">${e.c(s.min,Math.min(l,2))}</span>${ue(a,s,{revisions:t,name:n.benchmark})}</div>
<div class="span" aria-hidden="true">${o(t[0]??``,24)}${o(t.at(-1)??``,24)}</div></figure>\n`}function le({values:e,stderrs:t},n,r){let i=e[n];return i===void 0||!Number.isFinite(i)?[]:[{at:r,value:i,stderr:t?.[n]}]}function ue(n,r,{revisions:o,name:s}){let c=Math.max(1,o.length-1),l=e=>Number((e/c*100).toFixed(2)),u=t=>Number((100-e.d(r,t)*100).toFixed(2)),d=de(n).map(t=>{let n=t.map(({at:e,value:t})=>`${l(e)},${u(t)}`).join(` `),r=t.map(t=>`${l(t.at)},${u(e.u(t)[1])}`),i=t.map(t=>`${l(t.at)},${u(e.u(t)[0])}`).reverse();return a(`<polygon points="${[...r,...i].join(` `)}"/><polyline points="${n}"/>`)}),f=(n.length>40?n.slice(-1):n).map(e=>i`<circle class="dot" cx="${l(e.at)}%" cy="${u(e.value)}%" r="3.5"><title>${o[e.at]}: ${g(e)}</title></circle>`);return i`<svg class="chart" role="img"><title>${s} over ${t.B(o.length,`revision`)}; the table below has the numbers</title><svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">${d}</svg>${f}</svg>`}function de(e){let t=[];for(let n of e){let e=t.at(-1);e?.at(-1)?.at===n.at-1?e?.push(n):t.push([n])}return t}function fe(e,n,r,a){let s=r.slice(0,100),l=[{title:`Benchmark`,kind:`name`,cell:({benchmark:e})=>o(e,80)},...n.map((e,n)=>({title:t.K(e,40),kind:`number`,cell:e=>pe(e,a+n)}))],u=r.length-s.length;return b(`trend-values`,i`Every value, with its standard error where one is known.${c(a>0,()=>i` The last ${n.length} of ${e.length} revisions.`)}${c(u>0,()=>i` ${t.B(u,`more benchmark`)} are not shown here.`)}`,l,s,`grid`).html}function pe({values:t,stderrs:n},r){let[a,o]=[t[r],n?.[r]];if(a===void 0)return i`<span class="quiet">–</span>`;let s=e.i(t);return i`${e.c(a,s)}${o===void 0?void 0:i` <span class="quiet">± ${e.c(o,s)}</span>`}`}function $(e,t){return t||=e.slice(0),Object.freeze(Object.defineProperties(e,{raw:{value:Object.freeze(t)}}))}var me;function he(e){let t=K(e),n=e.comparison===void 0?void 0:T(e.comparison),r=[...n===void 0?[]:[{id:`comparison`,title:`Comparison`,body:n.html}],{id:`all-scores`,title:`Scores`,body:t.html},...e.groups.length===0?[]:[{id:`groups`,title:`Groups`,body:V(e.groups)}],...ve(e),{id:`files`,title:`Files`,body:I(e)}];return i(me||=$([`<!doctype html>
<html lang="en">
`,`
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>`,`
<nav aria-label="Sections">`,`</nav></header>
<main id="main">
`,`</main>
<footer>Made by hf-eval `,`. This page loads nothing from anywhere.</footer>
<script type="application/json" id="data">`,`<\/script>
<script>`,`<\/script>
</body>
</html>
`]),ge(e),_e(e),r.map(({id:e,title:t})=>i`<a href="#${e}">${t}</a>`),r.map(ye),o(e.version,30),be({scores:t,...n===void 0?{}:{changes:n}}),a(`'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  const compare = (a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(a, b));

  for (const [id, keys] of Object.entries(data.tables)) {
    const table = document.getElementById(id);
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row, at) => ({ row, keys: keys[at] }));
    const headers = [...table.querySelectorAll('th[data-column]')];

    const sort = (header) => {
      const sign = header.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
      const column = Number(header.dataset.column);
      for (const other of headers) other.removeAttribute('aria-sort');
      header.setAttribute('aria-sort', sign === 1 ? 'ascending' : 'descending');
      rows.sort(({ keys: a }, { keys: b }) => {
        const [left, right] = [a[column], b[column]];
        if (left === null || right === null) return (left === null) - (right === null);
        return sign * compare(left, right);
      });
      body.append(...rows.map(({ row }) => row));
    };

    for (const header of headers) {
      const title = header.querySelector('.title');
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = title.textContent;
      button.addEventListener('click', () => sort(header));
      title.replaceChildren(button);
    }

    const filter = document.getElementById(id + '-filter');
    if (filter === null) continue;
    const [input, output] = [filter.querySelector('input'), filter.querySelector('output')];
    const texts = new Map(rows.map(({ row, keys }) => [row, keys.join(' ').toLowerCase()]));
    const apply = () => {
      const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
      let shown = 0;
      for (const [row, text] of texts) {
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) shown += 1;
      }
      output.textContent = words.length === 0 ? '' : shown + ' of ' + rows.length;
    };
    input.addEventListener('input', apply);
    filter.hidden = false;
    apply();
  }
})();
`)).markup}function ge({title:e,revision:n,version:r}){return i`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${a(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-helAhk5MoyKie0uyCipzmQvzrEj8ToduJfd0w6GJwcw='; base-uri 'none'; form-action 'none'`)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="hf-eval ${r}">
<title>${t.K(e,100)} · ${t.K(n,60)} · evaluation report</title>
<style>${a(oe)}</style>
</head>`}function _e(n){let{title:r,revision:a,made:c,comparison:l,files:u}=n,d=u.reduce((e,t)=>e+t.refused.length,0),f=[q(n),t.B(u.length,`file`),...d===0?[]:[`${d.toLocaleString(`en-US`)} not taken`]];return i`<p class="kind">Evaluation report</p>
<h1>${s(r,200)}</h1>
<ul class="facts"><li>Revision <code>${o(a,100)}</code></li><li>${o(e.o(c),40)}</li>${f.map(e=>i`<li>${e}</li>`)}</ul>
${l===void 0?void 0:i`<p class="verdicts">${ne(l)}<span class="quiet">against ${w(l)}</span></p>`}`}function ve({trend:e}){return e===void 0||e.revisions.length===0||e.lines.length===0?[]:[{id:`trend`,title:`Trend over ${t.B(e.revisions.length,`revision`)}`,body:se(e)}]}function ye({id:e,title:t,body:n}){return i`<section aria-labelledby="${e}"><h2 id="${e}">${t}</h2>
${n}</section>
`}function be(e){let n=Object.entries(e).flatMap(([e,t])=>t.keys.length===0?[]:[[e,t.keys]]);return a(t.W({tables:Object.fromEntries(n)},0).replaceAll(`<`,`\\u003c`))}exports.renderReport=he;