import * as z from 'zod';
import { memberPatternFor } from '../../core/events/event-patterns.ts';

/**
 * The schema of `lastkey.yaml`. A message says what was expected; what was got and where is added by
 * the loader. Unknown keys are refused everywhere: a misspelt limit must not be no limit.
 */

const text = (pattern: RegExp, expected: string) =>
  z.string({ error: expected }).regex(pattern, { error: expected });

const whole = (least: number, most: number, unit: string) => {
  const error = `a whole number of ${unit} from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};

const list = <Item extends z.ZodType>(item: Item) => z.array(item, { error: 'a list' });
const oneOf = <const Values extends readonly string[]>(values: Values) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });
const mapping = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, { error: 'a mapping' });

const accountId = () => text(/^\d{12}$/, 'an account ID: 12 digits in quotes');
const region = () => text(/^[a-z]{2}(-[a-z]+)+-\d+$/, 'an AWS Region such as eu-west-1');
const contact = () =>
  text(
    /^(#[^\s#]+|[CGU][A-Z0-9]{6,}|[^\s@]+@[^\s@]+\.[^\s@]+)$/,
    'a Slack #channel in quotes, a channel or user ID, or an e-mail address',
  );

const mode = oneOf(['observe', 'enforce']);
const days = oneOf(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const isDay = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00Z`);
  return Number.isFinite(at.getTime()) && at.toISOString().startsWith(text);
};

const day = () =>
  text(/^\d{4}-\d{2}-\d{2}$/, 'a day such as "2026-12-25", in quotes').refine(isDay, {
    error: 'a day of the calendar such as "2026-12-25"',
  });

const changeWindow = mapping({
  days: list(days).min(1, { error: 'at least one day' }).describe('Days on which lastkey may act'),
  hours: text(
    /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/,
    'hours such as "09:00-16:00"',
  )
    .refine((hours) => hours.slice(0, 5) < hours.slice(6), {
      error: 'hours that end after they start, within one day',
    })
    .describe('From, and to (excluded), within one day'),
  timeZone: z
    .string({ error: 'an IANA time zone' })
    .refine(isTimeZone, { error: 'an IANA time zone such as Europe/London' })
    .describe('IANA time zone of the hours'),
  holidays: list(day()).optional().describe('Days on which lastkey does not act'),
  quiet: list(
    mapping({
      from: day().describe('First day'),
      to: day().describe('Last day, included'),
    }).refine(({ from, to }) => from <= to, { error: 'from, and to that is not before it' }),
  )
    .optional()
    .describe('Stretches of days in which lastkey does not act, such as a change freeze'),
});

const keyShape = {
  unusedDays: whole(1, 3650, 'days').describe(
    'Days without use after which a key is stale; a key never used counts from its creation',
  ),
  maxAgeDays: whole(1, 3650, 'days').describe('Days after which a key is too old, used or not'),
  newKeyGraceDays: whole(0, 365, 'days').describe('Days that a new key has before it is due'),
  warnDaysBefore: list(whole(0, 365, 'days'))
    .min(1, { error: 'at least one warning: nothing is disabled without one' })
    .refine((all) => new Set(all).size === all.length, { error: 'each number of days once' })
    .describe('Days before the due date on which the owner is warned'),
  deleteDaysAfterDisable: whole(1, 3650, 'days')
    .nullable()
    .describe('Days from disabling to deleting; null: never delete'),
  window: changeWindow.nullable().describe('When lastkey may act; null: at any time'),
  exposed: oneOf(['tell', 'disable']).describe(
    'What a key that AWS found in public comes to: a day, as any other, or disabled at once after one delivered message, used or not',
  ),
};

const defaultKeys = {
  unusedDays: 45,
  maxAgeDays: 90,
  newKeyGraceDays: 7,
  warnDaysBefore: [14, 7, 1],
  deleteDaysAfterDisable: null,
  window: {
    days: ['Tue', 'Wed', 'Thu'] as ('Tue' | 'Wed' | 'Thu')[],
    hours: '09:00-16:00',
    timeZone: 'Europe/London',
  },
  exposed: 'tell' as const,
};

const keys = mapping({
  unusedDays: keyShape.unusedDays.default(defaultKeys.unusedDays),
  maxAgeDays: keyShape.maxAgeDays.default(defaultKeys.maxAgeDays),
  newKeyGraceDays: keyShape.newKeyGraceDays.default(defaultKeys.newKeyGraceDays),
  warnDaysBefore: keyShape.warnDaysBefore.default(defaultKeys.warnDaysBefore),
  deleteDaysAfterDisable: keyShape.deleteDaysAfterDisable.default(
    defaultKeys.deleteDaysAfterDisable,
  ),
  window: keyShape.window.default(defaultKeys.window),
  exposed: keyShape.exposed.default(defaultKeys.exposed),
});

