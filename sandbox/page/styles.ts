/** The page's look: the system's fonts and its light or dark. */
export const STYLES = `
:root { color-scheme: light dark; --back:#f6f7f9; --card:#fff; --ink:#1b2230; --muted:#566072; --line:#dde1e8; --accent:#1d5fbf; --on:#fff;
  --good:#1a6b3c; --goodback:#e4f4ea; --bad:#a3221f; --badback:#fbe7e6; --wait:#7a4d00; --waitback:#fdf0d8; }
@media (prefers-color-scheme: dark) { :root { --back:#12151b; --card:#1a1f28; --ink:#e6e9ef; --muted:#a3adbd; --line:#2d3542; --accent:#6ea8ff;
  --on:#0c1420; --good:#7fd6a0; --goodback:#16321f; --bad:#ff9d98; --badback:#3c1b1b; --wait:#f0c473; --waitback:#39290c; } }
* { box-sizing: border-box; }
body { margin:0; background:var(--back); color:var(--ink); font:14px/1.5 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
header, main { max-width:1200px; margin:0 auto; padding:0 24px; }
header { display:flex; align-items:baseline; gap:16px; padding-top:24px; }
header p { margin:4px 0 0; color:var(--muted); max-width:70ch; }
h1 { font-size:20px; margin:0; } h2 { font-size:15px; margin:0 0 12px; }
header > a { margin-left:auto; white-space:nowrap; }
a { color:var(--accent); }
main { display:grid; grid-template-columns:minmax(0,3fr) minmax(0,2fr); gap:16px; padding-top:20px; padding-bottom:40px; }
section { background:var(--card); border:1px solid var(--line); border-radius:8px; padding:16px 20px; min-width:0; }
.wide { grid-column:1 / -1; }
form.mood { display:grid; grid-template-columns:repeat(auto-fit,minmax(150px,1fr)); gap:12px 16px; align-items:end; }
label { display:grid; gap:4px; font-weight:600; }
select { font:inherit; color:inherit; background:var(--card); border:1px solid var(--muted); border-radius:6px; padding:6px 8px; width:100%; font-weight:400; }
button { font:inherit; font-weight:600; border-radius:6px; padding:7px 14px; border:1px solid var(--accent); background:var(--accent); color:var(--on); cursor:pointer; }
button.quiet { background:none; color:var(--accent); }
:focus-visible { outline:2px solid var(--accent); outline-offset:2px; }
.now { margin:14px 0 0; padding-top:12px; border-top:1px solid var(--line); display:flex; gap:8px 16px; flex-wrap:wrap; align-items:center; }
.now ul { margin:0; padding:0; list-style:none; flex:1; }
.muted { color:var(--muted); } p.note { margin:-8px 0 12px; color:var(--muted); max-width:80ch; }
.scroll { overflow-x:auto; margin:0 -20px; padding:0 20px; }
table { border-collapse:collapse; width:100%; }
.scroll table { min-width:1000px; }
h3 { font-size:14px; margin:16px 0 4px; padding-top:12px; border-top:1px solid var(--line); }
dl { display:flex; flex-wrap:wrap; gap:4px 24px; margin:0; }
dl div { display:flex; gap:8px; } dt { color:var(--muted); } dd { margin:0; font-variant-numeric:tabular-nums; }
th { text-align:left; color:var(--muted); font-weight:600; font-size:12px; }
th, td { padding:7px 12px 7px 0; border-bottom:1px solid var(--line); vertical-align:top; }
tr:last-child td { border-bottom:0; }
.number { text-align:right; font-variant-numeric:tabular-nums; white-space:nowrap; }
.code { font-family:ui-monospace, SFMono-Regular, Menlo, monospace; font-size:12.5px; overflow-wrap:anywhere; }
.nowrap { white-space:nowrap; }
.state { display:inline-block; border-radius:999px; padding:0 9px; font-size:12.5px; font-weight:600; white-space:nowrap; }
.SUCCEEDED { background:var(--goodback); color:var(--good); } .FAILED, .BOUNCED { background:var(--badback); color:var(--bad); }
.PROCESSING { background:var(--waitback); color:var(--wait); }
ul.bills { margin:0; padding:0; list-style:none; display:flex; flex-wrap:wrap; gap:4px 28px; }
.head { display:flex; align-items:baseline; gap:16px; } .head a { margin-left:auto; }
@media (max-width:820px) { main { grid-template-columns:minmax(0,1fr); } }
`;
