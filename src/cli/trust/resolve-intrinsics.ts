/** JSON as templates hold it. */
export type Fields = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a template says about its own names. */
export interface TemplateNames {
  readonly parameters: Fields;
  readonly mappings: Fields;
  readonly resources: Fields;
  /** Whether each of the conditions holds; one that is missing counts as true. */
  readonly conditions: Readonly<Record<string, boolean>>;
  /** What is put for a value that the template does not know, by its name. */
  readonly standIn: (name: string) => string;
  /** Whether a parameter's default stands for it. */
  readonly useDefaults: boolean;
}

/** `AWS::NoValue`: the property is not there. */
const noValue = Symbol('AWS::NoValue');

/**
 * Pseudo parameters with a form that is the same wherever the stack goes.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
 */
const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': '000000000000',
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::URLSuffix': 'amazonaws.com',
};

const clusterIssuer =
  'https://oidc.eks.us-east-1.amazonaws.com/id/00000000000000000000000000000000';

const oidcProviderTypes = new Set([
  'AWS::IAM::OIDCProvider',
  'Custom::AWSCDKOpenIdConnectProvider',
]);

/**
 * Read from Parameter Store or Secrets Manager when the stack is deployed.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
const dynamicReference = /\{\{resolve:[^}]*\}\}/g;

const isText = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/**
 * A part of a template with its intrinsic functions resolved, where the template alone says what
 * they give; a stand-in for each that it does not.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export const resolveIntrinsics = (part: unknown, names: TemplateNames): unknown => {
  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll(dynamicReference, names.standIn);
    if (Array.isArray(value)) return value.map(resolve).filter((item) => item !== noValue);
    if (!isObject(value)) return value;
    const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
    if (more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
      return intrinsic(name, argument);
    }
    const fields = Object.entries(value).map(([key, item]) => [key, resolve(item)] as const);
    return Object.fromEntries(fields.filter(([, item]) => item !== noValue));
  };

  const unknownValue = (name: string, argument: unknown): string =>
    names.standIn(`${name} ${typeof argument === 'string' ? argument : JSON.stringify(argument)}`);

  const intrinsic = (name: string, argument: unknown): unknown => {
    const known = functions[name]?.(argument);
    return known === undefined ? unknownValue(name, argument) : known;
  };

  const reference = (name: string): unknown => {
    if (name === 'AWS::NoValue') return noValue;
    if (Object.hasOwn(pseudoParameters, name)) return pseudoParameters[name];
    const parameter = names.parameters[name];
    if (isObject(parameter)) return parameterValue(name, parameter);
    return providerArn(name) ?? names.standIn(`\${${name}}`);
  };

  const parameterValue = (name: string, parameter: Fields): unknown => {
    const { Type: type, Default: initial, AllowedValues: allowed } = parameter;
    // The value of such a parameter is in Parameter Store; what is written here is its name.
    const isStored = typeof type === 'string' && type.startsWith('AWS::SSM::');
    const [only, ...others] = Array.isArray(allowed) ? allowed : [];
    if (!isStored && isText(only) && others.length === 0) return String(only);
    if (!names.useDefaults || isStored || !isText(initial) || initial === '') {
      return names.standIn(`\${${name}}`);
    }
    const isList = typeof type === 'string' && /^(CommaDelimitedList|List<)/.test(type);
    return isList
      ? String(initial)
          .split(',')
          .map((item) => item.trim())
      : String(initial);
  };

  const resource = (name: unknown): Fields | undefined => {
    const found = typeof name === 'string' ? names.resources[name] : undefined;
    return isObject(found) ? found : undefined;
  };

  /** Providers being resolved: a template may refer to itself. */
  const underway = new Set<string>();

  /** The ARN of a provider that the template makes. */
  const providerArn = (name: string): string | undefined => {
    const { Type: type, Properties: properties } = resource(name) ?? {};
    const isProvider = typeof type === 'string' && oidcProviderTypes.has(type);
    if (!isProvider || !isObject(properties) || underway.has(name)) return undefined;
    underway.add(name);
    const url = resolve(properties['Url']);
    underway.delete(name);
    if (typeof url !== 'string') return undefined;
    return `arn:aws:iam::${pseudoParameters['AWS::AccountId']}:oidc-provider/${url.replace(/^https:\/\//, '')}`;
  };

  const attribute = (name: unknown, of: unknown): string | undefined => {
    if (of === 'Arn' && typeof name === 'string') return providerArn(name);
    const isCluster = resource(name)?.['Type'] === 'AWS::EKS::Cluster';
    return isCluster && of === 'OpenIdConnectIssuerUrl' ? clusterIssuer : undefined;
  };

  const substitute = (text: string, own: Fields): string =>
    text
      .replaceAll(dynamicReference, names.standIn)
      .replace(/\$\{([^}]*)\}/g, (whole, inner: string) => {
        if (inner.startsWith('!')) return `\${${inner.slice(1)}}`;
        const name = inner.trim();
        if (Object.hasOwn(own, name)) {
          const value = resolve(own[name]);
          return isText(value) ? String(value) : names.standIn(whole);
        }
        const dot = name.indexOf('.');
        const value =
          dot < 0 ? reference(name) : attribute(name.slice(0, dot), name.slice(dot + 1));
        return isText(value) ? String(value) : names.standIn(whole);
      });

  const functions: Readonly<Record<string, (argument: unknown) => unknown>> = {
    Ref: (name) => (typeof name === 'string' ? reference(name) : undefined),
    'Fn::GetAtt': (argument) => {
      const [name, of] = Array.isArray(argument) ? argument : String(argument).split(/\.(.*)/s);
      return attribute(name, of) ?? names.standIn(`\${${String(name)}.${String(of)}}`);
    },
    'Fn::Sub': (argument) => {
      const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
      return typeof text === 'string' ? substitute(text, isObject(own) ? own : {}) : undefined;
    },
    'Fn::Join': (argument) => {
      const [delimiter, list] = Array.isArray(argument) ? argument : [];
      const items = resolve(list);
      if (typeof delimiter !== 'string' || !Array.isArray(items)) return undefined;
      return items.every(isText) ? items.join(delimiter) : undefined;
    },
    'Fn::Split': (argument) => {
      const [delimiter, source] = Array.isArray(argument) ? argument : [];
      const text = resolve(source);
      return typeof delimiter === 'string' && delimiter !== '' && typeof text === 'string'
        ? text.split(delimiter)
        : undefined;
    },
    'Fn::Select': (argument) => {
      const [index, list] = Array.isArray(argument) ? argument : [];
      const items = resolve(list);
      return Array.isArray(items) ? items[Number(resolve(index))] : undefined;
    },
    'Fn::FindInMap': (argument) => {
      const [map, first, second] = Array.isArray(argument) ? argument.map(resolve) : [];
      const inner = isText(map) ? names.mappings[String(map)] : undefined;
      const row = isObject(inner) && isText(first) ? inner[String(first)] : undefined;
      return isObject(row) && isText(second) ? row[String(second)] : undefined;
    },
    'Fn::If': (argument) => {
      const [condition, yes, no] = Array.isArray(argument) ? argument : [];
      if (typeof condition !== 'string') return undefined;
      return resolve((names.conditions[condition] ?? true) ? yes : no);
    },
    'Fn::ToJsonString': (argument) => JSON.stringify(resolve(argument)),
  };

  return resolve(part);
};
