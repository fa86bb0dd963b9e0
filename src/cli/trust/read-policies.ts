import { type DuplicateKey, duplicateKeys } from '../../core/federation/duplicate-keys.ts';
import { parseTrustPolicy } from '../../core/federation/parse-trust-policy.ts';
import { InputError } from '../../core/model/errors.ts';
import { decodedDocument } from './decoded-document.ts';
import type { FoundPolicy } from './found-policy.ts';
import { isPlan, planRoles } from './plan-roles.ts';
import { type Fields, isObject } from './resolve-intrinsics.ts';
import { type LineOf, linesOf, type Path, yamlValue } from './source-text.ts';
import { isTemplate, templateRoles } from './template-roles.ts';

const document = 'AssumeRolePolicyDocument';

/** A list of outputs, each an object with a list of roles. */
const deepest = 4;

interface RoleAt {
  readonly role: Fields;
  readonly path: Path;
}

/** Roles in the outputs of GetRole, ListRoles and GetAccountAuthorizationDetails, and lists of such. */
function* rolesIn(value: unknown, path: Path, depth = 0): Generator<RoleAt> {
  if (depth > deepest) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* rolesIn(item, [...path, index], depth + 1);
  } else if (isObject(value)) {
    if (value[document] !== undefined) {
      yield { role: value, path };
      return;
    }
    for (const name of ['Role', 'Roles', 'RoleDetailList']) {
      if (value[name] !== undefined) yield* rolesIn(value[name], [...path, name], depth + 1);
    }
  }
}

/** `Roles[0].AssumeRolePolicyDocument`, as duplicate keys are placed. */
const placeText = (path: Path): string =>
  path.reduce<string>(
    (text, name) =>
      typeof name === 'number' ? `${text}[${name}]` : text === '' ? name : `${text}.${name}`,
    '',
  );

/** The duplicates inside one policy, as paths from its top. */
const within = (duplicates: readonly DuplicateKey[], path: string): readonly DuplicateKey[] =>
  duplicates
    .filter((each) => each.path === path || each.path.startsWith(`${path}.`))
    .map(({ path: whole, key }) => ({ path: whole.slice(path.length + 1), key }));

const ofRole = (
  file: string,
  { role, path }: RoleAt,
  duplicates: readonly DuplicateKey[],
  lineOf: LineOf,
): FoundPolicy => {
  const arn = role['Arn'];
  const name = role['RoleName'] ?? arn;
  const start = [...path, document];
  return {
    source: typeof name === 'string' ? `${file}: ${name}` : file,
    file,
    ...(typeof arn === 'string' ? { roleArn: arn } : {}),
    parsed: parseTrustPolicy(role[document], within(duplicates, placeText(start))),
    document: decodedDocument(role[document]),
    lineOf: (inside) => lineOf([...start, ...inside]),
  };
};

interface Source {
  readonly value: unknown;
  readonly duplicates: readonly DuplicateKey[];
}

/** JSON, else YAML; a percent-encoded policy is neither. */
const parsedText = (file: string, text: string): Source => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (fault) {
    if (/^\s*%7B/i.test(text)) return { value: undefined, duplicates: [] };
    // What begins as JSON is meant as JSON, and its own fault says more.
    if (/^\s*[{[]/.test(text)) {
      throw new InputError(
        `${file} is not JSON: ${(fault as Error).message}. Expected a trust policy, AWS output or a template.`,
      );
    }
    return yamlValue(file, text);
  }
  return { value, duplicates: typeof value === 'object' ? duplicateKeys(text) : [] };
};

/**
 * The trust policies in a text: a policy (plain or percent-encoded), AWS output that holds roles, a
 * CloudFormation template or a Terraform plan.
 * @throws InputError when there is none
 */
export const readPolicies = (file: string, text: string): readonly FoundPolicy[] => {
  const plain = text.replace(/^\uFEFF/, '');
  const { value, duplicates } = parsedText(file, plain);
  const lineOf = linesOf(plain);
  if (isTemplate(value)) return templateRoles(file, value, duplicates, lineOf);
  if (isPlan(value)) return planRoles(file, value);
  const roles = [...rolesIn(value, [])];
  if (roles.length > 0) return roles.map((role) => ofRole(file, role, duplicates, lineOf));
  const isEmptyList =
    isObject(value) && [value['Roles'], value['RoleDetailList']].some(Array.isArray);
  if (isEmptyList) return [];
  const parsed = isObject(value)
    ? parseTrustPolicy(value, duplicates)
    : // A policy as a JSON string, as some tools quote it, or percent-encoded.
      parseTrustPolicy(typeof value === 'string' ? value : plain);
  if (parsed.status === 'parsed') {
    const written = isObject(value) ? value : decodedDocument(value ?? plain);
    return [{ source: file, file, parsed, document: written, lineOf }];
  }
  throw new InputError(
    `${file} holds no trust policy. ${parsed.why} Expected a policy document, the output of aws iam get-role, list-roles or get-account-authorization-details, a CloudFormation template, or terraform show -json of a plan.`,
  );
};
