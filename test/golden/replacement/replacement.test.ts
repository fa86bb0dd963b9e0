import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeRole } from '../../../src/core/federation/judge-role.ts';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';
import { identityProviders } from '../../../src/core/idps/catalogue.ts';
import { unknown } from '../../../src/core/model/fact.ts';
import { nameOfArn } from '../../../src/core/model/ids.ts';
import { recommend } from '../../../src/core/replacement/recommend.ts';
import type { Replacement } from '../../../src/core/replacement/replacement.ts';
import { type AccountCase, inputOf } from './account.ts';

interface Case extends AccountCase {
  readonly expected: {
    readonly kind: string;
    readonly mechanism: string;
    /** The existing role to use. */
    readonly existing?: string | null;
    /** Whether a role is proposed instead: whole, or with placeholders. */
    readonly proposed?: 'complete' | 'incomplete' | null;
    readonly questions?: readonly string[];
    readonly missing?: readonly string[];
    readonly unknowns?: string;
    readonly steps?: string;
    readonly trust?: string;
  };
}

const here = new URL('./', import.meta.url);
const files = readdirSync(here).filter((name) => name.endsWith('.json'));
const read = (file: string) => JSON.parse(readFileSync(new URL(file, here), 'utf8')) as Case[];

/** What is proposed must let in the workload only: judged again, apart from the code that proposes. */
const expectNarrow = ({ trustPolicy }: Replacement): void => {
  if (trustPolicy?.includes('Federated') !== true) return;
  const parsed = parseTrustPolicy(trustPolicy);
  if (parsed.status === 'unreadable') throw new Error(parsed.why);
  expect(judgeRole(parsed.policy, identityProviders).verdict).toBe('safe');
};

describe.each(files)('%s', (file) => {
  it.each(read(file))('$name', (each) => {
    const { expected } = each;
    const replacement = recommend(inputOf(each));
    const { workload, mechanism, role, questions = [], coverage, unknowns, steps } = replacement;
    expect({
      kind: workload.kind,
      mechanism,
      existing: role?.existing === true ? nameOfArn(role.arn) : null,
      proposed:
        role?.existing === false ? (questions.length === 0 ? 'complete' : 'incomplete') : null,
    }).toEqual({
      kind: expected.kind,
      mechanism: expected.mechanism,
      existing: expected.existing ?? null,
      proposed: expected.proposed ?? null,
    });
    if (expected.questions !== undefined) {
      expect(questions.map(({ field }) => field)).toEqual(expected.questions);
    }
    if (expected.missing !== undefined) expect(coverage?.missing).toEqual(expected.missing);
    if (expected.unknowns !== undefined) expect(unknowns.join('\n')).toContain(expected.unknowns);
    if (expected.steps !== undefined) expect(steps.join('\n')).toContain(expected.steps);
    if (expected.trust !== undefined) expect(replacement.trustPolicy).toContain(expected.trust);
    if (questions.length === 0) expectNarrow(replacement);
    expect(replacement.summary).not.toBe('');
    expect(steps.length).toBeGreaterThan(1);
  });

  it.each(read(file))('names no existing role when the roles could not be read: $name', (each) => {
    const roles = unknown('access denied', 'ListRoles');
    const { role, unknowns } = recommend({ ...inputOf(each), roles });
    expect(role?.existing ?? false).toBe(false);
    expect(unknowns).toContain('the roles of the account (access denied)');
  });

  it.each(read(file))('says the same twice: $name', (each) => {
    expect(recommend(inputOf(each))).toEqual(recommend(inputOf(each)));
  });
});
