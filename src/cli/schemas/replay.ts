import * as z from 'zod';
import { watchedEvents } from '../../core/events/watched-events.ts';

const time = z.string().describe('RFC 3339, UTC');
const accountId = z.string().describe('12 digits');

const subject = {
  userName: z.string().optional().describe('`<root_account>` for the root user'),
  accessKeyId: z.string().optional(),
  status: z.enum(['Active', 'Inactive']).optional(),
  roleName: z.string().optional(),
  roleArn: z.string().optional(),
  identityProvider: z
    .string()
    .optional()
    .describe('ARN of the OIDC provider, or the name of a built-in one'),
  subject: z.string().optional().describe("The token's sub"),
};

const change = z.strictObject({
  kind: z.enum(Object.keys(watchedEvents)).describe("CloudTrail's eventName"),
  eventId: z.string(),
  time,
  accountId,
  region: z.string(),
  ...subject,
  outcome: z.enum(['succeeded', 'failed']),
  errorCode: z.string().optional(),
  by: z.string().describe('The principal that called'),
});

const decision = z.strictObject({
  eventId: z.string(),
  time,
  accountId,
  ...subject,
  kind: z.enum(['record', 'open-case', 're-activated', 'disabled-elsewhere', 'gone']),
  why: z.string().optional().describe('Why nothing but a record is made'),
  mode: z.enum(['observe', 'enforce']).optional(),
  stage: z.string().optional(),
  holder: z.enum(['workload', 'human', 'root', 'unknown']).optional(),
  reasons: z.array(z.strictObject({ id: z.string(), text: z.string() })).optional(),
  dueAt: time.optional(),
  unknowns: z.array(z.string()).optional().describe('What the logs do not say'),
});

const message = z.strictObject({
  eventId: z.string(),
  accountId,
  userName: z.string(),
  accessKeyId: z.string(),
  position: z.enum(['parent', 'reply']),
  contacts: z
    .array(z.strictObject({ contact: z.string(), source: z.string() }))
    .describe('The owner ladder: the first contact that Slack accepts gets the message'),
  text: z.string(),
  blocks: z.array(z.looseObject({ type: z.string() })).describe('Slack Block Kit'),
});

export const replaySchema = z.strictObject({
  version: z.literal(1),
  records: z.int().describe('Events found in the input'),
  partial: z.boolean().describe('Whether a file could not be read at all'),
  duplicates: z.int().describe('Events whose eventID came before'),
  unreadable: z
    .array(z.strictObject({ where: z.string(), why: z.string() }))
    .describe('`file`, or `file:record 12`'),
  changes: z.array(change).describe('Watched events, each once, by time and then by event ID'),
  decisions: z.array(decision),
  messages: z.array(message).describe('Slack messages that would be sent'),
});

/** JSON Schema (draft 2020-12) of `lastkey replay --json`. */
export const replayJsonSchema = (): object => ({
  title: 'lastkey replay --json',
  ...z.toJSONSchema(replaySchema, { target: 'draft-2020-12' }),
});
