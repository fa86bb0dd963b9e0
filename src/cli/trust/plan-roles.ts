import { parseTrustPolicy } from '../../core/federation/parse-trust-policy.ts';
import { decodedDocument } from './decoded-document.ts';
import { type FoundPolicy, unknownPolicy } from './found-policy.ts';
import { type Fields, isObject } from './resolve-intrinsics.ts';

/** Whether a document is `terraform show -json` of a plan. */
export const isPlan = (value: unknown): value is Fields =>
  isObject(value) &&
  typeof value['format_version'] === 'string' &&
  isObject(value['planned_values']);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function* resourcesIn(module: unknown): Generator<Fields> {
  if (!isObject(module)) return;
  for (const resource of listOf(module['resources'])) if (isObject(resource)) yield resource;
  for (const child of listOf(module['child_modules'])) yield* resourcesIn(child);
}

/**
 * The trust policies that a Terraform plan leads to. One that depends on what is not made yet is
 * not in the plan.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export const planRoles = (file: string, plan: Fields): readonly FoundPolicy[] => {
  const planned = plan['planned_values'];
  const root = isObject(planned) ? planned['root_module'] : undefined;
  return [...resourcesIn(root)]
    .filter(({ type, mode }) => type === 'aws_iam_role' && mode !== 'data')
    .map(({ address, values }) => {
      const policy = isObject(values) ? values['assume_role_policy'] : undefined;
      const base = { source: typeof address === 'string' ? `${file}: ${address}` : file, file };
      if (typeof policy !== 'string') {
        const reading = unknownPolicy('what is known after apply');
        return { ...base, parsed: reading.parsed, readings: [reading] };
      }
      return { ...base, parsed: parseTrustPolicy(policy), document: decodedDocument(policy) };
    });
};
