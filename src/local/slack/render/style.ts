/** The look of the inbox and of the exported page. Nothing in it is loaded from elsewhere. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --ink: #1d1c1d; --soft: #5b5a5c; --line: #dcdbdd; --raised: #ffffff;
  --side: #2f1a3a; --side-ink: #f5eef8; --side-soft: #cdbcd6; --side-on: #6a3f86;
  --link: #0b5cad; --mention: #e3effb; --mention-ink: #0b5cad; --code: #f4f2f5; --code-ink: #b3124a;
  --primary: #007a5a; --danger: #c61b52; --on-colour: #ffffff; --button: #ffffff;
  --only: #f7f4ee; --focus: #1264a3; --badge: #e8e6ea; --hover: #f8f7f9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #1a1d21; --ink: #e3e3e4; --soft: #a9abae; --line: #3a3d42; --raised: #24272c;
    --side: #140d18; --side-ink: #ece3f1; --side-soft: #ad9fb5; --side-on: #57356f;
    --link: #5db1f0; --mention: #1d3a52; --mention-ink: #8ccbf7; --code: #25292e; --code-ink: #f08aa8;
    --primary: #0a8a67; --danger: #d6336c; --on-colour: #ffffff; --button: #2b2f34;
    --only: #23262b; --focus: #5db1f0; --badge: #3a3d42; --hover: #1f2226;
  }
}
* { box-sizing: border-box; }
html, body { margin: 0; height: 100%; }
body { background: var(--page); color: var(--ink); overflow-wrap: anywhere;
  font: 15px/1.47 "Lato", "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, sans-serif; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
h1, h2, h3, p { margin: 0; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; z-index: 9; background: var(--raised); padding: 8px 12px; }
.offline { position: fixed; left: 12px; right: 12px; bottom: 12px; z-index: 8; background: var(--danger); color: var(--on-colour); padding: 10px 14px; border-radius: 8px; font-weight: 700; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

.app { display: grid; grid-template-columns: 264px minmax(0, 1fr); height: 100vh; height: 100dvh; }
.side { background: var(--side); color: var(--side-ink); padding: 14px 10px; overflow-y: auto; }
.side :focus-visible { outline-color: #ffffff; }
.side h1 { font-size: 17px; padding: 0 8px 12px; }
.side h2 { font-size: 13px; font-weight: 600; color: var(--side-soft); padding: 14px 8px 4px; }
.side label { display: block; font-size: 13px; color: var(--side-soft); padding: 0 8px 4px; }
.side select { width: calc(100% - 16px); margin: 0 8px; padding: 7px 8px; font: inherit; border-radius: 8px;
  border: 1px solid var(--side-soft); background: var(--side); color: var(--side-ink); }
.side ul { list-style: none; margin: 0; padding: 0; }
.side a { display: flex; gap: 8px; align-items: center; padding: 5px 8px; border-radius: 7px; color: var(--side-soft); }
.side a span:first-child { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.side a:hover { background: rgb(255 255 255 / 12%); text-decoration: none; }
.side a.unread { color: var(--side-ink); font-weight: 700; }
.side a[aria-current] { background: var(--side-on); color: #ffffff; }
.count { background: #e01e5a; color: #ffffff; font-size: 12px; font-weight: 700; border-radius: 10px; padding: 0 8px; }

main { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
.title { padding: 13px 20px; border-bottom: 1px solid var(--line); }
.title h2 { font-size: 18px; }
.title p { color: var(--soft); font-size: 13px; }
.messages { overflow-y: auto; padding: 8px 0 28px; flex: 1; }
.composer { display: flex; flex-wrap: wrap; gap: 8px; padding: 10px 22px; border-top: 1px solid var(--line); }
.composer input { flex: 1; min-width: 0; padding: 8px 10px; font: inherit; }
.composer .trouble { flex-basis: 100%; padding: 0; }
.empty { color: var(--soft); padding: 48px 24px; text-align: center; }
.day { display: flex; align-items: center; justify-content: center; position: relative; margin: 14px 0; }
.day::before { content: ""; position: absolute; left: 0; right: 0; top: 50%; border-top: 1px solid var(--line); }
.day span { position: relative; background: var(--page); border: 1px solid var(--line); border-radius: 20px; padding: 2px 14px; font-size: 13px; font-weight: 700; }

.message { display: flex; gap: 10px; padding: 8px 20px; }
.message:hover { background: var(--hover); }
.message.ephemeral { background: var(--only); }
.message.reply { margin-left: 38px; border-left: 2px solid var(--line); padding-left: 16px; }
.message.found { box-shadow: inset 3px 0 0 var(--focus); }
.thread { margin: 2px 20px 4px 66px; font-size: 13px; font-weight: 700; color: var(--link); }
.avatar { flex: none; width: 36px; height: 36px; border-radius: 8px; display: grid; place-items: center; background: #f0d9a8; color: #4a2f05; }
.avatar svg { width: 62%; height: 62%; }
.reply .avatar { width: 26px; height: 26px; border-radius: 6px; }
.content { min-width: 0; flex: 1; max-width: 780px; }
.byline { line-height: 1.3; }
.badge { background: var(--badge); color: var(--soft); font-size: 10px; font-weight: 700; border-radius: 3px; padding: 1px 4px; vertical-align: 1px; }
.when { color: var(--soft); font-size: 12px; margin-left: 4px; }
.only, .edited { color: var(--soft); font-size: 13px; }

.block { margin: 6px 0; }
.block h3 { font-size: 18px; font-weight: 800; line-height: 1.35; }
.block hr { border: 0; border-top: 1px solid var(--line); margin: 12px 0; }
.text, .fields > div, .context > span, .block h3 { white-space: pre-wrap; }
.section { display: flex; gap: 16px; align-items: flex-start; justify-content: space-between; }
.section-body { min-width: 0; flex: 1; }
.fields { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px 20px; }
.text + .fields { margin-top: 8px; }
.context { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; color: var(--soft); font-size: 13px; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 10px; align-items: center; }
code { font: 0.86em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; background: var(--code); color: var(--code-ink); border: 1px solid var(--line); border-radius: 4px; padding: 1px 4px; }
pre { font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; background: var(--code); border: 1px solid var(--line); border-radius: 6px; padding: 9px 11px; margin: 6px 0; white-space: pre-wrap; max-width: 100%; }
blockquote { margin: 4px 0; padding-left: 12px; border-left: 4px solid var(--line); }
.rich-text ul, .rich-text ol { margin: 4px 0; padding-left: 26px; }
.indent-1 { margin-left: 24px !important; } .indent-2 { margin-left: 48px !important; } .indent-3, .indent-4, .indent-5 { margin-left: 72px !important; }
.mention { background: var(--mention); color: var(--mention-ink); border-radius: 4px; padding: 0 3px; }
.image { display: inline-block; border: 1px dashed var(--line); border-radius: 6px; padding: 2px 8px; color: var(--soft); font-size: 13px; }
.file { border: 1px solid var(--line); border-radius: 8px; padding: 8px 12px; margin: 8px 0; }
.file summary { font-weight: 700; cursor: pointer; }

.control { display: inline-flex; }
button, [role=button] { font: inherit; font-size: 14px; font-weight: 700; line-height: 1.3; padding: 6px 13px; border-radius: 8px; border: 1px solid var(--line); background: var(--button); color: var(--ink); cursor: pointer; min-height: 34px; text-align: center; }
[role=button]:hover { text-decoration: none; }
button:hover, [role=button]:hover { filter: brightness(0.96); }
button.primary, [role=button].primary { background: var(--primary); border-color: var(--primary); color: var(--on-colour); }
button.danger, [role=button].danger { background: var(--danger); border-color: var(--danger); color: var(--on-colour); }
button[aria-busy=true] { opacity: 0.6; cursor: progress; }
.trouble, .error { color: var(--danger); font-size: 13px; font-weight: 700; margin-top: 6px; }
@media (prefers-color-scheme: dark) { .trouble, .error { color: #ff8fb0; } button:hover, [role=button]:hover { filter: brightness(1.12); } }

.block > select, .accessory > select, .block input:not([type=checkbox]):not([type=radio]), .block textarea { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--soft); border-radius: 8px; padding: 7px 10px; max-width: 100%; }
.input input:not([type=checkbox]):not([type=radio]), .input textarea, .input > select { width: 100%; }
.input .label { display: block; font-weight: 700; margin-bottom: 5px; }
.input { margin: 14px 0; }
.hint, small { color: var(--soft); font-size: 13px; font-weight: 400; }
.choice { display: flex; gap: 9px; padding: 4px 0; align-items: flex-start; }
.choice small { display: block; }
.choice input { margin-top: 5px; }

dialog { color: var(--ink); background: var(--raised); border: 1px solid var(--line); border-radius: 12px; padding: 0; width: min(520px, calc(100vw - 24px)); max-height: calc(100dvh - 32px); box-shadow: 0 18px 50px rgb(0 0 0 / 30%); }
dialog::backdrop { background: rgb(0 0 0 / 55%); }
dialog form { display: flex; flex-direction: column; max-height: calc(100dvh - 34px); }
dialog header { display: flex; justify-content: space-between; align-items: center; gap: 12px; padding: 15px 22px; border-bottom: 1px solid var(--line); }
dialog h2 { font-size: 19px; }
dialog .close { border: 0; background: none; padding: 4px 8px; }
.modal-body { padding: 8px 22px; overflow-y: auto; }
.dialog-actions { display: flex; justify-content: flex-end; gap: 10px; }
dialog footer { padding: 13px 22px; border-top: 1px solid var(--line); }
form .trouble { padding: 0 22px 10px; margin: 0; }
dialog.ask { padding: 20px 22px; width: min(440px, calc(100vw - 24px)); }
dialog.ask p { margin: 10px 0 20px; }

.export { max-width: 900px; margin: 0 auto; padding: 24px 8px 60px; }
.export > h1, .export > p, .export section > h2 { padding: 0 20px; }
.export section { margin-top: 30px; border-top: 1px solid var(--line); padding-top: 18px; }
.export button, .export [role=button] { cursor: default; }

@media (max-width: 720px) {
  .app { grid-template-columns: minmax(0, 1fr); grid-template-rows: auto minmax(0, 1fr); }
  .side { padding: 10px 8px; max-height: 40dvh; }
  .side h1 { display: inline-block; font-size: 15px; padding: 0 8px; }
  .side h2 { display: none; }
  .person { display: flex; align-items: center; gap: 6px; margin: 6px 0; }
  .person label { padding: 0 0 0 8px; white-space: nowrap; }
  .person select { width: auto; min-width: 0; flex: 1; margin: 0 8px 0 0; }
  .places, .side ul { display: flex; gap: 6px; flex-wrap: wrap; }
  .places { padding: 4px 8px; }
  .places ul, .places li { min-width: 0; max-width: 100%; }
  .side a { border: 1px solid rgb(255 255 255 / 25%); padding: 6px 10px; max-width: 100%; }
  .message { padding: 8px 12px; }
  .message.reply { margin-left: 14px; padding-left: 10px; }
  .thread { margin-left: 26px; }
  .title { padding: 10px 14px; }
  .section { flex-direction: column; gap: 8px; }
  .section-body { width: 100%; }
  .avatar { width: 30px; height: 30px; }
  .export { padding: 16px 0 40px; }
}
@media (max-width: 420px) { .fields { grid-template-columns: minmax(0, 1fr); } }
@media (prefers-reduced-motion: reduce) { * { scroll-behavior: auto !important; } }
`;
