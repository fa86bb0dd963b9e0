import type { ExceptionRecord } from '../../../src/core/keys/exception.ts';
import type { AccessKeyId, AccountId } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';

/** A granted exception for the sample case's key. */
export const sampleException = (changes: Partial<ExceptionRecord> = {}): ExceptionRecord => ({
  id: 'exception-1',
  version: 1,
  accountId: '111122223333' as AccountId,
  accountName: 'payments-prod',
  scope: {
    kind: 'key',
    userName: 'deployer',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE' as AccessKeyId,
    createdAt: '2026-11-23T09:00:00.000Z' as Instant,
  },
  state: 'granted',
  owner: 'ana@example.com',
  reason: 'the vendor appliance takes nothing but a key',
  conditions: 'the user may only write to one bucket',
  requestedBy: 'U0ANAEXAMPLE',
  requestedAt: '2026-09-30T00:00:00.000Z' as Instant,
  expiresAt: '2026-12-01T00:00:00.000Z' as Instant,
  approver: 'U0APPROVER',
  grantedAt: '2026-10-01T00:00:00.000Z' as Instant,
  reviews: [],
  ...changes,
});
