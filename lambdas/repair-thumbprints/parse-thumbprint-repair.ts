import * as z from 'zod/mini';
import { mostThumbprints } from '../../src/core/federation/thumbprints/repair-proposal.ts';
import type { ThumbprintRepair } from '../../src/core/federation/thumbprints/thumbprint-repair.ts';
import { accountId, instant, parseQueuedRequest, someText } from '../queued-request.ts';

const thumbprints = z
  .array(z.string().check(z.regex(/^[0-9A-Fa-f]{40}$/)))
  .check(z.maxLength(mostThumbprints));

const schema = z.object({
  id: someText,
  accountId,
  providerArn: z.string().check(z.regex(/^arn:[\w-]+:iam::\d{12}:oidc-provider\/.+$/)),
  issuer: z.string().check(z.startsWith('https://')),
  step: z.enum(['add', 'remove']),
  from: thumbprints,
  to: thumbprints.check(z.minLength(1)),
  at: instant,
});

/** @throws LastkeyError `bad-request` */
export const parseThumbprintRepair = (body: unknown): ThumbprintRepair =>
  parseQueuedRequest(schema, body, 'repair');
