/// Light and dark as the reader has it, one column on a telephone, and everything on paper.
pub(super) const CSS: &str = "
:root { color-scheme: light dark; --paper: #ffffff; --card: #f6f8fb; --ink: #1c2330; --soft: #5b6678; --grid: #dfe4ec;
  --accent: #2563eb; --good: #13713a; --bad: #b42318; --pending: #e0a100; --confirmed: #2f6fde; --shipped: #6fb6e8;
  --delivered: #1f9d68; --cancelled: #a5adba; }
@media (prefers-color-scheme: dark) { :root { --paper: #12161d; --card: #1a202a; --ink: #e6eaf1; --soft: #9aa5b8;
  --grid: #2c3542; --accent: #6ea8ff; --good: #56d08b; --bad: #ff8f80; --pending: #e3b341; --confirmed: #5b93f5;
  --shipped: #8ecbf5; --delivered: #3fbf85; --cancelled: #697384; } }
@media print { :root { color-scheme: light; --paper: #ffffff; --card: #ffffff; --ink: #1c2330; --soft: #5b6678;
  --grid: #dfe4ec; --accent: #2563eb; --good: #13713a; --bad: #b42318; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.5; font-size: 15px; font-family: system-ui,
  -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif; }
header, main, footer { max-width: 1320px; margin: 0 auto; padding: 0 20px; }
h1 { margin: 28px 0 0; font-size: 28px; overflow-wrap: anywhere; }
h2 { margin: 0 0 8px; font-size: 20px; }
.about, footer { color: var(--soft); }
.about { margin: 4px 0 14px; overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; gap: 4px 18px; }
a { color: var(--accent); }
section { margin: 36px 0; }
p { margin: 6px 0 12px; }
code { font-size: 0.92em; }
.summary p { font-size: 17px; font-weight: 600; margin: 20px 0 12px; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.none { color: var(--soft); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 190px), 1fr)); gap: 10px; margin: 0; }
dl div, figure { background: var(--card); border: 1px solid var(--grid); border-radius: 8px; padding: 10px 14px; }
dt { color: var(--soft); font-size: 13px; }
dd { margin: 0; font-size: 18px; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); gap: 14px; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 24px; align-items: start; }
@media (max-width: 900px) { .pair { grid-template-columns: minmax(0, 1fr); } }
figure { margin: 0; min-width: 0; }
figcaption { color: var(--soft); margin-bottom: 6px; }
figcaption strong, .figure { color: var(--ink); }
.figure { font-variant-numeric: tabular-nums; }
.chart { display: block; width: 100%; height: auto; font-family: inherit; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; list-style: none; margin: 0 0 4px; padding: 0; font-size: 13px; }
.swatch { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 6px; }
details { margin-top: 6px; font-size: 13px; }
details .scroll { max-height: 320px; }
summary { color: var(--soft); cursor: pointer; }
.scroll { overflow: auto; }
table { border-collapse: collapse; min-width: min(100%, 560px); }
th, td { text-align: left; vertical-align: top; padding: 5px 20px 5px 0; border-bottom: 1px solid var(--grid); }
th { font-weight: 500; }
thead th { color: var(--soft); font-size: 13px; white-space: nowrap; }
.prose { min-width: 260px; }
.text { min-width: 100px; overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
time, td .good, td .bad, th code { white-space: nowrap; }
.findings { margin: 4px 0; padding-left: 18px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.wide { overflow-x: auto; border: 1px solid var(--grid); border-radius: 8px; }
.wide .erd { display: block; width: 100%; min-width: 1240px; height: auto; }
footer { padding-bottom: 24px; font-size: 13px; }
@media print { nav, details { display: none; } .scroll, .wide { overflow: visible; border: 0; }
  .wide .erd { min-width: 0; } figure, tr { break-inside: avoid; } h2 { break-after: avoid; } }
";
