import type { KeySettings } from '../../../core/model/configuration.ts';
import type { ScanDocument } from '../scan-document.ts';
import { numberText, plural } from '../words.ts';
import { columns, rows } from './bars.ts';
import { burnDown } from './burn-down.ts';
import { accountBars, ageBars, isFound, useBars } from './distributions.ts';
import { keyTable } from './key-table.ts';
import { html, type Markup, none } from './markup.ts';
import { pageStyle } from './page-style.ts';
import { coverageTable, serviceCredentialTable } from './page-tables.ts';

/** The scan as one page for a manager: no script, nothing loaded from anywhere. */
export const scanPage = (document: ScanDocument, settings: KeySettings): string =>
  `<!doctype html>\n${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="referrer" content="no-referrer"><title>Access keys, ${document.at.slice(0, 10)}</title><style>${{ markup: pageStyle }}</style></head>
<body><header><h1>Long-lived access keys</h1><p class="soft">${accountsText(document)}, as of ${timeText(document.at)}${document.source === 'snapshot' ? ', from a snapshot' : ''}.</p>${headline(document)}${partial(document)}</header>
<main>${pictures(document)}${outlook(document)}${keyTable(document)}${serviceCredentialTable(document)}${coverageTable(document)}</main>
<footer><p>A key counts as unused after ${plural(settings.unusedDays, 'day')} without use and as too old after ${plural(settings.maxAgeDays, 'day')}, unless the configuration says otherwise for its account, unit, path or tag. The scan only reads. It does not know exceptions that were granted, whether owners are still there, or whether a replacement is in use already.</p><p>Made by lastkey. Account IDs, user names and key IDs are in this page: hand it to those who may see them.</p></footer></body></html>`
      .markup
  }\n`;

const timeText = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

const accountsText = ({ summary }: ScanDocument): string => {
  const { read, failed, excluded } = summary.accounts;
  const all = read + failed + excluded;
  return read === all ? plural(all, 'account') : `${read} of ${plural(all, 'account')} read`;
};

const headline = (document: ScanDocument): Markup => {
  const { summary, keys } = document;
  const grave = summary.bySeverity.Critical + summary.bySeverity.High;
  const idle = keys.filter(({ verdict }) =>
    verdict.reasons.some(({ id }) => id === 'unused' || id === 'never-used'),
  ).length;
  const numbers: readonly (readonly [number | string, string, boolean])[] = [
    [summary.active, 'active keys', false],
    [grave, 'need action now', grave > 0],
    [idle, 'not in use: can go first', false],
    [summary.byReason['too-old'] ?? 0, 'older than allowed', false],
    [summary.rootKeys, 'root keys', summary.rootKeys !== 'unknown' && summary.rootKeys > 0],
    [summary.besidePassword, 'beside a console password', false],
    ...(summary.serviceCredentials === 'unknown'
      ? []
      : [[summary.serviceCredentials, 'service-specific credentials', false] as const]),
  ];
  return html`<ul class="numbers">${numbers.map(
    ([count, text, isBad]) =>
      html`<li class="${isBad ? 'bad' : count === 0 ? 'good' : ''}"><b>${typeof count === 'number' ? numberText(count) : count}</b>${text}</li>`,
  )}</ul>`;
};

const partial = ({ gaps }: ScanDocument): Markup =>
  gaps.length === 0
    ? none
    : html`<section class="partial" aria-label="What was not read"><strong>This report is partial.</strong> Nothing is known about:<ul>${gaps.slice(0, 12).map((gap) => html`<li>${gap}</li>`)}${gaps.length > 12 ? html`<li>and ${gaps.length - 12} more, in the table of accounts</li>` : none}</ul></section>`;

const legend = html`<span class="key found"></span>something to do<span class="key fine"></span>nothing found`;

const pictures = (document: ScanDocument): Markup => {
  if (document.keys.length === 0) {
    return html`<h2>Keys</h2><p>${document.partial ? 'No key was found in what could be read.' : 'There are no access keys.'}</p>`;
  }
  const found = document.keys.filter(isFound).length;
  return html`<h2>Where they stand</h2><p>${plural(document.keys.length, 'key')}; there is something to do about ${numberText(found)}. ${legend}</p><div class="pictures">
<figure><h3>Age</h3>${columns('age', 'Keys by age', ageBars(document))}<figcaption>Since the key was made. Each column goes from the one before it to its label.</figcaption></figure>
<figure><h3>Last use</h3>${columns('use', 'Keys by last use', useBars(document))}<figcaption>Since AWS last saw the key used.</figcaption></figure>
<figure><h3>Accounts</h3>${rows('accounts', 'Keys by account', accountBars(document))}<figcaption>Keys in each account that was read.</figcaption></figure>
${reasonFigure(document)}</div>`;
};

const reasonFigure = ({ summary }: ScanDocument): Markup => {
  const bars = Object.entries(summary.byReason)
    .map(([label, total]) => ({ label, total, found: total }))
    .sort((one, other) => other.total - one.total);
  return bars.length === 0
    ? none
    : html`<figure><h3>Reasons</h3>${rows('reasons', 'Keys by reason', bars)}<figcaption>A key may have several.</figcaption></figure>`;
};

const outlook = ({ keys, at, summary }: ScanDocument): Markup => {
  const dueAt = keys.flatMap(({ verdict }) => verdict.dueAt ?? []).sort();
  if (summary.active === 0) return none;
  const left = summary.active - dueAt.length;
  const text =
    dueAt.length === 0
      ? 'No key has a due date under the present configuration: none is unused, or what a date needs is unknown.'
      : `Were lastkey to start now, ${plural(dueAt.length, 'key')} would be due, each after its warnings and in a change window. ${plural(left, 'key')} ${left === 1 ? 'has' : 'have'} no date: in use, or not known well enough. Those move by replacing them with roles.`;
  return html`<h2>How fast they can go</h2><p>${text}</p>${
    dueAt.length === 0
      ? none
      : html`<figure>${burnDown({ from: at, active: summary.active, dueAt })}<figcaption>Active keys left after each due date; the grey part has no date. Caps on how many are disabled in a day may stretch this.</figcaption></figure>`
  }`;
};
