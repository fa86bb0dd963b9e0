import { isJsonObject, type JsonObject, objectIn, textIn } from '../events/json-object.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import { actionsOfEvent } from './actions-of-event.ts';
import { resourcesOfEvent } from './resources-of-event.ts';
import { addTo, newActionTally, note, type UsageTally } from './usage-tally.ts';
import { userAgentOf } from './user-agent.ts';

/** What a record was to a key. */
export type Folded =
  | 'counted'
  /** Another principal's, or of a session made with the key. */
  | 'not-its'
  | 'unreadable';

/**
 * Counts one CloudTrail record into a tally. Only calls signed with the long-lived key itself count:
 * `AKIA…` and no `sessionContext`. An `IAMUser` with `ASIA…` used a session.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 * @param record any JSON
 */
export const foldRecord = (tally: UsageTally, record: unknown): Folded => {
  if (!isJsonObject(record) || !isJsonObject(record['userIdentity'])) {
    tally.unreadable += 1;
    return 'unreadable';
  }
  if (longLivedKeyOf(record) !== tally.accessKeyId) return 'not-its';
  const at = parseInstant(record['eventTime']);
  const source = textIn(record, 'eventSource');
  const name = textIn(record, 'eventName');
  if (at === undefined || source === undefined || name === undefined) {
    tally.unreadable += 1;
    return 'unreadable';
  }
  tally.records += 1;
  noteTime(tally, at);
  const one = addTo(1);
  const agent = userAgentOf(record['userAgent']);
  if (agent !== undefined) note(tally.userAgents, agent, one);
  const address = textIn(record, 'sourceIPAddress');
  if (address !== undefined) note(tally.addresses, address, one);
  const endpoint = textIn(record, 'vpcEndpointId');
  if (endpoint !== undefined) note(tally.vpcEndpoints, endpoint, one);
  const region = textIn(record, 'awsRegion');
  if (region !== undefined) note(tally.regions, region, one);
  const isDenied = denials.test(textIn(record, 'errorCode') ?? '');
  for (const action of actionsOfEvent(source, name)) {
    noteAction(tally, record, { action, at, isDenied });
  }
  return 'counted';
};

/** The long-lived key that signed a record; `undefined` for sessions and other callers. */
export const longLivedKeyOf = (record: JsonObject): string | undefined => {
  const identity = objectIn(record, 'userIdentity');
  const accessKeyId = textIn(identity, 'accessKeyId');
  const hasSession = Object.keys(objectIn(identity, 'sessionContext')).length > 0;
  return accessKeyId?.startsWith('AKIA') && !hasSession ? accessKeyId : undefined;
};

/** `AccessDenied`, `AccessDeniedException`, `Client.UnauthorizedOperation`, … */
const denials = /AccessDenied|Unauthorized|NotAuthorized|AuthorizationError|^403$/;

const noteTime = (tally: UsageTally, at: Instant): void => {
  if (tally.firstAt === null || at < tally.firstAt) tally.firstAt = at;
  if (tally.lastAt === null || at > tally.lastAt) tally.lastAt = at;
  note(tally.days, at.slice(0, 10), addTo(1));
  const hour = Number(at.slice(11, 13));
  tally.hours[hour] = (tally.hours[hour] ?? 0) + 1;
};

const noteAction = (
  tally: UsageTally,
  record: JsonObject,
  use: { readonly action: string; readonly at: Instant; readonly isDenied: boolean },
): void => {
  const resources = resourcesOfEvent(record, use.action);
  note(tally.actions, use.action, (before = newActionTally(use.at)) => {
    before.count += 1;
    if (use.isDenied) before.denied += 1;
    if (resources.length > 0) before.named += 1;
    for (const resource of resources) note(before.resources, resource, addTo(1));
    if (use.at > before.lastAt) before.lastAt = use.at;
    return before;
  });
};
