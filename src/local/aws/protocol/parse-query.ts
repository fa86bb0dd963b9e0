import type { Input } from '../input.ts';
import { isRecord } from '../input.ts';

/**
 * Reads a body of the AWS query protocol: `Tags.member.1.Key=a` becomes `{Tags: [{Key: 'a'}]}`.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export const parseQuery = (body: string): { readonly action: string; readonly input: Input } => {
  const root: Record<string, unknown> = {};
  for (const [path, value] of new URLSearchParams(body)) {
    const steps = path.split('.');
    const last = steps.pop() ?? path;
    let place = root;
    for (const step of steps) {
      const next = place[step];
      if (isRecord(next)) place = next;
      else {
        const made: Record<string, unknown> = {};
        place[step] = made;
        place = made;
      }
    }
    place[last] = value;
  }
  const { Action: action, Version: _version, ...rest } = root;
  return {
    action: typeof action === 'string' ? action : '',
    input: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, listsOf(value)])),
  };
};

/** `{member: {1: a, 2: b}}` is a list; an empty list is sent as the name alone. */
const listsOf = (value: unknown): unknown => {
  if (!isRecord(value)) return value;
  const members = value['member'];
  if (Object.keys(value).length === 1 && isRecord(members)) {
    return Object.entries(members)
      .sort(([one], [other]) => Number(one) - Number(other))
      .map(([, member]) => listsOf(member));
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, listsOf(member)]));
};
