import {
  apiGatewayMethods,
  datedEventNames,
  eventActions,
  servicePrefixes,
} from './event-actions.ts';

/**
 * The IAM actions that a policy must allow for an API call, as CloudTrail names the call. An empty
 * list: it needs no permission.
 * @param eventSource `monitoring.amazonaws.com`
 * @returns `cloudwatch:PutMetricData`
 */
export const actionsOfEvent = (eventSource: string, eventName: string): readonly string[] => {
  const source = eventSource.replace(/\.amazonaws\.com(\.cn)?$/, '');
  const service = servicePrefixes.get(source) ?? source;
  if (service === 'apigateway') return apiGatewayActions(eventName);
  const dated = datedEventNames.get(service);
  const name = dated === undefined ? eventName : eventName.replace(dated, '');
  const actions = eventActions.get(`${service}:${name}`) ?? [name];
  return actions.map((action) => `${service}:${action}`);
};

const apiGatewayActions = (eventName: string): readonly string[] => {
  const method = apiGatewayMethods.find(([pattern]) => pattern.test(eventName))?.[1];
  return [`apigateway:${method ?? eventName}`];
};
