import type { FederatedLogin } from '../events/change.ts';
import type { RoleArn } from '../model/ids.ts';
import { dayOf, type Instant } from '../model/instant.ts';

/** One day's use of a role by one subject of one identity provider. */
export interface FederationUse {
  readonly roleArn: RoleArn;
  readonly identityProvider: string;
  readonly subject: string;
  /** `2026-11-23`, UTC. */
  readonly day: string;
  readonly allowed: number;
  readonly denied: number;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  /** As of the newest login that said it. */
  readonly verificationMethod?: 'IAMTrustStore' | 'Thumbprint';
  /** Short forms of the newest event ids counted, so that a redelivery counts nothing twice. */
  readonly recent: readonly string[];
  /** Optimistic lock; 0 before the first write. */
  readonly version: number;
}

export type FederationUseKey = Pick<
  FederationUse,
  'roleArn' | 'identityProvider' | 'subject' | 'day'
>;

/** Logins of one role, provider, subject and day: one write each, whatever their number. */
export interface LoginGroup {
  readonly key: FederationUseKey;
  readonly logins: readonly FederatedLogin[];
}

/** Groups logins by what is counted together. Logins that name no role or no subject are left out. */
export const groupLogins = (logins: readonly FederatedLogin[]): readonly LoginGroup[] => {
  const groups = new Map<string, { key: FederationUseKey; logins: FederatedLogin[] }>();
  for (const login of logins) {
    const { roleArn, identityProvider, subject } = login;
    if (roleArn === undefined || identityProvider === undefined || subject === undefined) continue;
    const key = { roleArn, identityProvider, subject, day: dayOf(login.time) };
    const id = JSON.stringify(Object.values(key));
    const group = groups.get(id) ?? { key, logins: [] };
    group.logins.push(login);
    groups.set(id, group);
  }
  return [...groups.values()];
};

/** How many event ids are kept to recognise a redelivery: a queue's batch comes back within minutes. */
const mostRecent = 40;

/**
 * Adds logins to what was counted before.
 * @returns the use to write, or `undefined` when every login was counted already
 */
export const foldLogins = (
  before: FederationUse | null,
  { key, logins }: LoginGroup,
): FederationUse | undefined => {
  const counted = new Set(before?.recent);
  const fresh = logins.filter((login) => {
    const id = shortId(login.eventId);
    if (counted.has(id)) return false;
    counted.add(id);
    return true;
  });
  if (fresh.length === 0) return undefined;
  const times = fresh.map((login) => login.time).sort();
  const newest = [...fresh].sort((a, b) => (a.time < b.time ? 1 : -1));
  const method =
    newest.find((login) => login.verificationMethod !== undefined)?.verificationMethod ??
    before?.verificationMethod;
  return {
    ...key,
    allowed: (before?.allowed ?? 0) + fresh.filter((each) => each.outcome === 'succeeded').length,
    denied: (before?.denied ?? 0) + fresh.filter((each) => each.outcome === 'failed').length,
    firstSeenAt: earliest(before?.firstSeenAt, times[0] as Instant),
    lastSeenAt: latest(before?.lastSeenAt, times[times.length - 1] as Instant),
    ...(method === undefined ? {} : { verificationMethod: method }),
    recent: [...counted].slice(-mostRecent),
    version: before?.version ?? 0,
  };
};

/** Eight characters of a random UUID: two of forty collide once in ten million. */
const shortId = (eventId: string): string => eventId.slice(0, 8);

const earliest = (a: Instant | undefined, b: Instant): Instant =>
  a !== undefined && a < b ? a : b;
const latest = (a: Instant | undefined, b: Instant): Instant => (a !== undefined && a > b ? a : b);
