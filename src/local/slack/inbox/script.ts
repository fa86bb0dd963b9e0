/**
 * What runs in the inbox page: it shows what the server rendered and sends what a person does.
 * Kept as text because the page is served without a build step, from the bundle as from source.
 * Nothing that came in from a message is ever put together to markup here.
 */
export const script = `
'use strict';
const byId = (id) => document.getElementById(id);
const list = byId('messages');
const person = byId('person');
const dialog = byId('modal');
const ask = byId('ask');
const status = byId('status');
const shown = new Map();
let place = '';
let shownModal = '';
let busy = false;
let again = false;

// The address is archives/<conversation>/<message>, with ?as=<person>.
const address = () => {
  const [, , channel = '', message = ''] = location.pathname.split('/');
  return { channel, message, as: new URLSearchParams(location.search).get('as') || '' };
};
const go = (channel, as, replace) => {
  const url = '/archives/' + encodeURIComponent(channel) + '?as=' + encodeURIComponent(as);
  history[replace ? 'replaceState' : 'pushState'](null, '', url);
  return refresh();
};
const post = async (path, body) => {
  const response = await fetch(path, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
};

const fragment = (markup) => {
  const template = document.createElement('template');
  template.innerHTML = markup;
  return template.content;
};
const setIfChanged = (element, markup) => {
  if (element.dataset.markup === markup) return false;
  element.dataset.markup = markup;
  element.replaceChildren(fragment(markup));
  return true;
};

const showPieces = (view) => {
  const moved = place !== view.as + ' ' + view.channel;
  if (moved) { list.replaceChildren(); shown.clear(); place = view.as + ' ' + view.channel; }
  const nearEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 120;
  const keys = new Set(view.pieces.map((piece) => piece.key));
  for (const [key, old] of shown) if (!keys.has(key)) { old.node.remove(); shown.delete(key); }
  let added = 0;
  let updated = 0;
  let before = list.firstElementChild;
  for (const piece of view.pieces) {
    const old = shown.get(piece.key);
    let node = old && old.node;
    if (!old || old.html !== piece.html) {
      const fresh = fragment(piece.html).firstElementChild;
      if (old) {
        const hadFocus = node.contains(document.activeElement);
        if (before === node) before = fresh;
        node.replaceWith(fresh);
        if (hadFocus) fresh.focus({ preventScroll: true });
        updated += 1;
      } else if (!moved) added += 1;
      node = fresh;
      shown.set(piece.key, { node, html: piece.html });
    }
    if (node === before) before = node.nextElementSibling;
    else list.insertBefore(node, before);
  }
  byId('empty').hidden = view.pieces.length > 0;
  if (moved || (added && nearEnd)) list.scrollTop = list.scrollHeight;
  if (added) status.textContent = 'New message in ' + view.title;
  else if (updated) status.textContent = 'Message updated in ' + view.title;
  const target = moved && address().message && byId(address().message);
  if (target) { target.classList.add('found'); target.scrollIntoView({ block: 'center' }); }
};

const entered = (root) => {
  const values = {};
  for (const control of root.querySelectorAll('[data-action]')) {
    const block = control.closest('[data-block]');
    if (!block || control.matches('button, a')) continue;
    const boxes = [...control.querySelectorAll('input')];
    const ticked = boxes.filter((box) => box.checked).map((box) => box.value);
    const value = boxes.length === 0 ? control.value || null
      : boxes[0].type === 'radio' ? (ticked[0] ?? null) : ticked;
    (values[block.dataset.block] ??= {})[control.dataset.action] = value;
  }
  return values;
};
const fill = (root, values) => {
  for (const control of root.querySelectorAll('[data-action]')) {
    const block = control.closest('[data-block]');
    const value = block && values[block.dataset.block]?.[control.dataset.action];
    if (value === undefined || control.matches('button, a')) continue;
    for (const box of control.querySelectorAll('input')) box.checked = [].concat(value).includes(box.value);
    if ('value' in control) control.value = value ?? '';
  }
};

const showModal = (modal) => {
  const key = modal ? modal.id + modal.hash : '';
  if (key === shownModal) return;
  const isSame = modal && dialog.querySelector('form')?.dataset.view === modal.id;
  const kept = isSame ? entered(dialog) : {};
  shownModal = key;
  if (!modal) { dialog.close(); dialog.replaceChildren(); return; }
  dialog.replaceChildren(fragment(modal.html));
  fill(dialog, kept);
  if (!dialog.open) dialog.showModal();
  const wrong = dialog.querySelector('.error');
  const first = (wrong ? wrong.closest('.block') : dialog.querySelector('.modal-body'))
    .querySelector('input, textarea, select, button');
  (first || dialog.querySelector('footer button:last-child')).focus();
};

const load = async () => {
  const { channel, as } = address();
  const query = new URLSearchParams({ as, channel });
  const view = await (await fetch('/inbox/view?' + query)).json();
  setIfChanged(byId('places'), view.places);
  if (setIfChanged(person, view.people)) person.value = view.as;
  person.value = view.as;
  byId('title').textContent = view.title;
  byId('about').textContent = view.about;
  document.title = (view.unread ? '(' + view.unread + ') ' : '') + view.title + ' - local Slack';
  showPieces(view);
  showModal(view.modal);
  if (channel !== view.channel || as !== view.as) {
    history.replaceState(null, '', '/archives/' + view.channel + '?as=' + view.as);
  }
  if (document.visibilityState === 'visible' && view.here) {
    await post('/inbox/read', { as: view.as, channel: view.channel });
  }
};
const offline = () => {
  status.className = 'offline';
  status.textContent = 'The local Slack does not answer any more. Is it still running?';
};
// One look at a time; a change that comes meanwhile is looked at afterwards.
const refresh = async () => {
  if (busy) { again = true; return; }
  busy = true;
  try {
    do { again = false; await load(); } while (again);
    status.className = 'unseen';
  } catch { offline(); }
  finally { busy = false; }
};

const confirmed = (template) => new Promise((resolve) => {
  if (!template) { resolve(true); return; }
  ask.replaceChildren(template.content.cloneNode(true));
  const answer = (value) => { ask.onclick = null; ask.oncancel = null; ask.close(); resolve(value); };
  ask.onclick = (event) => {
    const button = event.target.closest('button');
    if (button) answer(button.value === 'confirm');
  };
  ask.oncancel = (event) => { event.preventDefault(); answer(false); };
  ask.showModal();
  ask.querySelector('button[value=confirm]').focus();
});

const trouble = (near, why) => {
  const form = near.closest('form');
  let note = form ? form.querySelector('.trouble') : near.parentElement.querySelector('.trouble');
  if (!note) {
    note = document.createElement('p');
    note.className = 'trouble';
    note.setAttribute('role', 'alert');
    near.after(note);
  }
  note.hidden = !why;
  note.textContent = why ? '⚠ ' + why : '';
};

const press = async (control, chosen) => {
  const block = control.closest('[data-block]');
  const article = control.closest('article');
  const form = control.closest('form[data-view]');
  if (control.getAttribute('aria-busy') === 'true') return;
  if (!(await confirmed(control.parentElement.querySelector(':scope > template.confirm')))) {
    control.focus();
    return;
  }
  control.setAttribute('aria-busy', 'true');
  try {
    const result = await post('/inbox/press', {
      ...(form ? { viewId: form.dataset.view } : { messageTs: article.dataset.ts }),
      blockId: block.dataset.block, actionId: control.dataset.action, userId: address().as,
      ...(chosen === undefined ? {} : { chosen }), entered: entered(form || article),
    });
    trouble(block, result.status === 'failed' ? result.why : '');
  } catch (error) { trouble(block, error.message); }
  finally { control.removeAttribute('aria-busy'); }
};

const submit = async (form) => {
  const button = form.querySelector('[type=submit]');
  button?.setAttribute('aria-busy', 'true');
  trouble(form.querySelector('footer'), '');
  try {
    const result = await post('/inbox/submit', {
      viewId: form.dataset.view, userId: address().as, entered: entered(form),
    });
    if (result.status === 'failed') trouble(form.querySelector('footer'), result.why);
  } catch (error) { trouble(form.querySelector('footer'), error.message); }
  finally { button?.removeAttribute('aria-busy'); }
};
const typed = byId('typed');
const type = async () => {
  const text = typed.value.trim();
  if (text === '') return;
  const note = byId('typed-trouble');
  note.hidden = true;
  try {
    const { channel, as } = address();
    const result = await post('/inbox/type', { channel, userId: as, text });
    if (result.status === 'failed') throw new Error(result.why);
    typed.value = '';
  } catch (error) { note.hidden = false; note.textContent = '⚠ ' + error.message; }
};
const closeModal = () =>
  post('/inbox/close', { viewId: dialog.querySelector('form').dataset.view, userId: address().as });

document.addEventListener('click', (event) => {
  const place = event.target.closest('#places a');
  if (place) {
    event.preventDefault();
    go(place.dataset.channel, address().as).then(() => byId('conversation').focus());
    return;
  }
  if (event.target.closest('[data-close]')) { closeModal(); return; }
  const control = event.target.closest('button[data-action], a[data-action]');
  if (control) press(control);
});
document.addEventListener('change', (event) => {
  if (event.target === person) { go(address().channel, person.value); return; }
  const control = event.target.closest('[data-action]');
  if (!control || control.closest('.input')) return;
  const inside = control.closest('[data-block]').dataset.block;
  const chosen = entered(control.closest('article, form'))[inside][control.dataset.action];
  if (chosen === null) return;
  press(control, chosen);
  if (control.dataset.menu) control.value = '';
});
dialog.addEventListener('cancel', (event) => { event.preventDefault(); closeModal(); });
dialog.addEventListener('submit', (event) => { event.preventDefault(); submit(event.target); });
byId('composer').addEventListener('submit', (event) => { event.preventDefault(); type(); });
addEventListener('popstate', refresh);
document.addEventListener('visibilitychange', refresh);
const events = new EventSource('/inbox/events');
events.onmessage = refresh;
events.onopen = refresh;
events.onerror = offline;
`;
