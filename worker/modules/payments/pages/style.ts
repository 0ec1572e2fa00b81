/** How pages at the cashier look: the app's colours (a test holds them to its tokens) and a card in the middle of a phone. */
export const pageStyle = `
:root{color-scheme:light dark;--page:#f3f6f5;--surface:#ffffff;--sunken:#edf2f1;--line:#dde5e4;--ink:#0f1f1e;--ink-soft:#465654;--accent:#0b6a64;--accent-soft:#e0f0ee;--on-accent:#ffffff;--amber:#875200;--red:#b3261e;--hero:#0b4a46}
@media (prefers-color-scheme:dark){:root{--page:#0b1312;--surface:#141f1e;--sunken:#1d2b2a;--line:#2b3a39;--ink:#e9f1f0;--ink-soft:#b6c4c2;--accent:#56c5ba;--accent-soft:#15332f;--on-accent:#04211f;--amber:#f2b75a;--red:#ff8a80;--hero:#0f3633}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"PingFang SC","PingFang TC","Noto Sans CJK SC",sans-serif}
main{max-width:440px;margin:0 auto;padding:32px 16px max(24px,env(safe-area-inset-bottom))}
header{text-align:center;margin-bottom:24px}
.ground{fill:var(--hero)}.roof{fill:#fff}.post{stroke:#fff;stroke-width:2;opacity:.6}.drop{fill:#56c5ba}
.label{margin:12px 0 0;color:var(--ink-soft);font-size:14px}
.amount{margin:0;font-size:40px;font-weight:650;line-height:1.25;font-variant-numeric:tabular-nums;letter-spacing:-.01em;overflow-wrap:anywhere}
.card{background:var(--surface);border:1px solid var(--line);border-radius:16px;padding:24px 20px}
.card.center{text-align:center}
h1{margin:0 0 8px;font-size:20px;line-height:1.4;font-weight:600}
p{margin:0}
.hint,h1,.small{text-wrap:balance}
.hint{color:var(--ink-soft)}
.small{font-size:13px;color:var(--ink-soft);margin-top:16px;text-align:center}
.button{display:block;width:100%;min-height:48px;margin-top:20px;padding:11px 20px;border:1px solid var(--accent);border-radius:12px;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
.button.quiet{background:none;border-color:var(--line);color:var(--accent)}
.button[disabled]{opacity:.55;cursor:default}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.failure{color:var(--red);margin-top:16px}
.failure:empty{display:none}
.bone{height:168px;border-radius:12px;background:var(--sunken)}
.sign{display:flex;align-items:center;justify-content:center;width:56px;height:56px;margin:0 auto 16px;border-radius:50%;background:var(--accent-soft);color:var(--accent)}
.sign svg{width:28px;height:28px;fill:none;stroke:currentColor;stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}
.sign.paid{background:var(--accent);color:var(--on-accent)}
.sign.failed,.sign.closed{background:var(--sunken);color:var(--red)}
.sign.slow{background:var(--sunken);color:var(--amber)}
.ring{width:28px;height:28px;border:3px solid currentColor;border-right-color:transparent;border-radius:50%;animation:turn 1s linear infinite}
@keyframes turn{to{transform:rotate(1turn)}}
@media (prefers-reduced-motion:reduce){.ring{animation-duration:4s}}
[hidden]{display:none!important}`;
