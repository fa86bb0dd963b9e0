import type { Environment as AccessKeyChanged } from '../lambdas/access-key-changed/env.ts';
import type { Environment as AdvanceCases } from '../lambdas/advance-cases/env.ts';
import type { Environment as Answer } from '../lambdas/answer/env.ts';
import type { Environment as CloseSweep } from '../lambdas/close-sweep/env.ts';
import type { Environment as Digest } from '../lambdas/digest/env.ts';
import type { Environment as FederationChanged } from '../lambdas/federation-changed/env.ts';
import type { Environment as FederationUsed } from '../lambdas/federation-used/env.ts';
import type { Environment as InspectAccounts } from '../lambdas/inspect-accounts/env.ts';
import type { Environment as KeyExposed } from '../lambdas/key-exposed/env.ts';
import type { Environment as ListAccounts } from '../lambdas/list-accounts/env.ts';
import type { Environment as Notify } from '../lambdas/notify/env.ts';
import type { Environment as RecommendAgain } from '../lambdas/recommend-again/env.ts';
import type { Environment as RepairThumbprints } from '../lambdas/repair-thumbprints/env.ts';
import type { Environment as Respond } from '../lambdas/respond/env.ts';
import type { Environment as RotateKey } from '../lambdas/rotate-key/env.ts';
import type { Environment as SlackAnswered } from '../lambdas/slack-answered/env.ts';
import type { Environment as WatchProvider } from '../lambdas/watch-provider/env.ts';
import type { Environment as WatchThumbprints } from '../lambdas/watch-thumbprints/env.ts';

/** The deployed functions and the environment each of them reads. */
export interface Environments {
  'access-key-changed': AccessKeyChanged;
  'federation-used': FederationUsed;
  'federation-changed': FederationChanged;
  notify: Notify;
  'slack-answered': SlackAnswered;
  answer: Answer;
  respond: Respond;
  'advance-cases': AdvanceCases;
  'watch-thumbprints': WatchThumbprints;
  'watch-provider': WatchProvider;
  'repair-thumbprints': RepairThumbprints;
  'rotate-key': RotateKey;
  'recommend-again': RecommendAgain;
  'list-accounts': ListAccounts;
  'inspect-accounts': InspectAccounts;
  'close-sweep': CloseSweep;
  digest: Digest;
  'key-exposed': KeyExposed;
}
export type FunctionName = keyof Environments;
