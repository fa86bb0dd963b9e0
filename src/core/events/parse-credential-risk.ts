import { credentialRiskCodes, type Exposure } from '../keys/exposure.ts';
import { type AccountId, parseAccessKeyId, parseAccountId } from '../model/ids.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import { isJsonObject, type JsonObject, objectIn, objectsIn, textIn } from './json-object.ts';

export const healthSource = 'aws.health';

/** What AWS Health says about exposed keys: one exposure a key. */
export type ParsedCredentialRisk =
  | {
      readonly kind: 'credential-risk';
      readonly eventId: string;
      readonly at: Instant;
      readonly accountId: AccountId;
      readonly exposures: readonly Exposure[];
      /** Affected entities that are no access keys, as AWS names them. */
      readonly others: readonly string[];
    }
  | { readonly kind: 'notForUs'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/**
 * Any JSON that says it is of AWS Health. Never throws. Health delivers at least once, and a global
 * event to a second region as well: its ARN and the account are the same in all of them.
 * https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
 */
export const parseCredentialRisk = (event: JsonObject): ParsedCredentialRisk => {
  const detail = objectIn(event, 'detail');
  const code = textIn(detail, 'eventTypeCode');
  if (!(credentialRiskCodes as readonly unknown[]).includes(code)) {
    return { kind: 'notForUs', why: `eventTypeCode is ${String(code).slice(0, 60)}` };
  }
  const eventArn = textIn(detail, 'eventArn');
  const at = parseInstant(event['time']);
  // In an organizational view the event is sent to another account than the affected one.
  const accountId = parseAccountId(detail['affectedAccount'] ?? event['account']);
  if (eventArn === undefined) return unreadable('detail.eventArn is missing');
  if (at === undefined) return unreadable('time is no ISO 8601 time');
  if (accountId === undefined) return unreadable('the affected account is not 12 digits');
  const named = objectsIn(detail, 'affectedEntities').map(
    (entity) => textIn(entity, 'entityValue') ?? 'an entity without a value',
  );
  const keys = named.map(parseAccessKeyId).filter((id) => id !== undefined);
  const eventId = `${eventArn}/${accountId}`;
  return {
    kind: 'credential-risk',
    eventId,
    at,
    accountId,
    exposures: [...new Set(keys)].map((accessKeyId) => ({
      source: 'health-event',
      eventId,
      at,
      accountId,
      accessKeyId,
    })),
    others: named.filter((name) => parseAccessKeyId(name) === undefined),
  };
};

export const isOfHealth = (body: unknown): body is JsonObject =>
  isJsonObject(body) && body['source'] === healthSource;

const unreadable = (why: string): ParsedCredentialRisk => ({
  kind: 'unreadable',
  why: `the event of AWS Health cannot be read: ${why}`,
});
