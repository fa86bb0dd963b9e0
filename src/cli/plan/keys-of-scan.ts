import * as z from 'zod';
import type { LastUse } from '../../core/keys/access-key.ts';
import type { KeyFactsNow } from '../../core/keys/decision.ts';
import { ownersOf } from '../../core/keys/owners.ts';
import type { Configuration } from '../../core/model/configuration.ts';
import { InputError } from '../../core/model/errors.ts';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import { parseAccessKeyId, parseAccountId } from '../../core/model/ids.ts';
import { type Instant, parseInstant } from '../../core/model/instant.ts';
import { type KeysToPlan, named } from './keys-to-plan.ts';

const time = z.string().transform((text, context) => {
  const at = parseInstant(text);
  if (at !== undefined) return at;
  context.addIssue('a time such as 2026-11-23T10:00:00Z');
  return z.NEVER;
});

const scannedKey = z.object({
  accountId: z.string().regex(/^\d{12}$/, { error: '12 digits' }),
  userName: z.string().min(1),
  accessKeyId: z.string(),
  status: z.enum(['Active', 'Inactive', 'Expired', 'unknown']),
  createdAt: z.union([z.literal('unknown'), time]),
  lastUsedAt: z.union([z.literal('unknown'), time]).nullable(),
  lastUsedService: z.string().nullable().optional(),
  lastUsedRegion: z.string().nullable().optional(),
  holder: z.enum(['workload', 'human', 'root', 'unknown']).optional(),
  owner: z
    .union([z.object({ id: z.string() }), z.literal('unknown')])
    .nullable()
    .optional(),
  verdict: z.object({ reasons: z.array(z.object({ id: z.string() })) }).optional(),
});
type ScannedKey = z.infer<typeof scannedKey>;

/** What a plan needs of `lastkey scan --json`; more is ignored. */
const scanned = z.object({
  version: z.literal(1),
  at: time.optional(),
  partial: z.boolean().optional(),
  gaps: z.array(z.string()).optional(),
  accounts: z.array(z.object({ accountId: z.string(), name: z.string() })).optional(),
  keys: z.array(scannedKey),
});

/**
 * The keys of a scan document. It says nothing of units, paths and tags, so that an override that
 * asks for them stays undecided.
 * @throws InputError for what is no scan document
 */
export const keysOfScan = (
  text: string,
  source: string,
  configuration: Configuration,
): KeysToPlan & { readonly at?: Instant } => {
  const parsed = scanned.safeParse(jsonIn(text, source));
  if (!parsed.success) {
    throw new InputError(
      `${source} is not the output of "lastkey scan --json". Correct it, or give a snapshot with --from:`,
      parsed.error.issues
        .slice(0, 10)
        .map(({ path, message }) => `${path.join('.') || '(the whole document)'}: ${message}`),
    );
  }
  const { at, accounts = [], keys, gaps = [] } = parsed.data;
  const nameOf = new Map(accounts.map(({ accountId, name }) => [accountId, name]));
  const byUser = new Map<string, ScannedKey[]>();
  for (const key of keys) {
    const user = `${key.accountId}/${key.userName}`;
    byUser.set(user, [...(byUser.get(user) ?? []), key]);
  }
  const found = keys.map((key) => {
    const others = (byUser.get(`${key.accountId}/${key.userName}`) ?? []).filter(
      (each) => each !== key,
    );
    return {
      facts: factsOf(key, others, at),
      accountName: nameOf.get(key.accountId) ?? key.accountId,
      owner: ownerIn(key, configuration),
    };
  });
  return { ...named(found), gaps, hasBadInput: false, ...(at === undefined ? {} : { at }) };
};

const jsonIn = (text: string, source: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(
      `${source} is not JSON: ${(cause as Error).message}. Expected the output of "lastkey scan --json".`,
    );
  }
};

const factsOf = (
  key: ScannedKey,
  others: readonly ScannedKey[],
  at: Instant | undefined,
): KeyFactsNow => {
  const accountId = parseAccountId(key.accountId);
  if (accountId === undefined) throw new InputError(`${key.accountId} is no account ID.`);
  const readAt = at ?? ('1970-01-01T00:00:00.000Z' as Instant);
  const fact = <T>(value: T | 'unknown'): Fact<T> =>
    value === 'unknown'
      ? unknown('the scan does not know it', 'scan')
      : known(value as T, readAt, 'scan');
  const { lastUsedAt } = key;
  const isExposed = key.verdict?.reasons.some(({ id }) => id === 'exposed') === true;
  return {
    accountId,
    userName: key.userName,
    accessKeyId: fact(parseAccessKeyId(key.accessKeyId) ?? 'unknown'),
    status: fact(key.status),
    createdAt: fact(key.createdAt),
    lastUse: fact<LastUse | null>(
      lastUsedAt === 'unknown' || lastUsedAt === null
        ? (lastUsedAt as 'unknown' | null)
        : {
            at: lastUsedAt,
            service: key.lastUsedService ?? 'an unknown service',
            region: key.lastUsedRegion ?? 'unknown',
          },
    ),
    holder: key.holder ?? 'unknown',
    otherActiveKeys: others.some(({ status }) => status === 'unknown')
      ? fact<number>('unknown')
      : fact(others.filter(({ status }) => status === 'Active').length),
    isMostRecentlyUsed: [key, ...others].some((each) => each.lastUsedAt === 'unknown')
      ? fact<boolean>('unknown')
      : fact(
          others.length > 0 &&
            others.every((other) => (other.lastUsedAt ?? '') <= (key.lastUsedAt ?? '')),
        ),
    place: { accountId, ous: undefined, userPath: undefined, userTags: undefined },
    exceptions: known([], readAt, 'scan'),
    ownerIsHere: unknown('a scan does not ask who is still here', 'scan'),
    exposed: isExposed ? known(true, readAt, 'scan') : unknown('not in the scan', 'scan'),
    privilege: unknown('not in the scan', 'scan'),
    replacementInUse: unknown('a scan does not read logins', 'scan'),
  };
};

const ownerIn = (key: ScannedKey, { owners }: Configuration): string => {
  const { owner, accountId, userName } = key;
  if (owner !== null && owner !== undefined && owner !== 'unknown') return owner.id;
  return ownersOf(owners, { accountId, userName }, undefined, undefined)[0]?.contact ?? 'nobody';
};
