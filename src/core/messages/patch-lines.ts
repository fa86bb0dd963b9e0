import type { PatchOperation } from '../federation/policy-patch.ts';

/** `/Statement/0/Condition/StringEquals/…:sub` as people read it, without JSON Pointer's escapes. */
const placeOf = (path: string): string =>
  path
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((name) => (/^\d+$/.test(name) ? `[${name}]` : name))
    .join(' > ')
    .replaceAll(' > [', '[');

const verbs = { add: 'Add', replace: 'Set', remove: 'Remove' } as const;

/** A change of a policy document, line by line: where, and the JSON that belongs there. */
export const patchLines = (patch: readonly PatchOperation[]): readonly string[] =>
  patch.flatMap((operation) => [
    `${verbs[operation.op]} ${placeOf(operation.path)}`,
    ...(operation.op === 'remove' ? [] : JSON.stringify(operation.value, null, 2).split('\n')),
  ]);
