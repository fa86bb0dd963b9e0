import type { ThumbprintEventDetail } from '../events/domain-event.ts';
import { header, plainSection, section, smallPrint } from './blocks.ts';
import { code, plain } from './outside-text.ts';
import type { SlackMessage } from './slack-message.ts';

/** As many accounts as fit one look; the count says how many there are. */
const mostShown = 10;

/** News about an issuer, for whoever looks after federation. Nothing in it can be pressed: a person decides. */
export const renderThumbprints = (detail: ThumbprintEventDetail): SlackMessage => {
  const { issuer, findings, providers, providerCount, proposal } = detail;
  const shown = providers.slice(0, mostShown).map(({ accountId }) => accountId);
  const more = providerCount > shown.length ? ` and ${providerCount - shown.length} more` : '';
  const worst = findings[0]?.severity ?? 'Informational';
  return {
    text: plain(
      `${worst}: OIDC provider ${issuer} in ${providerCount} ${accountsWord(providerCount)}. ${findings[0]?.message ?? ''}`,
      600,
    ),
    blocks: [
      header(`OIDC provider: ${headings[detail.verdict] ?? detail.verdict}`),
      section(
        `${code(issuer)} in ${accountsWord(providerCount)} ${shown.map((each) => code(each)).join(', ')}${more}`,
      ),
      plainSection(
        findings.map(({ severity, message }) => `${severity}: ${message}`),
        2400,
      ),
      ...(proposal === undefined ? [] : proposed(proposal)),
      ...smallPrint(['lastkey changes no thumbprint. Runbook: thumbprint-drift.md']),
    ],
  };
};

const accountsWord = (count: number): string => (count === 1 ? 'account' : 'accounts');

const headings: Readonly<Record<string, string>> = {
  failing: 'logins fail, the thumbprint is not listed',
  'at-risk': 'AWS uses a thumbprint that is not listed',
  fragile: 'logins hang on a certificate that changes',
  pinned: 'logins hang on the listed thumbprint',
  unknown: 'could not be verified',
  drifted: 'something to look at',
  listed: 'something to look at',
};

const proposed = ({
  step,
  thumbprints,
  vouchedFor,
  why,
}: NonNullable<ThumbprintEventDetail['proposal']>) =>
  step === 'wait'
    ? []
    : [
        section(
          `${vouchedFor ? 'Proposed list' : 'List to consider'}, in full: ${thumbprints.map((each) => code(each)).join(' ')}`,
        ),
        ...smallPrint([`Why: ${why}.`]),
      ];
