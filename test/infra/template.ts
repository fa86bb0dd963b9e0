/** A CloudFormation template, as much of it as the tests read. */
export interface Template {
  readonly Parameters: Readonly<Record<string, { readonly Default?: string }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template's properties have no type here
  readonly Properties: Readonly<Record<string, any>>;
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
}

export type NamedResource = Resource & { readonly id: string };

export const resourcesOf = (template: Template, type: string): readonly NamedResource[] =>
  Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => ({ ...resource, id }));

/** The one resource of a type, or the one whose property has a value. */
export const theResource = (
  template: Template,
  type: string,
  property?: string,
  value?: string,
): NamedResource => {
  const found = resourcesOf(template, type).filter(
    ({ Properties }) => property === undefined || Properties[property] === value,
  );
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(`Expected one ${type} with ${property}=${value}, got ${found.length}.`);
  }
  return only;
};

/**
 * A value as text: references become the physical name of what they refer to, pseudo parameters
 * their name in braces.
 */
export const textOf = (template: Template, value: unknown): string => {
  if (typeof value === 'string') return value;
  const reference = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  if (reference.Ref !== undefined) return nameOf(template, reference.Ref);
  if (reference['Fn::GetAtt'] !== undefined) return nameOf(template, reference['Fn::GetAtt'][0]);
  const joined = (value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  if (joined !== undefined) {
    return joined[1].map((part) => textOf(template, part)).join(joined[0]);
  }
  throw new Error(`Not read by these tests: ${JSON.stringify(value)}`);
};

const nameProperties = [
  'TableName',
  'QueueName',
  'FunctionName',
  'RoleName',
  'LogGroupName',
  'TopicName',
  'Name',
];

const nameOf = (template: Template, id: string): string => {
  const resource = template.Resources[id];
  if (resource === undefined) return `{${id}}`;
  const property = nameProperties.find((name) => typeof resource.Properties[name] === 'string');
  const kind = resource.Type.split('::').at(-1)?.toLowerCase();
  return property === undefined ? id : `${kind} ${resource.Properties[property]}`;
};
