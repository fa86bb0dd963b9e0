import { foldLine } from '../trust/fold-line.ts';
import type { RecommendationDocument } from './recommendation-document.ts';

const widest = 100;
const mostEvidence = 8;
const mostExcess = 6;

/** The answer for a person: what to use, why, and how to get there. */
export const recommendationText = (document: RecommendationDocument, columns?: number): string => {
  const width = Math.min(widest, Math.max(60, columns ?? widest));
  const { replacement, unknowns, gaps } = document;
  const fold = (text: string, first = '  ', next = first) =>
    foldLine(clean(text), width, first, next);
  const list = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', title, ...lines.flatMap((line) => fold(line, '  - ', '    '))];
  return `${[
    ...fold(lead(document), '', '  '),
    ...fold(because(document)),
    '',
    ...fold(keyLine(document), 'Key        ', '           '),
    ...fold(workloadLine(document), 'Workload   ', '           '),
    ...document.workload.evidence
      .slice(0, mostEvidence)
      .flatMap((line) => fold(line, '           - ', '             ')),
    ...fold(replacement.mechanism, 'Mechanism  '),
    ...fold(coverageLine(document), 'Coverage   ', '           '),
    ...list('What breaks if the key is disabled now', replacement.breaks),
    ...list(
      'To be answered',
      replacement.questions.map(
        ({ field, label, example, hint }) =>
          `${label}, such as --answer ${field}=${example}${hint === undefined ? '' : ` (${hint})`}`,
      ),
    ),
    ...(replacement.steps.length === 0 ? [] : ['', 'How to switch']),
    ...replacement.steps.flatMap((step, index) =>
      fold(step, `  ${String(index + 1).padStart(2)}. `, '      '),
    ),
    ...list('Not known, so not considered', unknowns),
    ...list('Could not be read', gaps),
    '',
    ...fold(`Print one alone with --format NAME: ${printable(document).join(', ')}.`, '', '  '),
  ].join('\n')}\n`;
};

/** What `--format` prints of an answer beside `text` and `json`. */
export const printable = ({ replacement }: RecommendationDocument): readonly string[] => [
  ...(replacement.trustPolicy === undefined ? [] : ['trust-policy']),
  ...(replacement.permissionsPolicy === undefined ? [] : ['permissions-policy']),
  ...Object.keys(replacement.snippets),
];

const lead = ({ replacement }: RecommendationDocument): string => {
  const { role, summary } = replacement;
  if (role === null) return summary;
  return role.existing ? `Use role ${role.arn}` : `Create and use role ${role.arn}`;
};

const because = ({ replacement, unknowns, rolesLookedAt }: RecommendationDocument): string => {
  const { role, questions, complete } = replacement;
  if (role === null) {
    return questions.length > 0
      ? `No role can be named before ${questions.map(({ label }) => label).join(', ')} is known.`
      : `No role can be named: ${unknowns[0] ?? 'what was read does not tell which workload it is'}.`;
  }
  const none =
    rolesLookedAt === 'unknown'
      ? 'whether a role of the account fits could not be looked at; '
      : 'no role of the account fits; ';
  const subject = role.subject === undefined || !complete ? '' : ` for ${role.subject}`;
  const trusts =
    role.identityProvider === undefined ? '' : ` It trusts ${role.identityProvider}${subject}.`;
  const incomplete = complete ? '' : ' Incomplete until the questions below are answered.';
  return `Because ${role.existing ? '' : none}${role.why.join('; ')}.${trusts}${incomplete}`;
};

const keyLine = ({ key, accountId, userName }: RecommendationDocument): string => {
  if (key === 'unknown') return `unknown, of ${userName} in ${accountId}`;
  const used =
    key.lastUsedAt === null
      ? 'never used'
      : key.lastUsedAt === 'unknown'
        ? 'last use unknown'
        : `last used ${key.lastUsedAt.slice(0, 10)}`;
  const made = key.createdAt === 'unknown' ? 'made unknown' : `made ${key.createdAt.slice(0, 10)}`;
  const id = key.accessKeyId === 'unknown' ? 'id unknown' : key.accessKeyId;
  const status = key.status === 'unknown' ? 'status unknown' : key.status;
  return `${id} of ${userName} in ${accountId}: ${status}, ${made}, ${used}`;
};

const workloadLine = ({ workload }: RecommendationDocument): string => {
  const { kind, confidence, alternatives } = workload;
  const others = alternatives.slice(0, 3).map((each) => `${each.kind} ${percent(each.confidence)}`);
  return `${kind}, ${percent(confidence)} sure${others.length === 0 ? '' : `; else ${others.join(', ')}`}`;
};

/** Nothing that is inferred is certain. */
const percent = (confidence: number): string => `${Math.min(99, Math.round(confidence * 100))} %`;

const coverageLine = ({
  replacement,
  observed,
  observedReason,
}: RecommendationDocument): string => {
  const { used, allowed, missing, excess, unknowns } = replacement.coverage;
  if (observed === 'unknown') return `unknown: ${observedReason ?? 'nothing was read'}`;
  if (used.length === 0) return 'the key was not seen doing anything in what was read';
  if (replacement.role === null) return `the key uses ${list(used)}`;
  return [
    `${replacement.role.existing ? 'the role may' : 'the proposal lets it'} do ${allowed.length} of the ${used.length} actions that the key uses`,
    ...(missing.length === 0 ? [] : [`missing: ${list(missing)}`]),
    ...(excess.length === 0 ? [] : [`more than needed: ${list(excess)}`]),
    ...unknowns.slice(0, mostExcess),
  ].join('; ');
};

const list = (items: readonly string[]): string =>
  items.length <= mostExcess
    ? items.join(', ')
    : `${items.slice(0, mostExcess).join(', ')} and ${items.length - mostExcess} more`;

/** Names come from anybody: nothing that moves the cursor. */
const clean = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
