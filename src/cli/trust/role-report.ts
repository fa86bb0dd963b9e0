import type { Finding } from '../../core/federation/finding.ts';
import { severities } from '../../core/federation/finding.ts';
import {
  type JudgeOptions,
  judgeRole,
  type RoleJudgement,
} from '../../core/federation/judge-role.ts';
import type { TrustPolicy } from '../../core/federation/trust-policy.ts';
import { identityProviders } from '../../core/idps/catalogue.ts';
import type { FoundPolicy, Reading } from './found-policy.ts';
import { unknownValueFindings } from './template-finding.ts';

/** One role in the JSON output; published contract. */
export interface RoleReport {
  readonly source: string;
  readonly verdict: string;
  readonly scope: string;
  readonly providers: readonly string[];
  readonly findings: readonly Finding[];
  readonly witness: {
    readonly claims: Readonly<Record<string, unknown>>;
    readonly context: Readonly<Record<string, string | readonly string[]>>;
  } | null;
  readonly wouldBeRefusedOnSave: boolean;
}

/** What says that no token fits: of a stand-in, that says nothing. */
const impossible = new Set([
  'trust.oidc.nobody-gets-in',
  'trust.oidc.value-impossible',
  'trust.oidc.issuer-impossible',
]);

/**
 * The judgement of a policy with values that are not known: never `safe`, which would be a guess,
 * and `broken` only where it is whatever the values are.
 */
const openJudgement = (
  reading: Reading,
  judged: RoleJudgement,
  options: JudgeOptions,
): RoleJudgement => {
  const { unknown, widest } = reading;
  const isNamed = (text: string) => unknown.some(({ standIn }) => text.includes(standIn));
  const findings = unknownValueFindings(unknown);
  const isUnknownProvider =
    unknown.some(({ where }) => where === 'whole') ||
    judged.providers.some(isNamed) ||
    (judged.verdict === 'not-federated' && unknown.some(({ where }) => where === 'provider'));
  if (isUnknownProvider) {
    return {
      ...judged,
      verdict: 'broad',
      scope: 'none',
      witness: null,
      findings,
      wouldBeRefusedOnSave: false,
    };
  }
  if (judged.verdict === 'unsafe' || judged.verdict === 'broad') {
    return { ...judged, findings: [...judged.findings, ...findings] };
  }
  const isBroken =
    judged.verdict === 'broken' &&
    widest.status === 'parsed' &&
    judgeRole(widest.policy, identityProviders, options).verdict === 'broken';
  const isOpen = judged.verdict === 'safe' || (judged.verdict === 'broken' && !isBroken);
  const told = judged.findings.filter(({ id }) => !isOpen || !impossible.has(id));
  return {
    ...judged,
    verdict: isOpen ? 'broad' : judged.verdict,
    witness: isOpen ? null : judged.witness,
    findings: [...told, ...findings],
  };
};

/** Gravest last. */
const byGravity: readonly RoleJudgement['verdict'][] = [
  'not-federated',
  'safe',
  'broad',
  'broken',
  'unsafe',
];

const judgeReading = (reading: Reading, options: JudgeOptions): RoleJudgement | undefined => {
  if (reading.parsed.status === 'unreadable') return undefined;
  const judged = judgeRole(reading.parsed.policy, identityProviders, options);
  return reading.unknown.length === 0 ? judged : openJudgement(reading, judged, options);
};

/** A template may become several policies: the gravest is what is told. */
const gravest = (
  readings: readonly Reading[],
  options: JudgeOptions,
): { judgement: RoleJudgement; document: unknown } | undefined =>
  readings
    .flatMap((reading) => {
      const judgement = judgeReading(reading, options);
      return judgement === undefined ? [] : [{ judgement, document: reading.document }];
    })
    .reduce<{ judgement: RoleJudgement; document: unknown } | undefined>(
      (worst, each) =>
        worst === undefined ||
        byGravity.indexOf(each.judgement.verdict) > byGravity.indexOf(worst.judgement.verdict)
          ? each
          : worst,
      undefined,
    );

export interface JudgedRole {
  readonly found: FoundPolicy;
  readonly role: RoleReport;
  /** The policy that findings and patches speak of. */
  readonly document: unknown;
}

/** @param policy `found`'s, where it could be read */
export const judgedRole = (
  found: FoundPolicy,
  policy: TrustPolicy,
  options: JudgeOptions = {},
): JudgedRole => {
  const worst = found.readings === undefined ? undefined : gravest(found.readings, options);
  const judgement = worst?.judgement ?? judgeRole(policy, identityProviders, options);
  const { witness } = judgement;
  const findings = [...judgement.findings];
  const sorted = findings.sort(
    (a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity),
  );
  return {
    found,
    document: worst?.document ?? found.document,
    role: {
      source: found.source,
      verdict: judgement.verdict,
      scope: judgement.scope,
      providers: judgement.providers,
      findings: sorted,
      witness: witness === null ? null : { claims: witness.claims, context: witness.context },
      wouldBeRefusedOnSave: judgement.wouldBeRefusedOnSave,
    },
  };
};
