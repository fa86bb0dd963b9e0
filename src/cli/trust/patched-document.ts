import type { PatchOperation } from '../../core/federation/policy-patch.ts';

type Tree = { [name: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** The names in a JSON Pointer (RFC 6901). */
export const pointerNames = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));

/** A policy as it is written, after a change; `undefined` when the change does not fit it. */
export const patchedDocument = (
  document: unknown,
  patch: readonly PatchOperation[],
): unknown | undefined => {
  const changed: unknown = structuredClone(document);
  for (const operation of patch) {
    const names = [...pointerNames(operation.path)];
    const last = names.pop();
    let place = changed;
    for (const name of names) place = isTree(place) ? place[name] : undefined;
    if (last === undefined || !isTree(place)) return undefined;
    if (operation.op === 'add') place[last] = operation.value;
    else if (!Object.hasOwn(place, last)) return undefined;
    else if (operation.op === 'replace') place[last] = operation.value;
    else delete place[last];
  }
  return changed;
};
