import type { DuplicateKey } from '../../core/federation/duplicate-keys.ts';
import { parseTrustPolicy } from '../../core/federation/parse-trust-policy.ts';
import { type FoundPolicy, type Reading, unknownPolicy } from './found-policy.ts';
import { providerFromKeys } from './provider-from-keys.ts';
import {
  type Fields,
  isObject,
  resolveIntrinsics,
  type TemplateNames,
} from './resolve-intrinsics.ts';
import type { LineOf } from './source-text.ts';
import { unknownValues, withoutUnknown } from './unknown-values.ts';

const section = (template: Fields, name: string): Fields => {
  const value = template[name];
  return isObject(value) ? value : {};
};

/** Whether a document is a CloudFormation template: it has resources, and they have types. */
export const isTemplate = (value: unknown): value is Fields =>
  isObject(value) &&
  isObject(value['Resources']) &&
  (value['AWSTemplateFormatVersion'] !== undefined ||
    Object.values(value['Resources']).some((each) => isObject(each) && 'Type' in each));

/** Conditions beyond these are not tried both ways: 16 readings of a policy are enough. */
const mostConditions = 4;

/** The names of the conditions that a part of a template asks with `Fn::If`. */
const conditionsIn = (part: unknown): readonly string[] => {
  if (Array.isArray(part)) return [...new Set(part.flatMap(conditionsIn))];
  if (!isObject(part)) return [];
  const asked = part['Fn::If'];
  const own = Array.isArray(asked) && typeof asked[0] === 'string' ? [asked[0]] : [];
  return [...new Set([...own, ...Object.values(part).flatMap(conditionsIn)])];
};

/** Every way in which conditions may turn out, all true first. */
const choices = (names: readonly string[]): readonly Readonly<Record<string, boolean>>[] =>
  names.reduce<readonly Readonly<Record<string, boolean>>[]>(
    (before, name) =>
      before.flatMap((each) => [
        { ...each, [name]: true },
        { ...each, [name]: false },
      ]),
    [{}],
  );

/** A policy written as JSON text is one all the same. */
const documentOf = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

const readingOf = (
  part: unknown,
  template: Fields,
  conditions: Record<string, boolean>,
): Reading => {
  const standIns = new Map<string, string>();
  const names: Omit<TemplateNames, 'useDefaults'> = {
    parameters: section(template, 'Parameters'),
    mappings: section(template, 'Mappings'),
    resources: section(template, 'Resources'),
    conditions,
    standIn: (name) => {
      // Short enough for the owner of a repository, and of characters that every subject takes.
      const standIn = `unknown-${name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')}`.slice(
        0,
        39,
      );
      standIns.set(standIn, name);
      return standIn;
    },
  };
  const resolved = (useDefaults: boolean): unknown => {
    const document = documentOf(resolveIntrinsics(part, { ...names, useDefaults }));
    return providerFromKeys(document, isStandIn);
  };
  const isStandIn = (text: string): boolean =>
    [...standIns.keys()].some((each) => text.includes(each));
  const open = documentOf(resolveIntrinsics(part, { ...names, useDefaults: false }));
  const unknown = unknownValues(open, standIns);
  const document = resolved(true);
  const [whole] = unknown;
  if (whole !== undefined && !isObject(document)) return unknownPolicy(whole.name);
  const widest = unknown.length === 0 ? document : withoutUnknown(resolved(false), standIns);
  return {
    document,
    parsed: parseTrustPolicy(document),
    unknown,
    widest: parseTrustPolicy(widest),
  };
};

/** A loop over resources is unfolded by CloudFormation, not here. */
const unfolded = (file: string, id: string, loop: unknown): readonly FoundPolicy[] => {
  if (!JSON.stringify(loop).includes('"AWS::IAM::Role"')) return [];
  const reading = unknownPolicy(id);
  return [{ source: `${file}: ${id}`, file, parsed: reading.parsed, readings: [reading] }];
};

const place = (id: string): readonly string[] => [
  'Resources',
  id,
  'Properties',
  'AssumeRolePolicyDocument',
];

/**
 * The trust policies of a template's `AWS::IAM::Role` resources.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
 */
export const templateRoles = (
  file: string,
  template: Fields,
  duplicates: readonly DuplicateKey[],
  lineOf: LineOf,
): readonly FoundPolicy[] =>
  Object.entries(section(template, 'Resources')).flatMap(
    ([id, resource]): readonly FoundPolicy[] => {
      const source = `${file}: ${id}`;
      if (id.startsWith('Fn::ForEach::')) return unfolded(file, id, resource);
      if (!isObject(resource) || resource['Type'] !== 'AWS::IAM::Role') return [];
      const part = section(resource, 'Properties')['AssumeRolePolicyDocument'];
      const start = place(id);
      const base = {
        source,
        file,
        lineOf: (path: readonly (string | number)[]) => lineOf([...start, ...path]),
      };
      const conditions = conditionsIn(part);
      if (conditions.length > mostConditions) {
        const reading = unknownPolicy(`the conditions ${conditions.join(', ')}`);
        return [{ ...base, parsed: reading.parsed, readings: [reading] }];
      }
      const readings = choices(conditions).map((each) => readingOf(part, template, each));
      const [first] = readings;
      if (first === undefined) return [];
      const unreadable = readings.find(({ parsed }) => parsed.status === 'unreadable');
      const parsed = withDuplicates((unreadable ?? first).parsed, duplicates, start.join('.'));
      return [
        {
          ...base,
          parsed,
          document: first.document,
          readings: [{ ...first, parsed }, ...readings.slice(1)],
        },
      ];
    },
  );

const withDuplicates = (
  parsed: FoundPolicy['parsed'],
  duplicates: readonly DuplicateKey[],
  start: string,
): FoundPolicy['parsed'] => {
  if (parsed.status === 'unreadable') return parsed;
  const own = duplicates
    .filter(({ path }) => path === start || path.startsWith(`${start}.`))
    .map(({ path, key }) => ({ path: path.slice(start.length + 1), key }));
  const duplicateKeys = [...parsed.policy.duplicateKeys, ...own];
  return { status: 'parsed', policy: { ...parsed.policy, duplicateKeys } };
};
