import * as z from 'zod';
import { stages } from '../../core/keys/key-case.ts';

const time = z.string().describe('RFC 3339, UTC');

export const restoreDocument = z.strictObject({
  version: z.literal(1),
  key: z.strictObject({
    accountId: z.string(),
    userName: z.string(),
    accessKeyId: z.string(),
    createdAt: time,
  }),
  outcome: z.enum(['restored', 'already-active', 'not-restored', 'unknown']),
  why: z.string(),
  requestedBy: z.string().describe('ARN of who ran the command'),
  stage: z.enum(stages),
  dueAt: time.optional().describe('When it is due again'),
  disabled: z
    .strictObject({ at: time, by: z.string(), why: z.string() })
    .nullable()
    .describe('Who disabled it and why, while it still is'),
});

/** JSON Schema of what `lastkey restore --json` prints. */
export const restoreJsonSchema = (): object => ({
  title: 'lastkey restore --json',
  ...z.toJSONSchema(restoreDocument, { target: 'draft-2020-12' }),
});
