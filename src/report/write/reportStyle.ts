/**
 * The style sheet of an HTML report. Light and dark follow the reader's preference; in forced colours the browser's own
 * colours stand. Every text has a contrast of at least 4.5 : 1.
 */
export const reportStyle = `
:root { color-scheme: light dark; --text: #1f1f1f; --dim: #595959; --line: #d4d4d4; --back: #ffffff; --soft: #f5f5f5;
  --right: #1a6b2c; --wrong: #b3261e; --add: #dff3e1; --remove: #fbe3e1; --link: #005fb8; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e4e4; --dim: #a8a8a8; --line: #444444; --back: #1f1f1f;
  --soft: #282828; --right: #7ed491; --wrong: #ff8f85; --add: #1d3a24; --remove: #4a2320; --link: #6cb8ff; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 2rem 0 .5rem; font-size: 1.05rem; }
p { margin: 0 0 .5rem; max-width: 45rem; overflow-wrap: anywhere; }
.kind, .note, figcaption { color: var(--dim); }
.kind { margin: 0; }
main > .note { margin-top: 2rem; }
.answer { font-size: 1.15rem; font-weight: 600; }
.right { color: var(--right); }
.wrong { color: var(--wrong); }
pre, code { font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; }
pre { margin: .5rem 0; padding: .6rem .8rem; overflow: auto; background: var(--soft); border: 1px solid var(--line); }
pre code { display: inline-block; min-width: 100%; }
pre span { display: block; white-space: pre; }
.add { background: var(--add); }
.remove { background: var(--remove); }
.scroll { overflow: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem 1.25rem .25rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 500; color: var(--dim); white-space: nowrap; }
td { overflow-wrap: break-word; }
.hash { overflow-wrap: anywhere; }
.pictures { display: flex; flex-wrap: wrap; gap: 1.5rem; }
figure { margin: .5rem 0; max-width: 24rem; }
figure img { display: block; max-width: 100%; height: auto; image-rendering: pixelated; border: 1px solid var(--line); }
figcaption { margin-top: .35rem; font-size: .9rem; }
.debugger { padding: 0 1.25rem 1.25rem; }
.debugger h2, .debugger p { max-width: 57.5rem; margin-inline: auto; }
iframe { display: block; width: 100%; height: max(36rem, calc(100vh - 3rem)); border: 1px solid var(--line); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
@media print { .debugger { display: none; } }
@media (forced-colors: active) { .add, .remove { border-inline-start: 3px solid; } }
`;
