import type { KnownBlock } from '@slack/types';
import type { JudgedTrust, TrustFinding } from '../federation/judge-trust.ts';
import type { RoleTrust } from '../federation/role-case.ts';
import type { OwnerContact } from '../keys/key-case.ts';
import { nameOfArn } from '../model/ids.ts';
import { header, plainSection, section, smallPrint } from './blocks.ts';
import { codeBlock } from './code-block.ts';
import { slackDate } from './dates.ts';
import { code, plain } from './outside-text.ts';
import { patchLines } from './patch-lines.ts';
import type { SlackMessage } from './slack-message.ts';

const meanings: Readonly<Record<JudgedTrust['verdict'], string>> = {
  safe: 'only the workload that it is meant for can assume it',
  broad: 'more of the tenant can assume it than one workload',
  unsafe: 'somebody outside the tenant can get a token that is let in',
  broken: 'nobody can log in through it, not even the workload that it seems meant for',
  'not-federated': 'it trusts no identity provider',
  unreadable: 'its trust policy cannot be read, so who can assume it is not known',
};

/** The message about a role whose trust got worse; when it is as good again, it says so in place. */
export const renderTrustFinding = (trust: RoleTrust, asked?: OwnerContact): SlackMessage => {
  const { key, judged, before, accountName, accountId, state } = trust;
  const isOver = state === 'closed';
  const title = `${isOver ? 'Role trust repaired' : headlines[judged.verdict]}: ${nameOfArn(key.roleArn)} in ${accountName}`;
  const was = before === null ? '' : ` Before: ${before.verdict}, ${meanings[before.verdict]}.`;
  const now = `Now: ${judged.verdict}, ${meanings[judged.verdict]}.`;
  const blocks: readonly KnownBlock[] = [
    header(title),
    section(`*Role* ${code(key.roleArn, 600)}\n*Account* ${code(accountName)} ${code(accountId)}`),
    plainSection([`${trust.change}.`, `${now}${was}`], 1500),
    section(`Changed ${slackDate(trust.changedAt)}.`),
    ...(isOver
      ? []
      : [...witness(judged), ...judged.findings.slice(0, shownFindings).flatMap(finding)]),
    ...smallPrint([
      ...trust.unknowns,
      ...(asked === undefined ? [] : [`You are asked because of: ${asked.evidence}.`]),
    ]),
  ];
  return { text: plain(`${title}. ${now}${was} ${trust.change}.`, 1500), blocks };
};

const shownFindings = 2;

const headlines: Readonly<Record<JudgedTrust['verdict'], string>> = {
  unsafe: 'Role open to strangers',
  broken: 'Role that nobody can assume',
  broad: 'Role trusts more than before',
  safe: 'Role trust got worse',
  'not-federated': 'Role trust got worse',
  unreadable: 'Role trust cannot be read',
};

/** The token that shows the verdict, by the claims that tell it from others. */
const witness = ({ verdict, witness: claims }: JudgedTrust): readonly KnownBlock[] => {
  if (claims.length === 0 || verdict === 'safe') return [];
  const title =
    verdict === 'broken' ? 'A token that is meant and refused:' : 'A token that is let in:';
  const lines = claims.map(([claim, value]) => `${claim}: ${value}`);
  return [section(`*${title}*`), codeBlock(lines, 1200)];
};

const finding = ({ severity, message, fix, patch }: TrustFinding): readonly KnownBlock[] => [
  plainSection([`${severity}: ${message}`, ...(fix === '' ? [] : [`Fix: ${fix}`])], 1500),
  ...(patch.length === 0 ? [] : [codeBlock(patchLines(patch), 1500)]),
];
