import { isRecord } from '../input.ts';
import { unsupported } from '../unsupported.ts';
import type { ResourceIdentity } from './resource-identity.ts';
import { attributeOf, resourceIdentity } from './resource-identity.ts';
import { substitute } from './substitute.ts';
import type { Deployment, ResolvedResource } from './template.ts';

export interface ResolvedTemplate {
  /** Resources whose condition holds. */
  readonly resources: readonly ResolvedResource[];
  output(name: string): unknown;
}

/** What `AWS::NoValue` becomes: its property, or its place in a list, goes away. */
const noValue = Symbol('AWS::NoValue');

/**
 * Resolves a template's intrinsic functions, conditions, parameters and pseudo parameters.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 * @param queueUrl the address of a queue by its name
 */
export const resolveTemplate = (
  deployment: Deployment,
  queueUrl: (name: string) => string,
): ResolvedTemplate => {
  const { template, stackName, accountId, region } = deployment;
  const identities = new Map<string, ResourceIdentity>();

  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': accountId,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
    'AWS::NoValue': noValue,
    'AWS::NotificationARNs': [],
  };

  const identity = (logicalId: string): ResourceIdentity => {
    const known = identities.get(logicalId);
    if (known) return known;
    const resource = template.Resources[logicalId];
    if (!resource) throw new Error(`${stackName} refers to ${logicalId}, which it does not have.`);
    const property = (name: string): string | undefined => {
      const value = resolve(resource.Properties?.[name]);
      return typeof value === 'string' ? value : undefined;
    };
    const generatedName = `${stackName}-${logicalId}`;
    const made = resourceIdentity(resource.Type, property, {
      accountId,
      region,
      generatedName,
      queueUrl,
    });
    identities.set(logicalId, made);
    return made;
  };

  const reference = (name: string): unknown => {
    if (name in pseudo) return pseudo[name];
    const parameter = template.Parameters?.[name];
    if (!parameter) return identity(name).ref;
    const value = deployment.parameters?.[name] ?? parameter.Default;
    if (value === undefined) {
      throw new Error(`${stackName} needs the parameter ${name}. Give it one.`);
    }
    const isList = parameter.Type === 'CommaDelimitedList' || parameter.Type.startsWith('List<');
    return isList ? String(value).split(',') : value;
  };

  const attribute = (logicalId: string, name: string): string =>
    attributeOf(identity(logicalId), template.Resources[logicalId]?.Type ?? '', logicalId, name);

  const condition = (name: unknown): boolean => {
    if (!(String(name) in (template.Conditions ?? {}))) {
      throw new Error(`${stackName} has no condition ${String(name)}.`);
    }
    return resolve(template.Conditions?.[String(name)]) === true;
  };

  const list = (value: unknown): readonly unknown[] => {
    const resolved = resolve(value);
    if (!Array.isArray(resolved))
      throw new Error(`Not a list in ${stackName}: ${JSON.stringify(value)}`);
    return resolved;
  };

  const functions: Readonly<Record<string, (operand: unknown) => unknown>> = {
    Ref: (name) => reference(String(name)),
    Condition: condition,
    'Fn::GetAtt': (operand) => {
      const [logicalId = '', ...path] = Array.isArray(operand)
        ? operand.map(String)
        : String(operand).split('.');
      return attribute(logicalId, path.join('.'));
    },
    'Fn::Sub': (operand) => {
      const [text, own] = Array.isArray(operand) ? operand : [operand, {}];
      return substitute(String(text), (name) => {
        if (isRecord(own) && name in own) return resolve(own[name]);
        const [logicalId = '', ...path] = name.split('.');
        return path.length > 0 ? attribute(logicalId, path.join('.')) : reference(name);
      });
    },
    'Fn::Join': (operand) => {
      const [separator, parts] = operand as [string, unknown];
      return list(parts).map(String).join(separator);
    },
    'Fn::Select': (operand) => {
      const [place, of] = operand as [unknown, unknown];
      return list(of)[Number(resolve(place))];
    },
    'Fn::Split': (operand) => {
      const [separator, text] = operand as [string, unknown];
      return String(resolve(text)).split(separator);
    },
    'Fn::If': (operand) => {
      const [name, yes, no] = operand as [unknown, unknown, unknown];
      return resolve(condition(name) ? yes : no);
    },
    'Fn::Equals': (operand) => {
      const [one, other] = list(operand);
      return String(one) === String(other);
    },
    'Fn::Not': (operand) => list(operand)[0] !== true,
    'Fn::And': (operand) => list(operand).every((one) => one === true),
    'Fn::Or': (operand) => list(operand).some((one) => one === true),
    'Fn::FindInMap': (operand) => {
      const [map, key, name] = list(operand).map(String);
      return template.Mappings?.[map ?? '']?.[key ?? '']?.[name ?? ''];
    },
  };

  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve).filter((member) => member !== noValue);
    if (!isRecord(value)) return value;
    const [[name = '', operand] = [], ...others] = Object.entries(value);
    if (
      others.length === 0 &&
      (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::'))
    ) {
      const run = functions[name];
      if (!run) throw unsupported(`the intrinsic function ${name} (${stackName})`);
      // A policy statement may have a Condition block and nothing else; only text names a condition.
      if (name !== 'Condition' || typeof operand === 'string') return run(operand);
    }
    return Object.fromEntries(
      Object.entries(value)
        .map(([member, of]) => [member, resolve(of)] as const)
        .filter(([, of]) => of !== noValue),
    );
  };

  const resources = Object.entries(template.Resources)
    .filter(([, resource]) => resource.Condition === undefined || condition(resource.Condition))
    .map(([logicalId, resource]): ResolvedResource => {
      const { ref, attributes } = identity(logicalId);
      let properties: Record<string, unknown> | null = null;
      return {
        logicalId,
        type: resource.Type,
        ref,
        arn: attributes['Arn'] ?? ref,
        // On demand: what nobody deploys here may refer to what nobody gave here.
        get properties() {
          const resolved = properties ?? resolve(resource.Properties ?? {});
          properties = isRecord(resolved) ? resolved : {};
          return properties;
        },
      };
    });
  return {
    resources,
    output: (name) => resolve(template.Outputs?.[name]?.Value),
  };
};
