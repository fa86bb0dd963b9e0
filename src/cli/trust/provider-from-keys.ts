import { isObject } from './resolve-intrinsics.ts';

const providersIn = (condition: unknown): readonly string[] => {
  if (!isObject(condition)) return [];
  const keys = Object.values(condition).flatMap((each) =>
    isObject(each) ? Object.keys(each) : [],
  );
  const named = keys.flatMap((key) => /^([^:]+\.[^:]+):[^:]+$/.exec(key)?.[1] ?? []);
  return [...new Set(named)];
};

/**
 * Puts the identity provider that a statement's conditions name in the place of one that the
 * template does not know: nobody would be let in if it were another.
 */
export const providerFromKeys = (
  document: unknown,
  isUnknown: (text: string) => boolean,
): unknown => {
  if (!isObject(document)) return document;
  const filled = (statement: unknown): unknown => {
    if (!isObject(statement) || !isObject(statement['Principal'])) return statement;
    const { Federated: federated } = statement['Principal'];
    const [provider, ...others] = providersIn(statement['Condition']);
    if (provider === undefined || others.length > 0) return statement;
    const fill = (name: unknown): unknown =>
      typeof name === 'string' && isUnknown(name)
        ? `arn:aws:iam::000000000000:oidc-provider/${provider}`
        : name;
    const known = Array.isArray(federated) ? federated.map(fill) : fill(federated);
    return { ...statement, Principal: { ...statement['Principal'], Federated: known } };
  };
  const { Statement: statements } = document;
  return {
    ...document,
    Statement: Array.isArray(statements) ? statements.map(filled) : filled(statements),
  };
};
