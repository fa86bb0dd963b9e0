import { type DuplicateKey, duplicateKeys } from '../../core/federation/duplicate-keys.ts';
import { parseTrustPolicy } from '../../core/federation/parse-trust-policy.ts';
import type { ParsedTrustPolicy } from '../../core/federation/trust-policy.ts';
import { InputError } from '../../core/model/errors.ts';

/** A trust policy found in an input. */
export interface FoundPolicy {
  /** `roles.json`, or `roles.json: deploy` where the input names its roles. */
  readonly source: string;
  readonly file: string;
  readonly roleArn?: string;
  readonly parsed: ParsedTrustPolicy;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const document = 'AssumeRolePolicyDocument';

/** A list of outputs, each an object with a list of roles. */
const deepest = 4;

/** Roles in the outputs of GetRole, ListRoles and GetAccountAuthorizationDetails, and lists of such. */
function* rolesIn(
  value: unknown,
  path: string,
  depth = 0,
): Generator<{ role: Fields; path: string }> {
  if (depth > deepest) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* rolesIn(item, `${path}[${index}]`, depth + 1);
    }
  } else if (isObject(value)) {
    if (value[document] !== undefined) {
      yield { role: value, path };
      return;
    }
    for (const name of ['Role', 'Roles', 'RoleDetailList']) {
      if (value[name] !== undefined) {
        yield* rolesIn(value[name], path === '' ? name : `${path}.${name}`, depth + 1);
      }
    }
  }
}

/** The duplicates inside one policy, as paths from its top. */
const within = (duplicates: readonly DuplicateKey[], path: string): readonly DuplicateKey[] =>
  duplicates
    .filter((each) => each.path === path || each.path.startsWith(`${path}.`))
    .map(({ path: whole, key }) => ({ path: whole.slice(path.length + 1), key }));

const ofRole = (
  file: string,
  role: Fields,
  path: string,
  duplicates: readonly DuplicateKey[],
): FoundPolicy => {
  const arn = role['Arn'];
  const name = role['RoleName'] ?? arn;
  const place = path === '' ? document : `${path}.${document}`;
  return {
    source: typeof name === 'string' ? `${file}: ${name}` : file,
    file,
    ...(typeof arn === 'string' ? { roleArn: arn } : {}),
    parsed: parseTrustPolicy(role[document], within(duplicates, place)),
  };
};

/** JSON text, or undefined for what is not JSON: percent-encoded policies are not. */
const tryJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * The trust policies in a text: a policy (plain or percent-encoded), or AWS output that holds roles.
 * @throws InputError when there is none
 */
export const readPolicies = (file: string, text: string): readonly FoundPolicy[] => {
  const plain = text.replace(/^\uFEFF/, '');
  const value = tryJson(plain);
  // A policy as a JSON string, as some tools quote it.
  const inner = typeof value === 'string' ? value : plain;
  const duplicates = value === undefined || typeof value === 'string' ? [] : duplicateKeys(plain);
  const roles = [...rolesIn(value, '')];
  if (roles.length > 0) return roles.map(({ role, path }) => ofRole(file, role, path, duplicates));
  const isEmptyList =
    isObject(value) && [value['Roles'], value['RoleDetailList']].some(Array.isArray);
  if (isEmptyList) return [];
  const parsed = parseTrustPolicy(inner);
  if (parsed.status === 'parsed') return [{ source: file, file, parsed }];
  throw new InputError(
    `${file} holds no trust policy. ${parsed.why} Expected a policy document, or the output of aws iam get-role, list-roles or get-account-authorization-details.`,
  );
};
