import { rootUserName } from '../../core/inventory/read-credential-report.ts';
import { decide } from '../../core/keys/decide.ts';
import { neverMet } from '../../core/keys/decision.ts';
import { ownersOf } from '../../core/keys/owners.ts';
import type { Configuration } from '../../core/model/configuration.ts';
import type { Fact } from '../../core/model/fact.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { KeyInScan } from './facts-of-key.ts';
import { nextStep } from './next-step.ts';
import type { ScanKey } from './scan-document.ts';
import { severityOf } from './severity-of.ts';

/** One key with its verdict, as the output has it. */
export const scanKey = (
  { key, user, details, facts }: KeyInScan,
  configuration: Configuration,
  now: Instant,
): ScanKey => {
  const { accountId, userName } = key;
  const { stage, reasons, dueAt, unknowns } = decide(facts, configuration, neverMet(), now);
  const { accessKeyId, status, createdAt, lastUse } = key;
  const isVague = [status, createdAt, lastUse].some((fact) => !fact.known);
  return {
    accountId,
    userName,
    accessKeyId: shown(accessKeyId),
    ...reasonOf('accessKeyIdReason', accessKeyId),
    status: shown(status),
    ...reasonOf('statusReason', status),
    createdAt: shown(createdAt),
    ...reasonOf('createdAtReason', createdAt),
    lastUsedAt: lastUse.known ? (lastUse.value?.at ?? null) : 'unknown',
    ...reasonOf('lastUsedAtReason', lastUse),
    lastUsedService: lastUse.known ? (lastUse.value?.service ?? null) : 'unknown',
    lastUsedRegion: lastUse.known ? (lastUse.value?.region ?? null) : 'unknown',
    holder: facts.holder,
    ...(facts.holder === 'unknown'
      ? {
          holderReason:
            user === undefined || user.hasConsolePassword.known
              ? 'the credential report has no row of this user'
              : user.hasConsolePassword.reason,
        }
      : {}),
    ...ownerOf(accountId, userName, details, configuration),
    verdict: {
      stage,
      severity: severityOf(reasons),
      reasons: reasons.map(({ id, text }) => ({ id, text })),
      ...(dueAt === undefined ? {} : { dueAt }),
      unknowns: unknowns.map(({ what, blocks }) => ({ what, blocks })),
    },
    nextStep: nextStep(reasons, isVague).long,
  };
};

const shown = <T>(fact: Fact<T>): T | 'unknown' => (fact.known ? fact.value : 'unknown');

const reasonOf = <Name extends string>(
  name: Name,
  fact: Fact<unknown>,
): Partial<Record<Name, string>> =>
  fact.known ? {} : ({ [name]: fact.reason } as Record<Name, string>);

/** The first rung of the ladder that names somebody; the fallback names nobody in particular. */
const ownerOf = (
  accountId: string,
  userName: string,
  details: KeyInScan['details'],
  { owners }: Configuration,
): Pick<ScanKey, 'owner' | 'ownerReason'> => {
  const isRoot = userName === rootUserName;
  if (!isRoot && !details.known) {
    return { owner: 'unknown', ownerReason: `the tags of the user are unknown: ${details.reason}` };
  }
  const tags = isRoot || !details.known ? {} : details.value.tags;
  const named = ownersOf(owners, { accountId, userName }, tags, undefined).find(
    ({ source }) => source !== 'fallback',
  );
  if (named === undefined) return { owner: null };
  const { contact, source, confidence } = named;
  return { owner: { id: contact, source, confidence } };
};
