import * as z from 'zod';
import { severities } from '../../core/federation/finding.ts';
import { stages } from '../../core/keys/key-case.ts';
import { reasonIds } from '../../core/keys/reasons.ts';

const time = z.string().describe('RFC 3339, UTC');
const unknown = z.literal('unknown');
const accountId = z.string().describe('12 digits');
const reason = (of: string) => z.string().optional().describe(`Why ${of} is unknown`);
const severity = z.enum(severities);

const account = z.strictObject({
  accountId,
  name: z.string(),
  coverage: z.enum(['read', 'failed', 'excluded']),
  reason: z.string().optional().describe('Why it failed, or who left it out'),
  keys: z.union([z.int(), unknown]),
  reportAt: time
    .optional()
    .describe('When AWS made the credential report: keys made since may be missing'),
  notes: z.array(z.string()).describe('What was odd in it'),
});

const key = z.strictObject({
  accountId,
  userName: z.string().describe('`<root_account>` for the root user'),
  accessKeyId: z.string(),
  accessKeyIdReason: reason('the id'),
  status: z.enum(['Active', 'Inactive', 'Expired', 'unknown']),
  statusReason: reason('the status'),
  createdAt: z.union([time, unknown]),
  createdAtReason: reason('the create date'),
  lastUsedAt: z.union([time, unknown]).nullable().describe('null: never'),
  lastUsedAtReason: reason('the last use'),
  lastUsedService: z.string().nullable(),
  lastUsedRegion: z.string().nullable(),
  holder: z
    .enum(['workload', 'human', 'root', 'unknown'])
    .describe('human: the user signs in with a password too'),
  holderReason: reason('the holder'),
  owner: z
    .union([
      z.strictObject({
        id: z.string().describe('#channel, Slack id or e-mail address'),
        source: z.string(),
        confidence: z.enum(['high', 'medium', 'low']),
      }),
      unknown,
    ])
    .nullable()
    .describe('null: no tag and no setting names one'),
  ownerReason: reason('the owner'),
  verdict: z.strictObject({
    stage: z.enum(stages),
    severity: severity.describe('Of the gravest reason; Informational without any'),
    reasons: z.array(z.strictObject({ id: z.enum(reasonIds), text: z.string() })),
    dueAt: time
      .optional()
      .describe('When the configuration would have it disabled, were lastkey to start now'),
    unknowns: z
      .array(z.strictObject({ what: z.string(), blocks: z.string() }))
      .describe('Unknown facts, and what they keep from being said'),
  }),
  nextStep: z.string().describe('What to do about it, for a person'),
});

const serviceCredential = z.strictObject({
  accountId,
  userName: z.string(),
  id: z.string(),
  service: z.string(),
  status: z.string(),
  createdAt: z.union([time, unknown]),
  expiresAt: time.nullable().describe('null: it never ends'),
});

export const scanSchema = z.strictObject({
  version: z.literal(1),
  at: time.describe('The time that ages and due dates count from'),
  source: z.enum(['live', 'snapshot']),
  partial: z.boolean().describe('Whether something could not be read; gaps says what'),
  gaps: z.array(z.string()),
  accounts: z.array(account),
  keys: z.array(key).describe('Gravest first, then oldest'),
  serviceCredentials: z
    .array(serviceCredential)
    .describe('Long-lived credentials that are no access keys'),
  summary: z.strictObject({
    accounts: z.strictObject({ read: z.int(), failed: z.int(), excluded: z.int() }),
    keys: z.int(),
    active: z.int(),
    rootKeys: z
      .union([z.int(), unknown])
      .describe('unknown: none was found, and not every root user could be looked at'),
    besidePassword: z.int().describe('Keys whose user signs in to the console with a password too'),
    neverUsed: z.int(),
    serviceCredentials: z.union([z.int(), unknown]),
    bySeverity: z.record(severity, z.int()),
    byReason: z.record(z.string(), z.int()),
  }),
  calls: z.record(z.string(), z.int()).describe('AWS API calls made, by action'),
});

/** JSON Schema (draft 2020-12) of `lastkey scan --json`. */
export const scanJsonSchema = (): object => ({
  title: 'lastkey scan --json',
  ...z.toJSONSchema(scanSchema, { target: 'draft-2020-12' }),
});
