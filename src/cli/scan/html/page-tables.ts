import type { ScanDocument } from '../scan-document.ts';
import { html, type Markup, none } from './markup.ts';

const words = { read: 'read', failed: 'not read', excluded: 'left out' } as const;
const order = { failed: 0, excluded: 1, read: 2 } as const;

/** Which accounts were looked at, and why others were not. */
export const coverageTable = ({ accounts }: ScanDocument): Markup => {
  const sorted = [...accounts].sort(
    (one, other) => order[one.coverage] - order[other.coverage] || (one.name < other.name ? -1 : 1),
  );
  return html`<h2>Accounts</h2><div class="scroll" tabindex="0" role="region" aria-label="Table of accounts"><table><thead><tr><th scope="col">Account</th><th scope="col">ID</th><th scope="col">Coverage</th><th scope="col">Keys</th><th scope="col">Remarks</th></tr></thead><tbody>${sorted.map(
    ({ accountId, name, coverage, keys, reason, notes }) =>
      html`<tr><td>${name}</td><td>${accountId}</td><td class="${coverage}">${words[coverage]}</td><td>${keys === 'unknown' ? 'not known' : keys}</td><td>${reason ?? ''}${notes.slice(0, 5).map((note, index) => html`${index === 0 ? none : html`<br>`}${note}`)}${notes.length > 5 ? html`<br>and ${notes.length - 5} more` : none}</td></tr>`,
  )}</tbody></table></div>`;
};

/** Long-lived credentials that are no access keys. */
export const serviceCredentialTable = ({ serviceCredentials }: ScanDocument): Markup =>
  serviceCredentials.length === 0
    ? none
    : html`<h2>Service-specific credentials</h2><p>Long-lived too, and in no credential report.</p><div class="scroll" tabindex="0" role="region" aria-label="Table of service-specific credentials"><table><thead><tr><th scope="col">Account</th><th scope="col">User</th><th scope="col">Service</th><th scope="col">ID</th><th scope="col">Status</th><th scope="col">Ends</th></tr></thead><tbody>${serviceCredentials
        .slice(0, 200)
        .map(
          ({ accountId, userName, service, id, status, expiresAt }) =>
            html`<tr><td>${accountId}</td><td>${userName}</td><td>${service}</td><td><code>${id}</code></td><td>${status}</td><td>${expiresAt === null ? 'never' : expiresAt.slice(0, 10)}</td></tr>`,
        )}</tbody></table></div>`;
