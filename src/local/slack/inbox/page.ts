import { html } from '../render/html.ts';

/** The inbox: an empty frame that its script fills and keeps up to date. */
export const page = (): string =>
  html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Local Slack</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/inbox/style.css">
</head>
<body>
  <a class="skip" href="#conversation">Skip to the conversation</a>
  <div class="app">
    <aside class="side" aria-label="Workspace">
      <h1>Local workspace</h1>
      <div class="person">
        <label for="person">You click as</label>
        <select id="person"></select>
      </div>
      <nav id="places" class="places" aria-label="Conversations"></nav>
    </aside>
    <main id="conversation" tabindex="-1">
      <header class="title"><h2 id="title"></h2><p id="about"></p></header>
      <div id="messages" class="messages"></div>
      <p id="empty" class="empty" hidden>No messages here yet.</p>
      <form id="composer" class="composer">
        <label class="unseen" for="typed">Command</label>
        <input id="typed" autocomplete="off" placeholder="/lastkey stop why, or /lastkey go">
        <button class="plain">Send</button>
        <p id="typed-trouble" class="trouble" role="alert" hidden></p>
      </form>
    </main>
  </div>
  <p id="status" class="unseen" role="status"></p>
  <dialog id="modal" aria-labelledby="modal-title"></dialog>
  <dialog id="ask" class="ask"></dialog>
  <script src="/inbox/script.js"></script>
</body>
</html>
`.markup;
