import * as z from 'zod';
import { stages } from '../../core/keys/key-case.ts';

const time = z.string().describe('RFC 3339, UTC');
const date = z.string().describe('2026-11-23, UTC');
const keyName = z.string().describe('account ID/user/access key id');
const said = z.array(z.string()).describe('2026-12-01 told, in order; empty: nothing happens');

export const planSchema = z.strictObject({
  version: z.literal(1),
  from: time,
  horizonDays: z.int(),
  partial: z.boolean().describe('Whether keys are missing; gaps says why'),
  gaps: z.array(z.string()),
  assumptions: z.array(z.string()).describe('What the plan takes for granted'),
  keys: z
    .array(
      z.strictObject({
        name: keyName,
        accountId: z.string().describe('12 digits'),
        accountName: z.string(),
        userName: z.string(),
        accessKeyId: z.string().describe('"unknown": not read'),
        owner: z.string().describe('Whom the limit per owner counts'),
      }),
    )
    .describe('The keys that a step or a difference names'),
  days: z.array(
    z.strictObject({
      date,
      steps: z.array(
        z.strictObject({
          key: keyName,
          from: z.enum(['new', ...stages]).describe('new: lastkey has not met the key'),
          to: z.enum(stages).describe('the same as from: a limit holds it back'),
          why: z.string(),
        }),
      ),
    }),
  ),
  differences: z
    .array(z.strictObject({ key: keyName, here: said, there: said }))
    .optional()
    .describe('With --against: here is the configuration, there the other one'),
  summary: z.strictObject({
    keys: z.int(),
    steps: z.record(z.string(), z.int()).describe('Number of steps that lead to each stage'),
  }),
});

/** JSON Schema (draft 2020-12) of `lastkey plan --json`. */
export const planJsonSchema = (): object => ({
  title: 'lastkey plan --json',
  ...z.toJSONSchema(planSchema, { target: 'draft-2020-12' }),
});
