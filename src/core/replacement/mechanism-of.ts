import type { Fact } from '../model/fact.ts';
import { neededActions } from '../permissions/coverage-of.ts';
import type { KeyUsage } from '../usage/key-usage.ts';
import { type Mechanism, mechanisms, type WorkloadKind } from './replacement.ts';

const byKind: Readonly<Partial<Record<WorkloadKind, Mechanism>>> = {
  'aws-compute': 'attached-role',
  'aws-account': 'cross-account-role',
  'saas-vendor': 'cross-account-role',
  'on-premises': 'roles-anywhere',
  person: 'identity-center',
  unknown: 'unknown',
};

/**
 * How a kind of workload gets by without a key. Who knows better may say so; keeping the key is a
 * mechanism only with a reason.
 */
export const mechanismOf = (
  kind: WorkloadKind,
  usage: Fact<KeyUsage>,
  answers: Readonly<Record<string, string>>,
): Mechanism => {
  const told = mechanisms.find((each) => each === answers['mechanism']);
  if (told === 'exception' && (answers['reason'] ?? '').trim() !== '') return told;
  if (told === 'outbound-federation' || (kind !== 'person' && isOutbound(usage))) {
    return 'outbound-federation';
  }
  return byKind[kind] ?? 'oidc';
};

/** The key is used for nothing but tokens that are shown to somebody outside. */
const isOutbound = (usage: Fact<KeyUsage>): boolean => {
  if (!usage.known) return false;
  const actions = neededActions(usage.value).map(({ action }) => action.toLowerCase());
  return (
    actions.includes('sts:getwebidentitytoken') &&
    actions.every((each) => /^sts:get(webidentitytoken|calleridentity)$/.test(each))
  );
};
