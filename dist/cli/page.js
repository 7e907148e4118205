"use strict";const e=require("./program.js");function t({value:e,stderr:t}){let n=t!==void 0&&t>0?t*1.96:0;return[e-n,e+n]}function n(e){let n=e.flatMap(e=>t(e)).filter(Number.isFinite),r=n.reduce((e,t)=>Math.min(e,t),1/0),i=n.reduce((e,t)=>Math.max(e,t),-1/0);if(r>i)return{min:0,max:1};let a=e.map(({value:e})=>Math.abs(e)).filter(Number.isFinite).reduce((e,t)=>Math.max(e,t),0),o=(a<=1?1:Math.max(100,a))/10,s=Math.max((i-r)*1.1,o)/2,c=r/2+i/2,l=e.some(({value:e})=>e<0)?c-s:0;return{min:Math.max(c-s,l),max:c+s}}function r(e,t){return(t-e.min)/(e.max-e.min)}function i(e){let t=e.reduce((e,t)=>Math.max(e,Math.abs(t??0)),0);return t<=1?4:t<1e3?2:0}function a(e,t){if(!Number.isFinite(e))return`–`;let n=Math.abs(e)<1e9?e.toFixed(t):e.toExponential(2);return(e!==0&&Number(n)===0?e.toPrecision(1):n).replace(/^-/,`−`).replace(/e-/,`e−`)}function o(e,t){return e>0?`+${a(e,t)}`:a(e,t)}function s(e){return e<.001?`< 0.001`:e.toFixed(3)}function c(e){return e.toLocaleString(`en-US`)}function l(e){let[,t,n,r=``]=/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*(Z|[+-]\d\d:?\d\d)?$/.exec(e)??[];return t===void 0?e:`${t} ${n}${r===`Z`?` UTC`:r}`}const u=[{verdict:`worse`,sign:`✗`},{verdict:`inconclusive`,sign:`?`},{verdict:`better`,sign:`✓`},{verdict:`same`,sign:`=`}];function d(e){return u.find(t=>t.verdict===e)?.sign??`?`}function f(e){return u.findIndex(t=>t.verdict===e)}function p({items:e}){return u.map(t=>({...t,count:e.filter(({verdict:e})=>e===t.verdict).length})).filter(({count:e})=>e>0)}const m={markup:``},h={markup:`<span class="quiet">(empty)</span>`};function g(e,...t){return{markup:e.map((e,n)=>e+x(t[n])).join(``)}}function _(e){return{markup:e}}function v(e,t=300){let n=S(e,t);return n===``?h:g`<bdi>${_(C(n))}</bdi>`}function y(e,t=300){let n=S(e,t).split(/(?<=[_/\\,@])(?=[^_/\\,@])/);return n.join(``)===``?h:g`<bdi>${_(n.map(C).join(`<wbr>`))}</bdi>`}function b(e,t){return e?t():m}function x(e){return e===void 0?``:typeof e==`string`?C(S(e,300)):typeof e==`number`?String(e):`markup`in e?e.markup:e.map(({markup:e})=>e).join(``)}function S(t,n){let r=t.length>n*8?`${t.slice(0,n*8)}…`:t;return e.N(e.A(r).toWellFormed(),n)}function C(e){return e.replace(/[&<>"'`]/g,e=>`&#${e.charCodeAt(0)};`)}const w={min:0,max:100};function ee(e){let t=w,n=D(t,e.value);return g`<svg class="plot bar" role="img"><title>${O(e,` %`)}</title><rect class="track" width="100%" y="3" height="10" rx="2"/><rect class="fill" width="${n}" y="3" height="10" rx="2"/>${j(e,t,8)}</svg>`}function te(e,t,n){return g`<svg class="plot" role="img"><title>${O(e)}</title><line class="axis" x2="100%" y1="8" y2="8"/>${A(n,t)}${j(e,t,8)}<circle class="dot" cx="${D(t,e.value)}" cy="8" r="3.5"/></svg>`}function T(e,t,n){return g`<svg class="plot rug" aria-hidden="true"><line class="axis" x2="100%" y1="8" y2="8"/>${e.map(e=>g`<line class="stroke" x1="${D(t,e)}" x2="${D(t,e)}" y1="3" y2="13"/>`)}${A(n,t)}</svg>`}function E(e,t,n){let[r,i]=[D(n,e.value),D(n,t.value)];return g`<svg class="plot change" role="img"><title>Before ${O(e)}; after ${O(t)}</title><line class="guide" x1="${r}" x2="${r}" y1="7" y2="21"/>${j(e,n,7)}<circle class="hollow" cx="${r}" cy="7" r="3.5"/>${j(t,n,21)}<circle class="dot" cx="${i}" cy="21" r="4"/></svg>`}function D(e,t){let n=r(e,t)*100;return`${Number((Number.isFinite(n)?Math.min(Math.max(n,0),100):0).toFixed(2))}%`}function O(e,n=``){let{value:r,stderr:i}=e;if(i===void 0||!(i>0))return k(r)+n;let[a,o]=t(e);return`${k(r)}${n}, 95 % interval ${k(a)} to ${k(o)}${n}`}function k(e){return a(Number(e.toPrecision(4)),Math.abs(e)<=1?4:2)}function A(e,t){return g`<line class="mean" x1="${D(t,e)}" x2="${D(t,e)}" y1="0" y2="16"/>`}function j(e,n,r){let{stderr:i}=e;return b(i!==void 0&&i>0&&Number.isFinite(i),()=>{let[i,a]=t(e).map(e=>D(n,e)),o=e=>g`<line x1="${e}" x2="${e}" y1="${r-3}" y2="${r+3}"/>`;return g`<g class="whisker"><line x1="${i}" x2="${a}" y1="${r}" y2="${r}"/>${o(i)}${o(a)}</g>`})}function M(e,t,n,r,i=`cards`){return{html:g`<div class="box" role="region" tabindex="0" aria-labelledby="${e}-caption">
<table id="${e}" role="table" class="${i}"><caption id="${e}-caption"><span>${t}</span></caption>
<thead role="rowgroup"><tr role="row">${n.map(({title:e,kind:t,key:n,under:r},i)=>g`<th scope="col" role="columnheader" class="${t}"${b(n!==void 0,()=>g` data-column="${i}"`)}><span class="title">${e}</span>${r}</th>`)}</tr></thead>
<tbody role="rowgroup">
${r.map(e=>ne(n,e,i))}</tbody></table></div>`,keys:r.map(e=>n.map(({key:t})=>re(t?.(e))))}}function ne(e,t,n){return g`<tr role="row">${e.map(({title:e,kind:r,cell:i})=>r===`name`?g`<th scope="row" role="rowheader" class="name">${i(t)}</th>`:g`<td role="cell" class="${r}"${b(n===`cards`,()=>g` data-label="${e}"`)}>${i(t)}</td>`)}</tr>\n`}function re(e){return typeof e==`number`?Number.isFinite(e)?e:null:e===void 0||e===``?null:e.slice(0,120).toWellFormed()}const N=1e3;function P(e){return g`${p(e).map(({verdict:e,sign:t,count:n})=>g`<span class="chip ${e}">${t} ${n} ${e}</span>`)}`}function F({baseline:e,baselineDate:t}){return g`${v(e,120)} ${t===void 0?g`(date unknown)`:g`of ${v(l(t),30)}`}`}function I(t){let{alpha:n}=t,r=t.items.slice(0,N),i=t.items.length-r.length;if(r.length===0)return{html:g`<p class="empty">Nothing could be compared with ${F(t)}.</p>${L(t)}`,keys:[]};let a=g` Over all benchmarks that were tested at most ${Number((n*100).toPrecision(3))} % of false alarms.`,o=M(`changes`,g`Baseline ${F(t)}.${b(t.isTested,()=>a)} In the pictures, before is hollow and after is filled, with 95 % intervals; each row has a scale of its own.${b(i>0,()=>g` ${e.D(i,`more benchmark`)} are not shown here.`)}`,R(r),r);return{html:g`${o.html}${L(t)}${r.map(W)}`,keys:o.keys}}function L({unmatched:t}){return t.length===0?g``:M(`unmatched`,g`${e.D(t.length,`score`)} without a counterpart`,[{title:`Not compared`,kind:`name`,cell:({name:e})=>y(e,160)},{title:`Why`,kind:`note`,cell:({reason:e})=>v(e,300)}],t.slice(0,N)).html}function R(e){return[{title:`Benchmark`,kind:`name`,key:({benchmark:e})=>e,cell:B},{title:`Verdict`,kind:`status`,key:({verdict:e})=>f(e),cell:({verdict:e})=>z(e)},{title:`Before`,kind:`number`,key:({before:e})=>e,cell:e=>H(e,`before`)},{title:`After`,kind:`number`,key:({after:e})=>e,cell:e=>H(e,`after`)},{title:`Change`,kind:`number`,key:({delta:e})=>e,cell:e=>g`<strong class="${e.verdict}">${o(e.delta,V(e))}</strong>`},{title:`Before and after`,kind:`plot`,cell:U},{title:`p`,kind:`number`,key:({p:e})=>e,cell:({p:e})=>g`${e===void 0?void 0:s(e)}`,isUsed:e.some(({p:e})=>e!==void 0)},{title:`Smallest detectable`,kind:`number`,key:({smallestEffect:e})=>e,cell:e=>g`${e.smallestEffect===void 0?void 0:`± ${a(e.smallestEffect,V(e))}`}`,isUsed:e.some(({smallestEffect:e})=>e!==void 0)}].filter(({isUsed:e})=>e!==!1)}function z(e){return g`<span class="chip ${e}">${d(e)} ${e}</span>`}function B({benchmark:e,why:t}){return g`${y(e,160)}<span class="why">${v(t,200)}</span>`}function V({before:e,after:t}){return i([e,t])}function H(e,t){let n=t===`before`?e.beforeStderr:e.afterStderr,r=V(e);return g`${a(e[t],r)}${n===void 0?void 0:g` <span class="quiet">± ${a(n,r)}</span>`}`}function U(e){let t={value:e.before,stderr:e.beforeStderr},r={value:e.after,stderr:e.afterStderr};return E(t,r,n([t,r]))}function W({benchmark:t,flips:n},r){return n===void 0||n.total===0?g``:g`<details class="flips"><summary><span class="lead">${y(t,120)}</span><span class="quiet">${e.D(n.total,`sample`)} right before, wrong now</span></summary>
${G(n,`flips-${r+1}`)}</details>\n`}function G({total:t,shown:n},r){let i=n.slice(0,100),a=t-i.length,o=e=>e===void 0?g``:v(e,600);return M(r,g`${a>0?`${i.length} of ${t} samples`:e.D(t,`sample`)}, with the answers before and now`,[{title:`Sample`,kind:`name`,cell:e=>y(e.id,80)},{title:`Question`,kind:`note`,cell:({question:e})=>o(e)},{title:`Target`,kind:`note`,cell:({target:e})=>o(e)},{title:`Before`,kind:`note`,cell:({before:e})=>o(e)},{title:`Now`,kind:`note`,cell:({now:e})=>o(e)}],i).html}const K=[`full`,`partial`,`failed`,`unknown`];function q({files:t}){let n=t.slice(0,3e3).map((e,t)=>({file:e,number:t+1})),r=t.length-n.length,i=n.filter(({file:e})=>e.verdict===`full`&&e.refused.length===0),a=n.filter(e=>!i.includes(e)),o=i.length>8;return g`${b(t.length===0,()=>g`<p class="empty">No file was given.</p>`)}${J(o?a:[...a,...i])}${b(o,()=>g`<details class="plain"><summary>${c(i.length)} files were taken as a whole</summary>${J(i)}</details>`)}${b(r>0,()=>g`<p class="more">… and ${e.D(r,`more file`)}.</p>`)}`}function J(e){return b(e.length>0,()=>g`<ul class="files">${e.map(Y)}</ul>`)}function Y({file:e,number:t}){let n=[[e.framework,e.version].filter(e=>e!==void 0).join(` `),[e.model,e.revision].filter(e=>e!==void 0).join(` @ `),e.why??``].filter(e=>e!==``).map(e=>g`<li>${v(e)}</li>`);return g`<li id="file-${t}"><div class="line"><code>${y(e.path,400)}</code>${X(e)}</div>${b(n.length>0,()=>g`<ul class="facts">${n}</ul>`)}${ie(e)}</li>\n`}function X({verdict:e}){return e===void 0?g`<span class="chip">not results</span>`:g`<span class="chip ${K.includes(e)?e:``}">${v(e,30)}</span>`}function ie({refused:e}){if(e.length===0)return g``;let t=e.slice(0,100).map(({what:e,reason:t})=>g`<li><strong>${v(e,120)}</strong> ${v(t)}</li>`),n=e.length-t.length;return g`<details class="refused"><summary>${c(e.length)} not taken</summary><ul>${t}${b(n>0,()=>g`<li>… and ${c(n)} more</li>`)}</ul></details>`}function ae(t){let n=t.slice(0,100),r=t.length-n.length;return g`${n.map(oe)}${b(r>0,()=>g`<p class="more">… and ${e.D(r,`more group`)}.</p>`)}`}function oe(t,r){let{name:o,metric:s,value:c}=t,l=[...t.parts].sort((e,t)=>t.value-e.value),u=n(l),d=i([c,...l.map(e=>e.value)]),f=[l.at(-1),l[0]].map(e=>a(e?.value??NaN,d));return g`<details class="group"><summary><span class="lead">${v(o,120)} <span class="quiet">${v(s,60)}</span></span><span class="figure">${a(c,d)}</span><span class="quiet">${e.D(l.length,`part`)}, ${f[0]} to ${f[1]}</span>${T(l.slice(0,500).map(e=>e.value),u,c)}</summary>
${se(l,{id:`group-${r+1}`,scale:u,mean:c,decimals:d})}</details>\n`}function se(t,n){if(t.length<=12)return Z(`Parts, highest first`,t,{...n,id:`${n.id}-all`});let r=t.slice(5,-5),i=r.slice(0,500),a=r.length-i.length;return g`<div class="ends">${Z(`Highest`,t.slice(0,5),{...n,id:`${n.id}-high`})}
${Z(`Lowest`,t.slice(-5).reverse(),{...n,id:`${n.id}-low`})}</div>
<details><summary>The ${r.length} between</summary>${Z(`Highest first`,i,{...n,id:`${n.id}-between`})}${b(a>0,()=>g`<p class="more">… and ${e.D(a,`more part`)}.</p>`)}</details>`}function ce(e,t,n){return g`${a(e,n)}${b(t!==void 0,()=>g` <span class="quiet">± ${a(t??0,n)}</span>`)}`}function Z(e,t,{id:n,scale:r,mean:i,decimals:o}){let s=[r.min,r.max].map(e=>a(e,Math.min(o,2))),l=[{title:`Part`,kind:`name`,cell:({name:e})=>v(e,120)},{title:`Value`,kind:`main`,cell:({value:e,stderr:t})=>ce(e,t,o)},{title:`95 % interval`,kind:`plot`,cell:e=>te(e,r,i),under:g`<span class="scale" aria-hidden="true"><span>${s[0]}</span><span>${s[1]}</span></span>`},{title:`Samples`,kind:`number`,cell:({samples:e})=>g`${e===void 0?void 0:c(e)}`,isUsed:t.some(({samples:e})=>e!==void 0)}];return M(n,g`${e}`,l.filter(({isUsed:e})=>e!==!1),t).html}function le(e){let t=e.rows.slice(0,2e3),n=e.rows.length-t.length,r=M(`scores`,g`Values as their files state them${b(t.some(({unit:e})=>e!==void 0),()=>g`; bars on one scale from 0 to 100 %, with the 95 % interval (value ± 1.96 standard errors) where a standard error is known`)}.${b(n>0,()=>g` ${c(n)} more scores are not shown here.`)}`,de(e,t),t),i=g`<div class="filter" id="scores-filter" hidden role="search"><label for="filter">Filter</label><input id="filter" type="search" placeholder="Benchmark, metric, file …" autocomplete="off" spellcheck="false"><output for="filter" aria-live="polite"></output></div>${r.html}`;return{html:t.length===0?g`<p class="empty">No file gave a score.</p>`:i,keys:r.keys}}function ue({rows:t}){return e.D(t.length,`score`)}function de(e,t){let n=new Map(e.files.map(({path:e},t)=>[e,t+1]));return[{title:`Benchmark`,kind:`name`,key:({benchmark:e})=>e,cell:fe},{title:`Metric`,kind:`text`,key:({metric:e})=>e,cell:({metric:e})=>y(e,80)},{title:`Value`,kind:`main`,key:({value:e})=>e,cell:pe},{title:`Std. error`,kind:`number`,key:({stderr:e})=>e,cell:me,isUsed:t.some(({stderr:e})=>e!==void 0)},{title:`95 % interval`,kind:`plot`,cell:he,under:g`<span class="scale" aria-hidden="true"><span>0</span><span>50</span><span>100 %</span></span>`,isUsed:t.some(({unit:e})=>e!==void 0)},{title:`Shots`,kind:`number`,key:({shots:e})=>e,cell:({shots:e})=>g`${e}`,isUsed:t.some(({shots:e})=>e!==void 0)},{title:`Samples`,kind:`number`,key:({samples:e})=>e,cell:({samples:e})=>g`${e===void 0?void 0:c(e)}`,isUsed:t.some(({samples:e})=>e!==void 0)},{title:`Measured by`,kind:`text`,key:({by:e})=>e,cell:({by:e})=>v(e,80)},{title:`File`,kind:`file`,key:({file:e})=>e,cell:({file:e})=>ge(e,n.get(e))},{title:`Date`,kind:`text`,key:({date:e})=>e,cell:({date:e})=>e===void 0?g``:g`<span class="date">${l(e).slice(0,10)}</span>`,isUsed:t.some(({date:e})=>e!==void 0)}].filter(({isUsed:e})=>e!==!1)}function fe({benchmark:e,partial:t}){return g`${v(e,160)}${b(t===!0,()=>g` <span class="chip partial">partial</span>`)}`}function pe({value:e,written:t,unit:n}){let r=t.length<=7?t:a(e,i([e]));return g`<data value="${Number.isFinite(e)?e:``}" title="${t}">${r.replace(/^-/,`−`)}${b(n===`percent`,()=>g`&nbsp;%`)}</data>`}function me({value:e,stderr:t}){return g`${t===void 0?void 0:a(t,i([e]))}`}function he({value:e,stderr:t,unit:n}){if(n===void 0||!Number.isFinite(e))return g``;let r=n===`fraction`?100:1;return ee({value:e*r,stderr:t===void 0?void 0:t*r})}function ge(e,t){let n=v(e.split(/[/\\]/).findLast(e=>e!==``)??e,80);return t===void 0?n:g`<a class="quiet" href="#file-${t}" title="${e}">${n}</a>`}const _e={page:[`#ffffff`,`#0e1116`],panel:[`#f6f7f9`,`#161a21`],line:[`#e2e5ea`,`#2a303a`],edge:[`#8b94a1`,`#6b7684`],text:[`#191d23`,`#e7eaef`],quiet:[`#59626e`,`#9aa5b3`],accent:[`#2f55c9`,`#8fb0ff`],fill:[`#c3d1f7`,`#2f4680`],band:[`#dbe4fb`,`#22335c`],worse:[`#a8231a`,`#ff9a90`],"worse-soft":[`#fdeceb`,`#3a1a18`],better:[`#0a6640`,`#6fdca3`],"better-soft":[`#e4f6ec`,`#10301f`],unsure:[`#7d5200`,`#f3c65c`],"unsure-soft":[`#fdf3dc`,`#352a0d`],plain:[`#47505c`,`#b4bdc9`],"plain-soft":[`#eef0f3`,`#222832`]};function Q(e){return Object.entries(_e).map(([t,[n,r]])=>`--${t}:${e===`light`?n:r}`).join(`;`)}const ve=`${`
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
@media print and (max-width:56rem){.cards thead{display:none}}\n`;function ye({revisions:t,lines:n}){let r=Math.max(0,t.length-200),i=t.slice(r),a=n.slice(0,24),o=n.length-a.length;return g`<p class="more">Each chart has a scale of its own. The band is the 95 % interval; a gap is a revision without a score.</p>
<div class="charts">${a.map(e=>be(i,e,r))}</div>
${b(o>0,()=>g`<p class="more">The table has ${e.D(o,`more benchmark`)}.</p>`)}
${$(t,i,n,r)}`}function be(e,t,r){let s=e.flatMap((e,n)=>xe(t,r+n,n)),c=n(s),l=i(t.values),u=[s[0],s.at(-1)],d=s.length<2?0:(u[1]?.value??0)-(u[0]?.value??0);return g`<figure><figcaption><span class="lead">${v(t.benchmark,80)}</span><span class="figure">${a(u[1]?.value??NaN,l)}</span>${b(s.length>1,()=>g`<span class="quiet">${o(d,l)} since ${v(e[u[0]?.at??0]??``,40)}</span>`)}</figcaption>
<div class="frame"><span class="top" aria-hidden="true">${a(c.max,Math.min(l,2))}</span><span class="bottom" aria-hidden="true">${a(c.min,Math.min(l,2))}</span>${Se(s,c,{revisions:e,name:t.benchmark})}</div>
<div class="span" aria-hidden="true">${v(e[0]??``,24)}${v(e.at(-1)??``,24)}</div></figure>\n`}function xe({values:e,stderrs:t},n,r){let i=e[n];return i===void 0||!Number.isFinite(i)?[]:[{at:r,value:i,stderr:t?.[n]}]}function Se(n,i,{revisions:a,name:o}){let s=Math.max(1,a.length-1),c=e=>Number((e/s*100).toFixed(2)),l=e=>Number((100-r(i,e)*100).toFixed(2)),u=Ce(n).map(e=>{let n=e.map(({at:e,value:t})=>`${c(e)},${l(t)}`).join(` `),r=e.map(e=>`${c(e.at)},${l(t(e)[1])}`),i=e.map(e=>`${c(e.at)},${l(t(e)[0])}`).reverse();return _(`<polygon points="${[...r,...i].join(` `)}"/><polyline points="${n}"/>`)}),d=(n.length>40?n.slice(-1):n).map(e=>g`<circle class="dot" cx="${c(e.at)}%" cy="${l(e.value)}%" r="3.5"><title>${a[e.at]}: ${O(e)}</title></circle>`);return g`<svg class="chart" role="img"><title>${o} over ${e.D(a.length,`revision`)}; the table below has the numbers</title><svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">${u}</svg>${d}</svg>`}function Ce(e){let t=[];for(let n of e){let e=t.at(-1);e?.at(-1)?.at===n.at-1?e?.push(n):t.push([n])}return t}function $(t,n,r,i){let a=r.slice(0,100),o=[{title:`Benchmark`,kind:`name`,cell:({benchmark:e})=>v(e,80)},...n.map((t,n)=>({title:e.N(t,40),kind:`number`,cell:e=>we(e,i+n)}))],s=r.length-a.length;return M(`trend-values`,g`Every value, with its standard error where one is known.${b(i>0,()=>g` The last ${n.length} of ${t.length} revisions.`)}${b(s>0,()=>g` ${e.D(s,`more benchmark`)} are not shown here.`)}`,o,a,`grid`).html}function we({values:e,stderrs:t},n){let[r,o]=[e[n],t?.[n]];if(r===void 0)return g`<span class="quiet">–</span>`;let s=i(e);return g`${a(r,s)}${o===void 0?void 0:g` <span class="quiet">± ${a(o,s)}</span>`}`}function Te(e,t){return t||=e.slice(0),Object.freeze(Object.defineProperties(e,{raw:{value:Object.freeze(t)}}))}var Ee;function De(e){let t=le(e),n=e.comparison===void 0?void 0:I(e.comparison),r=[...n===void 0?[]:[{id:`comparison`,title:`Comparison`,body:n.html}],{id:`all-scores`,title:`Scores`,body:t.html},...e.groups.length===0?[]:[{id:`groups`,title:`Groups`,body:ae(e.groups)}],...Ae(e),{id:`files`,title:`Files`,body:q(e)}];return g(Ee||=Te([`<!doctype html>
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
`]),Oe(e),ke(e),r.map(({id:e,title:t})=>g`<a href="#${e}">${t}</a>`),r.map(je),v(e.version,30),Me({scores:t,...n===void 0?{}:{changes:n}}),_(`'use strict';
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
`)).markup}function Oe({title:t,revision:n,version:r}){return g`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${_(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-helAhk5MoyKie0uyCipzmQvzrEj8ToduJfd0w6GJwcw='; base-uri 'none'; form-action 'none'`)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="hf-eval ${r}">
<title>${e.N(t,100)} · ${e.N(n,60)} · evaluation report</title>
<style>${_(ve)}</style>
</head>`}function ke(t){let{title:n,revision:r,made:i,comparison:a,files:o}=t,s=o.reduce((e,t)=>e+t.refused.length,0),c=[ue(t),e.D(o.length,`file`),...s===0?[]:[`${s.toLocaleString(`en-US`)} not taken`]];return g`<p class="kind">Evaluation report</p>
<h1>${y(n,200)}</h1>
<ul class="facts"><li>Revision <code>${v(r,100)}</code></li><li>${v(l(i),40)}</li>${c.map(e=>g`<li>${e}</li>`)}</ul>
${a===void 0?void 0:g`<p class="verdicts">${P(a)}<span class="quiet">against ${F(a)}</span></p>`}`}function Ae({trend:t}){return t===void 0||t.revisions.length===0||t.lines.length===0?[]:[{id:`trend`,title:`Trend over ${e.D(t.revisions.length,`revision`)}`,body:ye(t)}]}function je({id:e,title:t,body:n}){return g`<section aria-labelledby="${e}"><h2 id="${e}">${t}</h2>
${n}</section>
`}function Me(t){let n=Object.entries(t).flatMap(([e,t])=>t.keys.length===0?[]:[[e,t.keys]]);return _(e.j({tables:Object.fromEntries(n)},0).replaceAll(`<`,`\\u003c`))}exports.renderReport=De;