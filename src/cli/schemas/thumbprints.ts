import * as z from 'zod';
import { severities } from '../../core/federation/finding.ts';
import { thumbprintVerdicts } from '../../core/federation/thumbprints/thumbprint-verdict.ts';

const sha1 = z.string().regex(/^[0-9a-f]{40}$/);
const thumbprint = z.string().describe('SHA-1 of a certificate, 40 hexadecimal digits');
const time = z.string().describe('RFC 3339, UTC');
const threeValued = z.union([z.boolean(), z.literal('unknown')]);

const host = z.strictObject({
  host: z.string().describe('With its port where that is not 443'),
  serves: z.array(z.enum(['issuer', 'jwks'])),
  sent: z
    .array(z.strictObject({ subject: z.string(), sha1, sha256: z.string(), notAfter: time }))
    .describe('The chain as the server sent it to the first connection, leaf first'),
  presented: z
    .array(sha1)
    .describe('SHA-1 of the last certificate of each connection; several when they differ'),
  publiclyTrusted: threeValued,
  because: z.string().optional().describe('Why it is not trusted, or why that is unknown'),
});

const proposal = z.strictObject({
  step: z.enum(['add', 'wait', 'remove']),
  thumbprints: z.array(thumbprint).describe('The whole list to write: AWS replaces it'),
  add: z.array(thumbprint),
  remove: z.array(thumbprint),
  notBefore: time.optional(),
  vouchedFor: z
    .boolean()
    .describe('Publicly trusted, two agreeing connections, an expected CA. Else a person decides'),
  why: z.string(),
});

const provider = z.strictObject({
  url: z.string().describe('Without https://'),
  arn: z.string().optional().describe('Absent for an issuer given by its URL'),
  hosts: z.array(host),
  configured: z.array(thumbprint),
  verdict: z.enum(thumbprintVerdicts),
  loadBearing: threeValued.describe('Whether AWS looks at the thumbprint'),
  why: z.string().describe('Why it is, is not, or is not known to be load-bearing'),
  findings: z.array(
    z.strictObject({ id: z.string(), severity: z.enum(severities), message: z.string() }),
  ),
  jwks: z.union([z.strictObject({ rsa: z.int(), ec: z.int() }), z.literal('unknown')]),
  proposal: proposal.optional().describe('The next step of add, wait, remove. Nothing applies it'),
});

export const thumbprintsDocument = z.strictObject({
  version: z.literal(1),
  partial: z.boolean().describe('Whether something could not be looked at'),
  gaps: z.array(z.string()),
  providers: z.array(provider),
});

/** JSON Schema of what `lastkey thumbprints --json` prints. */
export const thumbprintsJsonSchema = (): object => ({
  title: 'lastkey thumbprints --json',
  ...z.toJSONSchema(thumbprintsDocument, { target: 'draft-2020-12' }),
});
