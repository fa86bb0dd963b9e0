import type { HostReport, ProviderReport } from './provider-report.ts';

const meanings: Readonly<Record<ProviderReport['verdict'], string>> = {
  listed: 'the thumbprint is listed, and AWS does not look at it',
  drifted: 'the thumbprint is not listed, and AWS does not look at it',
  pinned: 'the thumbprint is listed, and logins hang on it',
  fragile: 'logins hang on the thumbprint of a certificate that changes',
  'at-risk': 'the thumbprint is not listed, and AWS uses it',
  failing: 'the thumbprint is not listed, and logins fail without it',
  needed: 'a provider for this issuer must list a thumbprint',
  'not-needed': 'a provider for this issuer needs no thumbprint',
  unknown: 'not known',
};

const hostLine = ({ host, presented, sent, publiclyTrusted, because }: HostReport): string => {
  if (publiclyTrusted === 'unknown') return `  ${host}: ${because ?? 'not seen'}`;
  const last = sent.at(-1);
  const trust = publiclyTrusted ? 'publicly trusted' : `not publicly trusted (${because})`;
  const until = last === undefined ? '' : ` (${last.subject}, until ${last.notAfter.slice(0, 10)})`;
  return `  ${host}: ${trust}, presents ${presented.join(' and ')}${until}`;
};

const proposalLines = ({ proposal, loadBearing }: ProviderReport): readonly string[] => {
  // A list that AWS does not look at needs no work.
  if (proposal === undefined || proposal.step === 'wait' || loadBearing === false) return [];
  return [
    `  ${proposal.vouchedFor ? 'proposed list' : 'list to consider'}: ${proposal.thumbprints.join(' ')}`,
    `    ${proposal.why}`,
  ];
};

/** One provider for people. Colour goes to the verdict alone, through `paint`. */
export const providerText = (
  provider: ProviderReport,
  paint: (verdict: string) => string,
): string =>
  [
    `${paint(provider.verdict.toUpperCase())} ${provider.arn ?? provider.url}`,
    `  ${meanings[provider.verdict]}: ${provider.why}`,
    ...provider.hosts.map(hostLine),
    ...provider.findings.flatMap(({ id, severity, message }) => [
      `  ${severity} ${id}`,
      `    ${message}`,
    ]),
    ...proposalLines(provider),
    '',
  ].join('\n');
