import { conversation } from '../render/conversation.ts';
import { html, raw } from '../render/html.ts';
import type { Context } from '../render/mrkdwn.ts';
import { style } from '../render/style.ts';
import type { Workspace } from '../workspace.ts';

/** Every message of every conversation as one page that needs no server, script or network. */
export const exportPage = (workspace: Workspace, context: Context): string => {
  const all = workspace.messages.all();
  const places = workspace.directory.conversations.filter(({ id }) =>
    all.some(({ channel }) => channel === id),
  );
  const sections = places.map(({ id, kind, name }) => {
    const pieces = conversation(
      all.filter(({ channel }) => channel === id),
      context,
    );
    return html`<section aria-labelledby="place-${id}">
      <h2 id="place-${id}">${kind === 'channel' ? `# ${name}` : `Direct messages to ${name}`}</h2>
      ${pieces.map((piece) => piece.html)}
    </section>`;
  });
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
  <title>Slack messages from lastkey</title>
  <style>${raw(style)}</style>
</head>
<body>
  <main class="export">
    <h1>Slack messages from lastkey</h1>
    <p>${all.length} messages in ${places.length} conversations. Times are in ${context.reader.timeZone}. Buttons do nothing on this page.</p>
    ${sections}
  </main>
</body>
</html>
`.markup;
};
