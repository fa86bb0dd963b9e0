import type { ScanDocument, ScanKey } from '../scan-document.ts';
import { ageText, lastUseText, numberText, plural } from '../words.ts';
import { html, type Markup, none } from './markup.ts';

/** A page that is longer than this is no report any more. */
const mostRows = 2000;

/** Every key with what was found and what to do. */
export const keyTable = (document: ScanDocument): Markup => {
  const { keys, accounts } = document;
  if (keys.length === 0) return none;
  const names = new Map(accounts.map(({ accountId, name }) => [accountId, name]));
  const shown = keys.slice(0, mostRows);
  return html`<h2>Every key, and what to do next</h2><div class="scroll" tabindex="0" role="region" aria-label="Table of keys"><table><caption>${plural(keys.length, 'key')}, gravest first${shown.length < keys.length ? `; the first ${numberText(shown.length)} are shown, --format csv has all` : ''}</caption><thead><tr><th scope="col">Account</th><th scope="col">User and key</th><th scope="col">Age</th><th scope="col">Last use</th><th scope="col">Owner</th><th scope="col">Found</th><th scope="col">Next step</th></tr></thead><tbody>${shown.map(
    (key) => row(key, names.get(key.accountId) ?? key.accountId, document),
  )}</tbody></table></div>`;
};

const row = (key: ScanKey, name: string, { at }: ScanDocument): Markup =>
  html`<tr><td>${name}${name === key.accountId ? none : html`<br><span class="soft">${key.accountId}</span>`}</td><td class="user">${key.userName}<br><code>${key.accessKeyId === 'unknown' ? 'id not known' : key.accessKeyId}</code>${key.status === 'Active' ? none : html` <span class="soft">${key.status}</span>`}</td><td class="short">${ageText(key.createdAt, at)}</td><td>${lastUseText(key, at)}</td><td class="name">${ownerText(key)}</td><td class="wide">${found(key)}</td><td>${key.nextStep}${key.verdict.dueAt === undefined ? none : html`<br><span class="soft short">due ${key.verdict.dueAt.slice(0, 10)}</span>`}</td></tr>`;

const ownerText = ({ owner }: ScanKey): Markup => {
  if (owner === null) return html`<span class="soft">nobody named</span>`;
  return owner === 'unknown' ? html`<span class="soft">not known</span>` : html`${owner.id}`;
};

const found = ({ verdict }: ScanKey): Markup =>
  verdict.reasons.length === 0
    ? html`<span class="soft">nothing${verdict.unknowns.some(({ blocks }) => blocks.includes('unused')) ? ' known; not everything could be read' : ''}</span>`
    : html`<span class="severity ${verdict.severity}">${verdict.severity}</span><br>${verdict.reasons.map(({ text }, index) => html`${index === 0 ? '' : ' '}${text}`)}`;
