import { isPositive, isVacuous } from '../federation/conditions-of.ts';
import { matchAction } from '../federation/match-action.ts';
import type { Statement, TrustPolicy } from '../federation/trust-policy.ts';
import type { Identity } from './identity/identity-field.ts';
import { eksPods } from './identity/principal-workloads.ts';
import type { WorkloadKind } from './replacement.ts';

/** What a trust policy says to a workload that is told by its AWS principal or its certificate. */
export interface PrincipalTrust {
  /** `maybe`: what would decide it is not known of the workload. */
  readonly admits: 'yes' | 'maybe' | 'no';
  /** `safe`: the workload only, as far as it can be told apart. */
  readonly verdict: 'safe' | 'broad' | 'unsafe';
  /** Why not `safe`, or why not admitted. */
  readonly why: string;
}

const no = (why: string): PrincipalTrust => ({ admits: 'no', verdict: 'safe', why });
const unsafe = (why: string): PrincipalTrust => ({ admits: 'no', verdict: 'unsafe', why });
const broad = (admits: 'yes' | 'maybe', why: string): PrincipalTrust => ({
  admits,
  verdict: 'broad',
  why,
});

/**
 * Whether a role is for one principal and nobody else, and whether that is the workload.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
export const principalTrust = (
  policy: TrustPolicy,
  kind: WorkloadKind,
  known: Identity,
): PrincipalTrust => {
  const doors = policy.statements.filter(({ effect }) => effect !== 'Deny');
  const faulty = doors.find(({ effect, faults }) => effect === 'unreadable' || faults.length > 0);
  if (faulty !== undefined) return no('a statement of it has no documented meaning');
  if (policy.statements.some(({ effect }) => effect === 'Deny')) {
    return no('it denies something, which is not weighed here');
  }
  if (doors.some(({ principal }) => principal.everyone || principal.negated)) {
    return unsafe('it trusts everyone');
  }
  if (doors.some(({ principal }) => principal.federated.length > 0)) {
    return no('it is for tokens');
  }
  const open = doors.filter(({ action }) => matchAction(action, 'sts:AssumeRole'));
  if (open.length === 0) return no('nobody can assume it with sts:AssumeRole');
  const verdicts = open.map((door) => ofDoor(door, kind, known));
  const worst = (['unsafe', 'broad'] as const).find((verdict) =>
    verdicts.some((each) => each.verdict === verdict),
  );
  // One door for somebody else makes the role somebody else's too.
  const shut = verdicts.find(({ admits }) => admits === 'no');
  const chosen =
    verdicts.find(({ verdict }) => verdict === worst) ??
    verdicts.find(({ admits }) => admits === 'maybe');
  return shut ?? chosen ?? { admits: 'yes', verdict: 'safe', why: '' };
};

const ofDoor = (door: Statement, kind: WorkloadKind, known: Identity): PrincipalTrust => {
  switch (kind) {
    case 'aws-account':
    case 'saas-vendor':
      return ofAccount(door, kind, known);
    case 'on-premises':
      return ofCertificate(door, known);
    case 'aws-compute':
      return ofService(door, known);
    default:
      return no('it is for another kind of workload');
  }
};

/** The values that a statement demands of a key, wildcards and optional checks left out. */
const demanded = ({ conditions }: Statement, key: string): readonly string[] => {
  const wanted = conditions.filter(
    (condition) =>
      condition.key.toLowerCase() === key.toLowerCase() &&
      isPositive(condition) &&
      !isVacuous(condition),
  );
  const values = wanted.flatMap((condition) => condition.values);
  return values.every((value) => !/[*?]|\$\{/.test(value)) ? values : [];
};

const accountsOf = ({ principal }: Statement): readonly string[] => [
  ...new Set(
    principal.others.map((each) => /^\d{12}$/.exec(each)?.[0] ?? each.split(':')[4] ?? ''),
  ),
];

const ofAccount = (door: Statement, kind: WorkloadKind, known: Identity): PrincipalTrust => {
  const [account = '', ...more] = accountsOf(door);
  if (more.length > 0 || !/^\d{12}$/.test(account)) return no('it is not for one other account');
  const { accountId, externalId } = known;
  if (accountId !== undefined && account !== accountId) return no(`it is for account ${account}`);
  const externalIds = demanded(door, 'sts:ExternalId');
  if (externalId !== undefined && externalIds.length > 0 && !externalIds.includes(externalId)) {
    return no('it asks for another external id');
  }
  const admits =
    accountId === undefined || (externalIds.length > 0 && externalId === undefined)
      ? 'maybe'
      : 'yes';
  const isNamed =
    demanded(door, 'aws:PrincipalArn').length > 0 ||
    (door.principal.others.length > 0 &&
      door.principal.others.every((each) => /:role\/.+/.test(each)));
  const isInside = demanded(door, 'aws:PrincipalOrgID').length > 0;
  const isPinned = externalIds.length > 0 || (kind === 'aws-account' && (isNamed || isInside));
  if (isPinned) return { admits, verdict: 'safe', why: '' };
  return broad(
    admits,
    'it asks for no external id, so the other side could be made to use it for somebody else',
  );
};

const ofCertificate = (door: Statement, known: Identity): PrincipalTrust => {
  const { others } = door.principal;
  if (!others.every((each) => each.startsWith('rolesanywhere.amazonaws.com'))) {
    return no('it is not for Roles Anywhere');
  }
  const anchors = demanded(door, 'aws:SourceArn');
  const names = demanded(door, 'aws:PrincipalTag/x509Subject/CN');
  const { trustAnchorArn, commonName } = known;
  if (trustAnchorArn !== undefined && anchors.length > 0 && !anchors.includes(trustAnchorArn)) {
    return no('it is for another trust anchor');
  }
  if (commonName !== undefined && names.length > 0 && !names.includes(commonName)) {
    return no('it is for another host');
  }
  const admits = commonName === undefined ? 'maybe' : 'yes';
  if (anchors.length === 0) return broad(admits, 'it takes certificates of any trust anchor');
  if (names.length === 0) return broad(admits, 'it takes any certificate of its trust anchor');
  return { admits, verdict: 'safe', why: '' };
};

const ofService = (door: Statement, known: Identity): PrincipalTrust => {
  const { others } = door.principal;
  const [service = '', ...more] = others.map((each) => each.replace(/\.cn$/, ''));
  if (more.length > 0 || !/^[a-z0-9.-]+\.amazonaws\.com$/.test(service)) {
    return no('it is not for one service');
  }
  if (known['service'] !== undefined && known['service'] !== service) {
    return no(`it is for ${service}`);
  }
  if (known['service'] === undefined) return { admits: 'maybe', verdict: 'safe', why: '' };
  if (service !== eksPods) return { admits: 'yes', verdict: 'safe', why: '' };
  const pins = [
    ['aws:RequestTag/kubernetes-namespace', 'namespace'],
    ['aws:RequestTag/kubernetes-service-account', 'serviceAccount'],
  ] as const;
  const other = pins.find(([key, field]) => {
    const values = demanded(door, key);
    return known[field] !== undefined && values.length > 0 && !values.includes(known[field]);
  });
  if (other !== undefined) return no(`it is for another ${other[1]}`);
  const isPinned = pins.every(([key]) => demanded(door, key).length > 0);
  const isKnown = pins.every(([, field]) => known[field] !== undefined);
  const admits = isKnown ? 'yes' : 'maybe';
  return isPinned
    ? { admits, verdict: 'safe', why: '' }
    : broad(admits, 'any pod that the account associates can have it');
};
