import { parseTrustPolicy } from './parse-trust-policy.ts';
import type { PatchOperation } from './policy-patch.ts';
import type { PrincipalElement, Statement, TrustPolicy } from './trust-policy.ts';

type Json = string | readonly string[] | { [name: string]: Json } | Json[];
type Tree = { [name: string]: Json };

const principalJson = ({ everyone, federated, others }: PrincipalElement): Json => {
  if (everyone) return '*';
  return {
    ...(federated.length > 0 ? { Federated: federated } : {}),
    ...(others.length > 0 ? { AWS: others } : {}),
  };
};

const conditionJson = (statement: Statement): Tree => {
  const block: { [name: string]: Tree } = {};
  for (const { operator, key, values } of statement.conditions) {
    block[operator.name] = { ...block[operator.name], [key]: values };
  }
  return block;
};

const statementJson = (statement: Statement): Tree => ({
  Effect: statement.effect,
  [statement.principal.negated ? 'NotPrincipal' : 'Principal']: principalJson(statement.principal),
  [statement.action.negated ? 'NotAction' : 'Action']: statement.action.patterns,
  ...(statement.conditions.length > 0 ? { Condition: conditionJson(statement) } : {}),
});

const isTree = (value: Json | undefined): value is Tree =>
  typeof value === 'object' && !Array.isArray(value);

const applyOne = (document: Tree, operation: PatchOperation): void => {
  const names = operation.path
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = names.pop();
  let place: Json | undefined = document;
  for (const name of names) {
    place = Array.isArray(place) ? place[Number(name)] : isTree(place) ? place[name] : undefined;
  }
  if (last === undefined || !isTree(place)) return;
  if (operation.op === 'remove') delete place[last];
  else place[last] = copyOf(operation.value);
};

const copyOf = (value: unknown): Json => JSON.parse(JSON.stringify(value));

/** The policy after a change; `undefined` when what comes out is not one. */
export const applyPatch = (
  policy: TrustPolicy,
  patch: readonly PatchOperation[],
): TrustPolicy | undefined => {
  const statements = policy.statements.map(statementJson);
  const [first = {}] = statements;
  const document: Tree = {
    Version: policy.version,
    Statement: policy.isList ? statements : first,
  };
  for (const operation of patch) applyOne(document, operation);
  const parsed = parseTrustPolicy(document);
  return parsed.status === 'parsed' ? parsed.policy : undefined;
};
