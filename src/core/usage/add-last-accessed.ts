import type { Instant } from '../model/instant.ts';
import type { ActionUse, KeyUsage, UsageReading } from './key-usage.ts';

/**
 * What IAM says a user last did, with whatever credentials: its keys, and its password.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html
 */
export interface LastAccessed {
  readonly actions: readonly {
    /** `s3:PutObject` */
    readonly action: string;
    readonly at: Instant;
  }[];
  /** Services of which IAM tracks no actions, or none that were used. */
  readonly services: readonly { readonly service: string; readonly at: Instant }[];
}

/** Adds actions that no record showed. They are the user's, and so perhaps not this key's. */
export const addLastAccessed = (
  usage: KeyUsage,
  accessed: LastAccessed,
  reading: UsageReading,
): KeyUsage => {
  const seen = new Set(usage.actions.map(({ action }) => action));
  const added = accessed.actions
    .filter(({ action }) => !seen.has(action))
    .sort((a, b) => (a.action < b.action ? -1 : 1))
    .map(
      ({ action, at }): ActionUse => ({
        action,
        service: action.slice(0, action.indexOf(':')),
        count: 0,
        denied: 0,
        resources: [],
        allResourcesKnown: false,
        lastAt: at,
        origin: 'last-accessed',
      }),
    );
  return {
    ...usage,
    read: [...usage.read, reading],
    actions: [...usage.actions, ...added],
    ...(accessed.services.length === 0 ? {} : { servicesLastAccessed: accessed.services }),
  };
};
