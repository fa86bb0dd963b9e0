import { parseView } from '../block-kit/parse-view.ts';
import {
  hasArgument,
  jsonArgument,
  type Method,
  type MethodCall,
  refuse,
  textArgument,
} from './method.ts';
import { viewJson } from './view-json.ts';

const viewIn = (call: MethodCall) =>
  parseView(jsonArgument(call, 'view'), () => call.workspace.ids.next('b'));

/** https://docs.slack.dev/reference/methods/views.open */
export const open: Method = (call) => {
  const { views } = call.workspace;
  const parsed = viewIn(call);
  if (parsed.status === 'refused') return refuse('invalid_arguments', parsed.faults);
  if (views.findExternal(parsed.view.external_id) !== undefined) {
    return refuse('duplicate_external_id');
  }
  const trigger = views.exchange(textArgument(call, 'trigger_id'));
  if ('error' in trigger) return refuse(trigger.error);
  return { ok: true, view: viewJson(views.push(trigger.userId, parsed.view)) };
};

/** https://docs.slack.dev/reference/methods/views.update */
export const update: Method = (call) => {
  const { views } = call.workspace;
  const old =
    views.find(textArgument(call, 'view_id')) ??
    views.findExternal(textArgument(call, 'external_id'));
  if (old === undefined) return refuse('not_found');
  if (hasArgument(call, 'hash') && textArgument(call, 'hash') !== old.hash) {
    return refuse('hash_conflict');
  }
  const parsed = viewIn(call);
  if (parsed.status === 'refused') return refuse('invalid_arguments', parsed.faults);
  return { ok: true, view: viewJson(views.update(old.id, parsed.view)) };
};
