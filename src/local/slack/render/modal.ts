import type { OpenView } from '../view-store.ts';
import { block } from './block.ts';
import { plain } from './element.ts';
import { type Html, html } from './html.ts';
import type { Context } from './mrkdwn.ts';

/** What stands inside the dialog that shows a modal. */
export const modal = (view: OpenView, context: Context): Html => {
  const close = view.close === undefined ? 'Cancel' : plain(view.close);
  return html`<form method="dialog" novalidate data-view="${view.id}">
    <header><h2 id="modal-title">${plain(view.title)}</h2>
      <button type="button" class="close" data-close aria-label="Close">✕</button></header>
    <div class="modal-body">${view.blocks.map((one) => block(one, view.id, context, view.errors))}</div>
    <p class="trouble" role="alert" hidden></p>
    <footer class="dialog-actions">
      <button type="button" class="plain" data-close>${close}</button>
      ${view.submit === undefined ? html`` : html`<button type="submit" class="primary">${plain(view.submit)}</button>`}
    </footer>
  </form>`;
};
