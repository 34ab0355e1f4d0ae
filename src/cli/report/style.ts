/** The page's only style: its hash stands in the page's policy, which allows no other. */
export const reportStyle = `
:root { color-scheme: light dark; --ink: #1f2328; --dim: #59636e; --line: #d1d9e0; --paper: #fff; --soft: #f6f8fa; --bar: #3a7bbf; --other: #b35900; --bad: #b3261e; --warn: #8a5a00; --good: #1a7f37; --heat: 58, 123, 191; }
@media (prefers-color-scheme: dark) { :root { --ink: #d8dee4; --dim: #9198a1; --line: #3d444d; --paper: #16191d; --soft: #1f242a; --bar: #4f94d4; --other: #e3a45c; --bad: #ff8a80; --warn: #e0b050; --good: #57c278; --heat: 79, 148, 212; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1120px; padding: 24px 20px 60px; background: var(--paper); color: var(--ink); font: 14px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 24px; line-height: 1.25; }
h2 { margin: 40px 0 8px; padding-top: 12px; border-top: 1px solid var(--line); font-size: 19px; }
h3 { margin: 24px 0 8px; font-size: 15px; }
p { margin: 6px 0; max-width: 90ch; }
.lead { font-size: 16px; }
.dim { color: var(--dim); }
p.dim, figure p { font-size: 12.5px; }
code { font: 12px ui-monospace, Menlo, Consolas, monospace; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 14px 0 0; padding: 0; list-style: none; }
a { color: var(--bar); }
.facts { display: flex; flex-wrap: wrap; gap: 14px 28px; margin: 18px 0 0; }
.facts div { min-width: 90px; }
.facts dt { color: var(--dim); font-size: 12.5px; }
.facts dd { margin: 0; font-size: 18px; font-variant-numeric: tabular-nums; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(336px, 100%), 1fr)); gap: 22px 24px; align-items: start; margin: 8px 0 16px; }
figure { margin: 0; min-width: 0; }
figcaption { display: flex; flex-wrap: wrap; gap: 0 10px; margin-bottom: 4px; }
svg { display: block; max-width: 100%; height: auto; font: 11px system-ui, "Segoe UI", Roboto, Arial, sans-serif; fill: var(--ink); }
svg text.dim { fill: var(--dim); }
.bar { fill: var(--bar); }
.faint { fill: var(--line); }
.axis { fill: none; stroke: var(--line); }
.tick { fill: none; stroke: var(--ink); stroke-width: 1.5; }
.line { fill: none; stroke: var(--other); stroke-width: 1.5; }
.whisker { fill: none; stroke: var(--ink); stroke-width: 1.2; }
.level { fill: none; stroke: var(--dim); stroke-dasharray: 3 3; }
.point { fill: var(--other); }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
.scroll { overflow-x: auto; margin: 8px 0; }
caption { padding: 4px 0; text-align: left; font-weight: 600; }
th, td { padding: 3px 10px 3px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
thead th { color: var(--dim); font-size: 12.5px; white-space: nowrap; }
td, tbody th { max-width: 46ch; }
th.num, td.num { text-align: right; white-space: nowrap; }
.heat td, .heat th { padding: 3px 8px; border: 1px solid var(--line); }
.heat1 { background: rgba(var(--heat), .08); } .heat2 { background: rgba(var(--heat), .16); } .heat3 { background: rgba(var(--heat), .24); } .heat4 { background: rgba(var(--heat), .32); }
.heat5 { background: rgba(var(--heat), .4); } .heat6 { background: rgba(var(--heat), .48); } .heat7 { background: rgba(var(--heat), .56); } .heat8 { background: rgba(var(--heat), .64); }
details { margin: 6px 0; }
summary { cursor: pointer; }
button { padding: 2px 8px; border: 1px solid var(--line); border-radius: 3px; background: var(--soft); color: var(--ink); font: inherit; font-size: 12px; cursor: pointer; }
figure summary, .picture summary { color: var(--dim); font-size: 12.5px; }
.picture { margin-top: 0; }
.findings { margin: 6px 0; padding-left: 2.6em; }
.findings li { margin: 3px 0; max-width: 100ch; }
.error, .retrain { color: var(--bad); } .warning, .look, .marked { color: var(--warn); } .info { color: var(--dim); } .fine { color: var(--good); }
.notice { margin: 12px 0; padding: 8px 12px; border-left: 3px solid var(--warn); background: var(--soft); }
:focus-visible { outline: 2px solid var(--bar); outline-offset: 1px; }
@media (max-width: 480px) { body { padding: 16px 14px 40px; } td:not(.num) { min-width: 14ch; } }
@media print {
  :root { color-scheme: light; --ink: #000; --dim: #444; --line: #bbb; --paper: #fff; --soft: #f4f4f4; --bar: #3a7bbf; --other: #b35900; --bad: #b3261e; --warn: #8a5a00; --good: #1a7f37; --heat: 58, 123, 191; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; font-size: 11px; }
  table, p.dim, figure p, figure summary, thead th, .facts dt { font-size: 10.5px; }
  .lead { font-size: 13px; } h1 { font-size: 20px; } h2 { margin-top: 24px; font-size: 15px; } h3 { margin-top: 14px; font-size: 12.5px; } .facts dd { font-size: 14px; }
  nav, figure details, .picture { display: none; }
  figure, tr, li { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
