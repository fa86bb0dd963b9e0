import * as z from 'zod/mini';
import type { ResponseRequest } from '../../src/flows/ports.ts';
import { accessKey, instant, parseQueuedRequest, someText } from '../queued-request.ts';

const schema = z.object({
  id: someText,
  key: accessKey,
  act: z.enum(['disable', 'restore', 'delete']),
  because: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('due'),
      dueAt: instant,
      approvedBy: z.exactOptional(someText),
    }),
    z.object({ kind: z.literal('command'), by: someText }),
    z.object({
      kind: z.literal('answer'),
      by: z.string(),
      slackUserId: z.string(),
      isApprover: z.boolean(),
      anyway: z.boolean(),
    }),
  ]),
  at: instant,
});

/** @throws LastkeyError `bad-request` */
export const parseResponseRequest = (body: unknown): ResponseRequest =>
  parseQueuedRequest(schema, body, 'respond');
