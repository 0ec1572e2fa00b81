/** How the reference looks; it follows the reader's light or dark. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: light-dark(#16211f, #e7eeec); --soft: light-dark(#5b6b68, #9db0ac); --line: light-dark(#dde5e3, #2a3836);
  --back: light-dark(#ffffff, #121a19); --tint: light-dark(#f3f7f6, #1a2423); --accent: light-dark(#0b6e66, #57c5ba); }
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 280px minmax(0, 1fr); font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 24px 20px; border-right: 1px solid var(--line); font-size: 13px; }
nav h1 { font-size: 18px; margin: 0 0 4px; } nav h2 { font-size: 12px; color: var(--soft); margin: 20px 0 4px; }
nav a { display: block; padding: 3px 0; overflow-wrap: anywhere; } nav p a { display: inline; }
a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
main { padding: 32px clamp(16px, 4vw, 56px); max-width: 960px; }
article { border: 1px solid var(--line); border-radius: 12px; padding: 16px 20px; margin: 0 0 20px; }
article h3 { margin: 0; font-size: 16px; } article .at { font: 13px ui-monospace, monospace; margin: 4px 0 8px; overflow-wrap: anywhere; }
.verb { text-transform: uppercase; font-weight: 700; color: var(--accent); margin-right: 8px; }
h2 { font-size: 20px; margin: 32px 0 12px; } h4 { margin: 12px 0 4px; font-size: 13px; color: var(--soft); }
pre, code { font: 12.5px/1.5 ui-monospace, monospace; } pre { background: var(--tint); padding: 12px; border-radius: 8px; overflow: auto; margin: 0; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; } td, th { text-align: left; padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.num { text-align: right; font-variant-numeric: tabular-nums; padding-right: 20px; } tr:target { background: var(--tint); } .soft { color: var(--soft); }
@media (max-width: 800px) { body { display: block; } nav { position: static; height: auto; border: 0; border-bottom: 1px solid var(--line); } }
`;
