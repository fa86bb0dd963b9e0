import * as z from 'zod';

export const doctorDocument = z.strictObject({
  version: z.literal(1),
  checks: z.array(
    z.strictObject({
      id: z.string(),
      status: z
        .enum(['ok', 'failed', 'unknown'])
        .describe('unknown: it could not be looked at, which says nothing about it'),
      what: z.string(),
      next: z.string().optional().describe('What to do about it'),
    }),
  ),
});

/** JSON Schema of what `lastkey doctor --json` prints. */
export const doctorJsonSchema = (): object => ({
  title: 'lastkey doctor --json',
  ...z.toJSONSchema(doctorDocument, { target: 'draft-2020-12' }),
});
