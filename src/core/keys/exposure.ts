import type { KeySettings } from '../model/configuration.ts';
import type { AccessKeyId, AccountId } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';
import type { Reason } from './reasons.ts';

/** AWS says that a key is in public. */
export interface Exposure {
  readonly source: 'quarantine-policy' | 'health-event';
  /** The event that says so; the same event has the same id. */
  readonly eventId: string;
  readonly at: Instant;
  readonly accountId: AccountId;
  /** The user whose key it is; AWS Health names the key alone. */
  readonly userName?: string;
  /** The key; absent: AWS put the user under quarantine and does not say which of its keys it is. */
  readonly accessKeyId?: AccessKeyId;
}

/**
 * AWS attaches one of these to a user whose key became public. They deny the user what would rotate
 * or delete its own key, and leave `sts:AssumeRole` allowed.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html
 */
export const isQuarantinePolicy = (policyArn: string): boolean =>
  /^arn:aws[a-z-]*:iam::aws:policy\/AWSCompromisedKeyQuarantine(V\d+)?$/.test(policyArn);

/** Only what AWS says for certain: a suspicion may neither alarm an owner nor disable a key. */
export const credentialRiskCodes = [
  'AWS_RISK_CREDENTIALS_EXPOSED',
  'AWS_RISK_CREDENTIALS_COMPROMISED',
] as const;

export const exposedReason = (source: Exposure['source']): Reason => ({
  id: 'exposed',
  text:
    source === 'health-event'
      ? 'AWS found the key in public: whoever saw it can use it.'
      : 'AWS put the user under quarantine, because a key of it is in public: whoever saw it can use it.',
});

export const isExposed = (reasons: readonly Reason[]): boolean =>
  reasons.some(({ id }) => id === 'exposed');

/**
 * Whether a key is disabled as soon as its owner was told, used or not: a use may be that of whoever
 * found it. See `docs/decisions/0015-exposed-keys.md`.
 */
export const isDisabledAtOnce = (
  reasons: readonly Reason[],
  settings: Pick<KeySettings, 'exposed'>,
): boolean => settings.exposed === 'disable' && isExposed(reasons);
