import type { FederatedRole } from '../core/federation/federated-role.ts';
import { globMatches, parseGlob } from '../core/federation/glob.ts';
import { parseTrustPolicy } from '../core/federation/parse-trust-policy.ts';
import { type UnseenSubject, unseenSubjects } from '../core/federation/unseen-subjects.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { addDays, dayOf, type Instant } from '../core/model/instant.ts';
import type { SweepAccountsPorts } from './sweep-accounts.ts';

/** Days without a login after which a trusted subject is called removable: a release a quarter is use. */
export const unseenAfterDays = 90;

/**
 * The trusted subjects of a role that nobody has logged in with for as long as logins must have been
 * counted, without those of issuers whose logins are not forwarded.
 */
export const removableSubjects = async (
  role: FederatedRole,
  countedSince: Instant | undefined,
  ports: Pick<SweepAccountsPorts, 'clock' | 'uses' | 'roleMemory'>,
  { federation }: Pick<Configuration, 'federation'>,
): Promise<{
  /** Not told before. */
  readonly fresh: readonly UnseenSubject[];
  readonly remember: () => Promise<void>;
}> => {
  const nothing = { fresh: [], remember: () => Promise.resolve() };
  const since = addDays(ports.clock.now(), -unseenAfterDays);
  // Rules reach the regions of an account within a day of its role.
  if (countedSince === undefined || addDays(countedSince, 1) > since) return nothing;
  const parsed = parseTrustPolicy(role.trustPolicy);
  if (parsed.status === 'unreadable') return nothing;
  const ignored = federation.ignoreIssuers.map(parseGlob);
  const unseen = unseenSubjects(
    parsed.policy,
    await ports.uses.ofRole(role.arn, dayOf(since)),
  ).filter(({ provider }) => !ignored.some((glob) => globMatches(glob, provider)));
  const told = await ports.roleMemory.readUnseen(role.arn);
  const names = unseen.map(nameOf);
  const isSame = names.length === told.length && names.every((name) => told.includes(name));
  return {
    fresh: unseen.filter((each) => !told.includes(nameOf(each))),
    remember: () => (isSame ? Promise.resolve() : ports.roleMemory.writeUnseen(role.arn, names)),
  };
};

const nameOf = ({ provider, subject }: UnseenSubject): string => `${provider} ${subject}`;
