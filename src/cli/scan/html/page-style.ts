/** Contrast of text is 4.5 to 1 or more in both schemes; print is always light. */
export const pageStyle = `
:root { color-scheme: light dark; --paper: #ffffff; --panel: #f5f6f8; --ink: #1c2430; --soft: #55606f;
  --rule: #d5dae1; --found: #b4430f; --fine: #2f6f9f; --floor: #9aa7b5; --area: #2f6f9f22;
  --critical: #a3122a; --high: #b4430f; --medium: #8a5a00; --low: #4a5a6a; --good: #1d6b3a; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #12161c; --panel: #1b2129; --ink: #e8ecf1; --soft: #a9b4c0; --rule: #343d49;
    --found: #f0905c; --fine: #6fb1e0; --floor: #566270; --area: #6fb1e022;
    --critical: #ff8fa0; --high: #f0a070; --medium: #e6bd62; --low: #b4c0cc; --good: #7fd19b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1180px; padding: 32px 24px 64px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; }
h2 { font-size: 19px; margin: 40px 0 8px; }
h3 { font-size: 15px; margin: 0 0 4px; }
p { margin: 4px 0 12px; max-width: 75ch; }
.soft { color: var(--soft); }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 24px 0 0; padding: 0; list-style: none; }
.numbers li { background: var(--panel); border-radius: 8px; padding: 14px 16px; }
.numbers b { display: block; font-size: 30px; line-height: 1.15; font-variant-numeric: tabular-nums; }
.numbers .bad b { color: var(--critical); }
.numbers .good b { color: var(--good); }
.partial { border-left: 4px solid var(--critical); background: var(--panel); padding: 12px 16px; margin: 20px 0 0; border-radius: 0 8px 8px 0; }
.partial ul { margin: 4px 0 0; padding-left: 20px; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(460px, 100%), 1fr)); gap: 24px 40px; margin-top: 16px; align-items: start; }
figure { margin: 0; break-inside: avoid; }
figcaption { color: var(--soft); font-size: 13px; }
svg { display: block; width: 100%; height: auto; margin: 8px 0 4px; }
svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: var(--soft); }
svg .value { fill: var(--ink); font-weight: 600; }
svg .fine { fill: var(--fine); } svg .found { fill: var(--found); } svg .floor { fill: var(--floor); opacity: .45; }
svg .area { fill: var(--area); } svg .line { fill: none; stroke: var(--fine); stroke-width: 2.5; }
svg .axis { stroke: var(--rule); stroke-width: 1; }
.key { display: inline-block; width: 11px; height: 11px; border-radius: 2px; margin: 0 5px 0 12px; vertical-align: -1px; }
.key.found { background: var(--found); } .key.fine { background: var(--fine); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding: 0 0 6px; }
th, td { text-align: left; vertical-align: top; padding: 7px 12px 7px 0; border-bottom: 1px solid var(--rule); }
th { font-weight: 600; white-space: nowrap; }
td.count { text-align: right; }
code { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: nowrap; }
.short { white-space: nowrap; } .name { overflow-wrap: anywhere; min-width: 9ch; } .user { overflow-wrap: anywhere; min-width: 21ch; } .wide { min-width: 24ch; }
.severity { font-weight: 600; white-space: nowrap; }
.Critical { color: var(--critical); } .High { color: var(--high); } .Medium { color: var(--medium); } .Low, .Informational { color: var(--low); }
.failed { color: var(--critical); font-weight: 600; } .read { color: var(--good); }
footer { margin-top: 48px; color: var(--soft); font-size: 13px; }
@media print {
  :root { color-scheme: light; --paper: #ffffff; --panel: #f5f6f8; --ink: #000000; --soft: #444444; --rule: #bbbbbb;
    --found: #b4430f; --fine: #2f6f9f; --floor: #9aa7b5; --area: #2f6f9f22;
    --critical: #a3122a; --high: #b4430f; --medium: #8a5a00; --low: #4a5a6a; --good: #1d6b3a; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; font-size: 11px; }
  table { font-size: 10px; } tr, li { break-inside: avoid; } thead { display: table-header-group; } h2 { break-after: avoid; }
  .scroll { overflow: visible; } .pictures { grid-template-columns: 1fr 1fr; } }
`;