const places = ['ou', 'account', 'userPath', 'userTag'] as const;

const override = mapping({
  where: mapping({
    ou: text(/^ou-[a-z0-9-]+$/, 'an organizational unit such as ou-ab12-34cd56ef')
      .optional()
      .describe('ID of an organizational unit'),
    account: accountId().optional(),
    userPath: text(/^\/([!-~]*\/)?$/, 'an IAM path such as /ci/').optional(),
    userTag: text(/^[^=]+(=.*)?$/, 'a tag: name or name=value').optional(),
  })
    .refine((where) => places.filter((place) => place in where).length === 1, {
      error: `exactly one of ${places.join(', ')}`,
    })
    .describe('Which keys: one of ou, account, userPath (a prefix), userTag'),
  keys: mapping({ ...keyShape, mode: mode.describe('observe or enforce for these keys') })
    .partial()
    .refine((settings) => Object.keys(settings).length > 0, { error: 'at least one setting' })
    .describe('What is different for them'),
});

const fitsMemberRule = (issuers: readonly string[]): boolean => {
  try {
    memberPatternFor('sts', { ignoreIssuers: issuers });
    return true;
  } catch {
    return false;
  }
};

/** Without a `*` that stands for everything; and the member rule must take them all. */
const ignoreIssuers = list(
  text(
    /^(?!\*+$)[^\s"]+$/,
    'the host and path of an issuer, with * for any text, such as oidc.eks.*',
  ),
).refine(fitsMemberRule, { error: 'fewer issuers: an event pattern takes 2,048 characters' });

const frameworks = [
  'cis-aws-7.0',
  'nist-800-53r5',
  'pci-dss-4.0.1',
  'soc2',
  'iso-27001-2022',
] as const;

const names = (value: string) => z.record(z.string(), text(/\S/, value), { error: 'a mapping' });

export const configurationSchema = mapping({
  version: z.literal(1, { error: '1' }).describe('Version of this file format'),
  organization: mapping({
    id: text(/^o-[a-z0-9]{10,32}$/, 'an organization ID such as o-exampleorgid')
      .default('o-exampleorgid')
      .describe('ID of the AWS Organization; members outside it cannot send events'),
    hubAccount: accountId()
      .default('111111111111')
      .describe('Account of the hub stack, in quotes; not the management account'),
    hubRegion: region().default('us-east-1').describe('Region of the hub stack'),
    regions: list(region())
      .min(1, { error: 'at least one Region' })
      .default(['us-east-1', 'eu-west-1'])
      .describe('Regions in which logins are watched; IAM itself is always watched'),
    exclude: list(
      mapping({
        account: accountId().describe('Account that the daily sweep does not read'),
        by: text(/\S/, 'who decided so: a person or a team').describe('Who decided so'),
        reason: text(/\S/, 'why').describe('Why, for an auditor'),
      }),
    )
      .default([])
      .describe('Accounts that the daily sweep leaves out; each is listed in every run'),
  })
    .prefault({})
    .describe('Where lastkey is deployed; the defaults are placeholders'),
  mode: mode
    .default('observe')
    .describe('observe: tell what would be done; enforce also needs the switch of the deployment'),
  keys: keys.prefault({}).describe('When a key is stale and what happens when'),
  limits: mapping({
    perRun: whole(1, 10_000, 'keys').default(25).describe('Most keys disabled in one day'),
    perAccount: whole(1, 10_000, 'keys').default(5).describe('Most keys disabled in one account'),
    percentOfAccount: whole(1, 100, 'per cent')
      .default(20)
      .describe('Largest share of the keys of an account'),
    perOwner: whole(1, 10_000, 'keys').default(3).describe('Most keys of one owner'),
    canary: whole(1, 10_000, 'keys')
      .default(3)
      .describe('Most keys disabled on the first day that lastkey acts; the rest wait a day'),
  })
    .prefault({})
    .describe('Above these lastkey stops and asks'),
  exceptions: mapping({
    maxDays: whole(1, 730, 'days').default(180).describe('Longest time that an exception may last'),
    approvers: list(
      text(
        /^(usergroup:S[A-Z0-9]+|user:[UW][A-Z0-9]+)$/,
        'a Slack group or user: "usergroup:S…" or "user:U…"',
      ),
    )
      .default([])
      .describe('Who may answer for any key and approve exceptions, besides its owner'),
    tagKeys: list(text(/^\S.*$/, 'a tag key'))
      .default([])
      .describe(
        'Tags of a user that exempt its keys; recorded as an exception that ends, at the latest after maxDays or on the date that is its value',
      ),
  })
    .prefault({})
    .describe('Keys that may stay for a while'),
  rotation: mapping({
    everyDays: whole(30, 365, 'days')
      .nullable()
      .default(null)
      .describe('Age from which a key under an exception gets a successor; null: never'),
    idleDays: whole(1, 90, 'days')
      .default(7)
      .describe('Days that the old key is idle, its successor in use, before it is disabled'),
    secretName: text(
      /^lastkey\/keys\/(?=[^{}]*\{user\}[^{}]*$)[\w/+=.@{}-]{1,200}$/,
      'a name that starts with lastkey/keys/ and has {user} in it once',
    )
      .default('lastkey/keys/{user}')
      .describe(
        'Secret in the account of the key that holds the successor; {user} is the IAM user',
      ),
    kmsKeyId: text(
      /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/,
      'the ARN of a KMS key that the rotate roles may use',
    )
      .optional()
      .describe(
        'KMS key for these secrets; the one of each account for Secrets Manager by default',
      ),
  })
    .prefault({})
    .describe('Successors for keys under an exception; the deployment has to choose it too'),
  owners: mapping({
    tagKeys: list(text(/^\S.*$/, 'a tag key'))
      .default(['owner', 'Owner', 'team-email'])
      .describe('Tags of the user that name its owner, first found first'),
    accounts: z
      .record(accountId(), contact(), { error: 'a mapping' })
      .default({})
      .describe('Account ID, in quotes, to the contact that answers for its keys'),
    fallback: contact()
      .default('#cloud-security')
      .describe('Who is told when nobody else is known'),
  })
    .prefault({})
    .describe('Who is told'),
  federation: mapping({
    subjects: mapping({
      github: mapping({ organizations: names('the numeric ID, in quotes') }).optional(),
      gitlab: mapping({ groups: names('the numeric ID, in quotes') }).optional(),
      entra: mapping({ tenants: list(text(/\S/, 'a tenant ID')) }).optional(),
    })
      .default({})
      .describe('Which tenants of each identity provider are yours: github, gitlab, entra'),
    ignoreIssuers: ignoreIssuers
      .default(['oidc.eks.*'])
      .describe('Issuers whose logins are not forwarded, such as clusters: pods log in all day'),
    thumbprints: oneOf(['propose', 'repair'])
      .default('propose')
      .describe(
        'Propose the thumbprints to list, or write those that a public chain and a known CA vouch for',
      ),
  })
    .prefault({})
    .describe('Logins by tokens'),
  guardrails: mapping({
    ratchetAfterDays: whole(1, 3650, 'days')
      .default(30)
      .describe('Days without keys after which an account is proposed for the guardrail'),
    attach: oneOf(['propose', 'attach']).default('propose').describe('Propose it, or attach it'),
  })
    .prefault({})
    .describe('Keeping accounts free of keys'),
  slack: mapping({
    channel: contact().default('#cloud-security').describe('Where the digest and faults go'),
    digest: text(
      /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([01]\d|2[0-3]):[0-5]\d$/,
      'a day and a time such as "Mon 09:00"',
    )
      .default('Mon 09:00')
      .describe('When the weekly digest is sent'),
  })
    .prefault({})
    .describe('Slack'),
  evidence: mapping({
    retentionDays: whole(1, 36_500, 'days')
      .default(400)
      .describe('Days that sealed evidence cannot be deleted'),
    objectLock: oneOf(['governance', 'compliance'])
      .default('governance')
      .describe('S3 Object Lock mode; compliance cannot be undone by anybody'),
    maskAccessKeyIds: z
      .boolean({ error: 'true or false' })
      .default(false)
      .describe('Whether access key IDs are shortened in evidence'),
    frameworks: list(oneOf(frameworks))
      .default([...frameworks])
      .describe('Control frameworks that evidence is mapped to'),
  })
    .prefault({})
    .describe('What an auditor receives'),
  overrides: list(override)
    .default([])
    .describe('Differences for some keys; the first match wins, setting by setting'),
});

/** JSON Schema (draft 2020-12) of the file as it is written: everything with a default is optional. */
export const configurationJsonSchema = (): object => ({
  title: 'lastkey.yaml',
  ...z.toJSONSchema(configurationSchema, { io: 'input', target: 'draft-2020-12' }),
});
