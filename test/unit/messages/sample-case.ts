import type { KeyCase } from '../../../src/core/keys/key-case.ts';
import type { AccessKeyId, AccountId, RoleArn } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';

export const at = (text: string): Instant => text as Instant;

/** A GitHub Actions deployer's new key, with a role that fits; ids are AWS's documentation ids. */
const base: KeyCase = {
  key: {
    accountId: '111122223333' as AccountId,
    userName: 'deployer',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE' as AccessKeyId,
    createdAt: at('2026-11-23T09:00:00.000Z'),
  },
  accountName: 'payments-prod',
  version: 1,
  stage: 'told',
  reasons: [{ id: 'undeclared', text: 'A long-lived key that no exception covers.' }],
  holder: 'workload',
  mode: 'enforce',
  createdBy: {
    type: 'AssumedRole',
    sessionName: 'ana@example.com',
    sessionIssuerArn: 'arn:aws:iam::111122223333:role/Admin',
  },
  openedAt: at('2026-11-23T09:00:05.000Z'),
  clockStartedAt: at('2026-11-23T09:00:05.000Z'),
  dueAt: at('2026-12-01T10:00:00.000Z'),
  nextStepAt: at('2026-11-24T10:00:00.000Z'),
  owners: [
    {
      contact: 'ana@example.com',
      source: 'creator',
      confidence: 'medium',
      evidence: 'the person who made the key',
    },
    {
      contact: '#cloud-security',
      source: 'fallback',
      confidence: 'low',
      evidence: 'nobody else is known',
    },
  ],
  replacement: {
    workload: {
      kind: 'github-actions',
      confidence: 0.95,
      evidence: ['the user is tagged github-repository acme/shop'],
    },
    mechanism: 'oidc',
    role: {
      arn: 'arn:aws:iam::111122223333:role/github-deploy' as RoleArn,
      existing: true,
      identityProvider: 'token.actions.githubusercontent.com',
      subject: 'repo:acme/shop:ref:refs/heads/main',
      why: ['its trust policy names the repository acme/shop'],
    },
    summary: 'Use role github-deploy through GitHub OIDC.',
    steps: [
      'Give the job the permission id-token: write.',
      'Replace the two secrets by configure-aws-credentials with role-to-assume.',
      'Run the workflow once.',
      'Come back and press Disable now.',
    ],
    snippets: {
      'workflow.yml': 'permissions:\n  id-token: write\n  contents: read\n',
    },
    unknowns: [],
  },
  unknowns: [],
  notices: [],
  reactivations: 0,
  lastEventAt: at('2026-11-23T09:00:00.000Z'),
};

export const sampleCase = (changes: Partial<KeyCase> = {}): KeyCase => ({ ...base, ...changes });
