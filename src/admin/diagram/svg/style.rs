/// Colours are custom properties, so that a page may set others. `table.rs` knows the letters' sizes too.
pub(super) const CSS: &str = "
.erd { --paper: #ffffff; --ink: #1c2330; --soft: #667085; --edge: #c3cad5; --head: #e4eaf4; --line: #7c879a;
  --pk: #9a6700; --fk: #1f5fbf; --uk: #0f766e; --strong: #d9480f; background: var(--paper);
  font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif; }
@media (prefers-color-scheme: dark) { .erd { --paper: #12161d; --ink: #e6eaf1; --soft: #98a3b5; --edge: #39424f;
  --head: #232c3a; --line: #76839a; --pk: #e3b341; --fk: #7cb0ff; --uk: #5eead4; --strong: #ff922b; } }
@media print { .erd { --paper: #ffffff; --ink: #1c2330; --soft: #667085; --edge: #c3cad5; --head: #e4eaf4;
  --line: #7c879a; --pk: #9a6700; --fk: #1f5fbf; --uk: #0f766e; } }
.erd .box { fill: var(--paper); stroke: var(--edge); stroke-width: 1.2; }
.erd .head { fill: var(--head); }
.erd .row { fill: transparent; }
.erd text { fill: var(--ink); }
.erd .name { font-size: 14px; font-weight: 600; }
.erd .column { font-size: 13px; }
.erd .kind { font-size: 12px; fill: var(--soft); text-anchor: end; }
.erd .key { font-size: 10px; font-weight: 700; }
.erd .pk { fill: var(--pk); }
.erd .fk { fill: var(--fk); }
.erd .uk { fill: var(--uk); }
.erd .line path { fill: none; stroke: var(--line); stroke-width: 1.4; stroke-linecap: round; }
.erd .line circle { fill: var(--paper); stroke: var(--line); stroke-width: 1.4; }
.erd .line .wide { stroke: transparent; stroke-width: 10; }
.erd .line:hover path:not(.wide), .erd .line:hover circle { stroke: var(--strong); stroke-width: 2.2; }
.erd g:hover > .row { fill: var(--head); }
";
