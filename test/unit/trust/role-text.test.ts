import { describe, expect, it } from 'vitest';
import { readPolicies } from '../../../src/cli/trust/read-policies.ts';
import { judgedRole } from '../../../src/cli/trust/role-report.ts';
import { type Look, roleText } from '../../../src/cli/trust/role-text.ts';

const github = 'token.actions.githubusercontent.com';
const text = (subject: string, operator = 'StringLike') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' },
        [operator]: { [`${github}:sub`]: subject },
      },
    },
  });

const shown = (policy: string, look: Partial<Look> = {}): readonly string[] => {
  const [found] = readPolicies('role.json', policy);
  if (found?.parsed.status !== 'parsed') throw new Error('no policy');
  const plain: Look = { verdict: (word) => word, removed: String, added: String, width: 100 };
  return roleText(judgedRole(found, found.parsed.policy), { ...plain, ...look }).split('\n');
};

describe('a role for people', () => {
  it('begins with the verdict and the reason, then the telling claims of the token', () => {
    expect(shown(text('repo:acme*/*')).slice(0, 7)).toEqual([
      'UNSAFE role.json',
      '  somebody outside the tenant can get in',
      `  Trusts ${github}`,
      '  A token that gets in:',
      `    iss: https://${github}`,
      '    aud: sts.amazonaws.com',
      '    sub: repo:acme-evil/anything:ref:refs/heads/main',
    ]);
  });

  it('is three lines for a role that is safe', () => {
    expect(shown(text('repo:acme@77/shop@88:ref:refs/heads/main'))).toEqual([
      'SAFE role.json',
      '  only the workload it is meant for gets in',
      `  Trusts ${github}`,
      '',
    ]);
  });

  it('shows the fix as a diff of the policy as it is written, with its surroundings', () => {
    const lines = shown(text('repo:acme*/*'));
    const from = lines.findIndex((line) => line.trim() === '…');
    expect(lines.slice(from, from + 7)).toEqual([
      '      …',
      '        },',
      '        "StringLike": {',
      `    -     "${github}:sub": "repo:acme*/*"`,
      `    +     "${github}:sub": "repo:acme/*"`,
      '        }',
      '      }',
    ]);
    // A pointer is for programs.
    expect(lines.join('\n')).not.toContain('/Statement/');
  });

  it('gives colour to the verdict and the changed lines alone', () => {
    const mark = (word: string) => `<${word}>`;
    const lines = shown(text('repo:acme*/*'), {
      verdict: (word, verdict) => `[${word} ${verdict}]`,
      removed: mark,
      added: mark,
    });
    expect(lines[0]).toBe('[UNSAFE unsafe] role.json');
    expect(lines.filter((line) => line.startsWith('<'))).toHaveLength(2);
  });

  it.each([40, 60, 80, 100])('has no line wider than %d, and loses no text for it', (width) => {
    const long = `repo:acme*/${'very-long-'.repeat(15)}*`;
    for (const policy of [text(long), text(long, 'StringEquals')]) {
      const lines = shown(policy, { width });
      expect(lines.filter((line) => line.length > width)).toEqual([]);
      expect(lines.join('').replaceAll(/[\s+-]/g, '')).toContain(long.replaceAll('-', ''));
    }
  });
});
