import * as z from 'zod';
import { scopes } from '../../core/federation/candidate-tokens.ts';
import { severities } from '../../core/federation/finding.ts';

const values = z.union([z.string(), z.array(z.string())]);

const finding = z.strictObject({
  id: z.string().describe('`trust.oidc.subject-missing`'),
  severity: z.enum(severities),
  statement: z.int().nullable().describe('Position from 0; null: the policy as a whole'),
  message: z.string(),
  fix: z.strictObject({
    description: z.string(),
    patch: z
      .array(
        z.strictObject({
          op: z.enum(['add', 'replace', 'remove']),
          path: z.string().describe('JSON Pointer'),
          value: z.unknown().optional(),
        }),
      )
      .describe('JSON Patch (RFC 6902) on the policy document'),
  }),
  controls: z.array(z.string()).describe('`<framework>:<control>`'),
});

const role = z.strictObject({
  source: z.string(),
  verdict: z.enum(['safe', 'broad', 'unsafe', 'broken', 'not-federated']),
  scope: z.enum(scopes),
  providers: z.array(z.string()).describe('Issuers without https://'),
  findings: z.array(finding),
  witness: z
    .strictObject({
      claims: z.record(z.string(), z.unknown()),
      context: z.record(z.string(), values),
    })
    .nullable()
    .describe('unsafe and broad: a token that gets in; broken: the one that was meant'),
  wouldBeRefusedOnSave: z.boolean(),
});

const reason = z.strictObject({
  statement: z.int().nullable(),
  element: z.enum(['Statement', 'Principal', 'Action', 'Condition', 'Token']),
  key: z.string().nullable(),
  operator: z.string().nullable(),
  wanted: z.array(z.string()),
  got: z.array(z.string()).nullable().describe('null: the key is absent'),
  matched: z.union([z.boolean(), z.literal('unknown')]),
});

export const trustDocument = z.union([
  z.strictObject({
    version: z.literal(1),
    partial: z.boolean().describe('Something was not read: roles may be missing'),
    roles: z.array(role),
    unread: z
      .array(z.strictObject({ where: z.string(), why: z.string() }))
      .describe('What was not read, and is unknown for it'),
  }),
  z.strictObject({
    version: z.literal(1),
    decision: z.enum(['Allowed', 'ExplicitlyDenied', 'ImplicitlyDenied', 'Unknown']),
    reasons: z.array(reason),
  }),
]);

/** JSON Schema of what `lastkey trust --json` prints, with and without `--claims`. */
export const trustJsonSchema = (): object => z.toJSONSchema(trustDocument);
