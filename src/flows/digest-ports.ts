import type { KeyCase } from '../core/keys/key-case.ts';
import type { Limits } from './limit-ports.ts';
import type { CaseTable, Clock, Ledger, Slack } from './ports.ts';
import type { AccountList, CoverageTable } from './sweep-ports.ts';

/** Every case that is not gone or deleted, of all accounts. */
export interface OpenCases {
  all(): AsyncIterable<KeyCase>;
}

export interface DigestPorts {
  readonly clock: Clock;
  readonly cases: Pick<CaseTable, 'claim' | 'finish' | 'release' | 'exceptionsOf'>;
  readonly openCases: OpenCases;
  readonly coverage: Pick<CoverageTable, 'all'>;
  readonly list: Pick<AccountList, 'all'>;
  readonly limits: Pick<Limits, 'readCanary'>;
  readonly ledger: Ledger;
  readonly slack: Pick<Slack, 'postParent'>;
}
