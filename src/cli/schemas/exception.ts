import * as z from 'zod';
import { exceptionStates } from '../../core/keys/exception.ts';

const time = z.string().describe('RFC 3339, UTC');

const scope = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('key'),
    userName: z.string(),
    accessKeyId: z.string(),
    createdAt: time,
  }),
  z.strictObject({ kind: z.literal('user'), userName: z.string() }),
  z.strictObject({
    kind: z.literal('workload'),
    where: z.union([
      z.strictObject({ userPath: z.string() }),
      z.strictObject({ userTag: z.string().describe('name or name=value') }),
    ]),
  }),
]);

const exception = z.strictObject({
  id: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  userName: z.string().describe('* for a workload'),
  scope,
  state: z.enum(exceptionStates),
  owner: z.string(),
  reason: z.string(),
  conditions: z.string().describe('What makes up for the risk meanwhile; may be empty'),
  requestedBy: z.string().describe('Slack user, principal ARN, or the tag'),
  requestedAt: time,
  approver: z.string().nullable(),
  grantedAt: time.nullable(),
  expiresAt: time,
  over: z.strictObject({ at: time, by: z.string(), why: z.string() }).nullable(),
  reviews: z.array(z.strictObject({ at: time, by: z.string(), what: z.string() })),
});

export const exceptionDocument = z.strictObject({
  version: z.literal(1),
  exceptions: z.array(exception),
});

/** JSON Schema of what `lastkey exception … --json` prints. */
export const exceptionJsonSchema = (): object => ({
  title: 'lastkey exception --json',
  ...z.toJSONSchema(exceptionDocument, { target: 'draft-2020-12' }),
});
