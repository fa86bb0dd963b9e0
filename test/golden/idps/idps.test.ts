import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builtInProviders } from '../../../src/core/federation/claim-keys.ts';
import { judge } from '../../../src/core/federation/judge.ts';
import { parseSubject, printSubject } from '../../../src/core/federation/parse-subject.ts';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';
import { identityProviders } from '../../../src/core/idps/catalogue.ts';

interface Golden {
  readonly id: string;
  readonly provider: string;
  /** The verdict on the condition that the catalogue recommends. */
  readonly recommended: string;
  readonly subjects: readonly {
    readonly subject: string;
    readonly form: string;
    readonly values: Readonly<Record<string, string>>;
  }[];
  readonly policies: Readonly<Record<string, unknown>>;
}

const here = new URL('./', import.meta.url);
const goldens = readdirSync(here)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, here), 'utf8')) as Golden);

const judged = (policy: unknown) => {
  const parsed = parseTrustPolicy(policy);
  if (parsed.status === 'unreadable') throw new Error(parsed.why);
  return judge(parsed.policy, identityProviders);
};

const entryOf = (id: string) => {
  const entry = identityProviders.find((candidate) => candidate.id === id);
  if (entry === undefined) throw new Error(`No identity provider ${id} in the catalogue.`);
  return entry;
};

it('every identity provider has golden cases, and every golden case an identity provider', () => {
  expect(goldens.map(({ id }) => id).sort()).toEqual(identityProviders.map(({ id }) => id).sort());
});

describe.each(goldens)('$id', ({ id, provider, recommended, subjects, policies }) => {
  const entry = entryOf(id);

  it.each(subjects)('reads and prints the subject $subject', ({ subject, form, values }) => {
    const parsed = parseSubject(entry, provider, subject);
    expect(parsed).toMatchObject({ form, values });
    expect(parsed && printSubject(parsed)).toBe(subject);
  });

  it.each(Object.entries(policies))('judges a %s policy so', (verdict, policy) => {
    const judgement = judged(policy);
    expect(judgement.verdict).toBe(verdict);
    expect(judgement.trusted.map((trusted) => trusted.entry.id)).toEqual([id]);
  });

  it('has an unsafe policy exactly where strangers share the issuer', () => {
    const isShared = entry.tenantIn !== 'issuer' && !id.endsWith('-misnamed');
    expect(Object.hasOwn(policies, 'unsafe')).toBe(isShared);
  });

  it(`recommends a condition that is ${recommended}`, () => {
    const name = provider.split('/').at(-1) ?? '';
    const condition = JSON.stringify(entry.recommended)
      .replaceAll('<provider>', provider)
      .replaceAll(/<(organization|team|account id)>/g, name);
    const federated = builtInProviders.includes(provider)
      ? provider
      : `arn:aws:iam::111122223333:oidc-provider/${provider}`;
    const policy = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Federated: federated },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: JSON.parse(condition),
      },
    };
    expect(judged(policy).verdict).toBe(recommended);
  });

  it('says when it was checked and where', () => {
    expect(entry.checkedOn).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(entry.documentation).toMatch(/^https:\/\//);
  });
});
