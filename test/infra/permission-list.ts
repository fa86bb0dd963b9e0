import { type Resource, resourcesOf, type Template, textOf } from './template.ts';

/** One thing that a role may do. */
export interface Permission {
  /** Role name with its path. */
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  /** Condition of the statement, or nothing. */
  readonly onlyIf: string;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Every permission of every role of a template, one action on one resource each, sorted. */
export const permissionsOf = (template: Template): readonly Permission[] =>
  resourcesOf(template, 'AWS::IAM::Role')
    .flatMap(({ id, Properties }) => {
      const role = `${Properties['Path'].slice(1)}${Properties['RoleName']}`;
      return statementsOf(template, id, Properties).flatMap((statement) =>
        permissionsIn(template, role, statement),
      );
    })
    .sort((a, b) => (lineOf(a) < lineOf(b) ? -1 : 1));

export const lineOf = ({ role, action, resource, onlyIf }: Permission): string =>
  [role, action, resource, ...(onlyIf === '' ? [] : [`only if ${onlyIf}`])].join(' -> ');

const statementsOf = (
  template: Template,
  roleId: string,
  role: Resource['Properties'],
): readonly Statement[] => {
  const attached = resourcesOf(template, 'AWS::IAM::Policy').filter(({ Properties }) =>
    Properties['Roles'].some((each: { Ref?: string }) => each.Ref === roleId),
  );
  const inline: readonly { PolicyDocument: { Statement: Statement[] } }[] = role['Policies'] ?? [];
  if (role['ManagedPolicyArns'] !== undefined) {
    throw new Error(`${roleId} has managed policies; their permissions cannot be listed.`);
  }
  return [
    ...inline.flatMap((policy) => policy.PolicyDocument.Statement),
    ...attached.flatMap(({ Properties }) => Properties['PolicyDocument'].Statement as Statement[]),
  ];
};

const permissionsIn = (
  template: Template,
  role: string,
  statement: Statement,
): readonly Permission[] => {
  if (statement.Effect !== 'Allow') return [];
  const onlyIf = Object.entries(statement.Condition ?? {})
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, value]) => `${operator} ${key} ${[value].flat().join(', ')}`),
    )
    .join(' and ');
  return [statement.Action].flat().flatMap((action) =>
    [statement.Resource].flat().map((resource) => ({
      role,
      action: String(action),
      resource: textOf(template, resource),
      onlyIf,
    })),
  );
};
