/** The style of tables. On a phone each row of `cards` is a card, and its headers a line of buttons to sort by. */
export const TABLE_STYLE = `
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
@media print and (max-width:56rem){.cards thead{display:none}}`;
