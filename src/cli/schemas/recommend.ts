import * as z from 'zod';
import { mechanisms, workloadKinds } from '../../core/replacement/replacement.ts';
import { addressKinds } from '../../core/usage/key-usage.ts';

const time = z.string().describe('RFC 3339, UTC');
const unknown = z.literal('unknown');
const reason = (of: string) => z.string().optional().describe(`Why ${of} is unknown`);
const confidence = z.number().min(0).max(1);
const counted = z.strictObject({ value: z.string(), count: z.int() });
const policy = z.record(z.string(), z.unknown());

const key = z.strictObject({
  accessKeyId: z.string().describe('"unknown" where no file and no call tells it'),
  accessKeyIdReason: reason('the id'),
  status: z.enum(['Active', 'Inactive', 'Expired', 'unknown']),
  statusReason: reason('the status'),
  createdAt: z.union([time, unknown]),
  createdAtReason: reason('the create date'),
  lastUsedAt: z.union([time, unknown]).nullable().describe('null: never'),
  lastUsedAtReason: reason('the last use'),
});

const observed = z.strictObject({
  records: z.int().describe('CloudTrail records signed with the key'),
  read: z
    .array(
      z.strictObject({
        source: z.enum(['cloudtrail-lookup', 'cloudtrail-logs', 'service-last-accessed']),
        region: z.string().optional(),
        from: time.optional(),
        to: time.optional(),
        complete: z.boolean(),
        why: z.string().optional(),
      }),
    )
    .describe('What was looked at, and how far'),
  actions: z.array(
    z.strictObject({
      action: z.string().describe('IAM action'),
      count: z.int(),
      denied: z.int(),
      resources: z.array(z.string()),
      lastAt: time,
    }),
  ),
  userAgents: z.array(counted).describe('At most 20, most used first'),
  addresses: z
    .array(
      z.strictObject({
        kind: z.enum(addressKinds),
        address: z.string(),
        region: z.string().optional(),
        count: z.int(),
      }),
    )
    .describe('At most 20, most used first'),
  regions: z.array(counted),
  firstSeenAt: time.optional(),
  lastSeenAt: time.optional(),
});

const coverage = z.strictObject({
  used: z.array(z.string()).describe('IAM actions that AWS let the key do'),
  allowed: z.array(z.string()),
  missing: z.array(z.string()),
  excess: z.array(z.string()).describe('What the role may do beyond that, shortened'),
  unknowns: z.array(z.string()).describe('What could not be compared'),
});

export const recommendationSchema = z.strictObject({
  version: z.literal(1),
  at: time,
  source: z.enum(['live', 'snapshot']),
  partial: z.boolean().describe('Whether something could not be read; gaps says what'),
  gaps: z.array(z.string()),
  accountId: z.string().describe('12 digits'),
  userName: z.string(),
  key: z.union([key, unknown]).describe('The key that this is about; unknown: none is known of'),
  otherKeys: z.array(key).describe('Keys of the same user that this is not about'),
  observed: z.union([observed, unknown]),
  observedReason: reason('what the key was seen doing'),
  rolesLookedAt: z.union([z.int(), unknown]).describe('Roles of the account that were considered'),
  workload: z.strictObject({
    kind: z.enum(workloadKinds),
    confidence,
    evidence: z.array(z.string()),
    alternatives: z.array(z.strictObject({ kind: z.enum(workloadKinds), confidence })),
  }),
  replacement: z.strictObject({
    mechanism: z.enum(mechanisms),
    summary: z.string().describe('One line: what to do instead of using the key'),
    complete: z.boolean().describe('false: questions are to be answered, or there is no role yet'),
    role: z
      .strictObject({
        arn: z.string(),
        existing: z.boolean(),
        identityProvider: z.string().optional().describe('Without https://'),
        subject: z.string().optional(),
        why: z.array(z.string()),
      })
      .nullable(),
    trustPolicy: policy
      .optional()
      .describe('As an object: of a proposed role, or of an existing one that must change first'),
    permissionsPolicy: policy
      .optional()
      .describe('As an object: of a proposed role, or what an existing one lacks'),
    steps: z.array(z.string()).describe('In order; a step that needs code names its snippet'),
    snippets: z.record(z.string(), z.string()),
    coverage,
    breaks: z.array(z.string()).describe('What stops working if the key is disabled now'),
    questions: z
      .array(
        z.strictObject({
          field: z.string().describe('For --answer field=value'),
          label: z.string(),
          example: z.string(),
          hint: z.string().optional(),
        }),
      )
      .describe('What must be told before the proposal is whole; <label> stands for it'),
  }),
  unknowns: z.array(z.string()).describe('What could not be read and so was not considered'),
  calls: z.record(z.string(), z.int()).describe('AWS API calls made, by action'),
});

/** JSON Schema (draft 2020-12) of `lastkey recommend --json`. */
export const recommendJsonSchema = (): object => ({
  title: 'lastkey recommend --json',
  ...z.toJSONSchema(recommendationSchema, { target: 'draft-2020-12' }),
});
