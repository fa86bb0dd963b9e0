import { hclText, oneLine } from '../text-in.ts';
import { type AwsSide, outputsOf } from './aws-side.ts';
import { type HclReference, hclLines, hclValue } from './hcl-value.ts';
import { referenceTo, type Value } from './value.ts';

/**
 * Terraform, laid out as `terraform fmt` leaves it.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
 */
export const terraformSnippet = (side: AwsSide): string => {
  const label = labelOf(side.role.name);
  const reference: HclReference = (to) =>
    ({
      'role arn': `aws_iam_role.${label}.arn`,
      'role name': `aws_iam_role.${label}.name`,
      'trust anchor arn': `aws_rolesanywhere_trust_anchor.${label}.arn`,
      'profile arn': `aws_rolesanywhere_profile.${label}.arn`,
    })[to];
  const written = (value: Value): string => hclValue(value, reference, 2);
  const policy = (value: Value): string => `jsonencode(${written(value)})`;
  const resource = (type: string, lines: Lines): string =>
    `resource "${type}" "${label}" {\n${hclLines(lines, 2)}}\n`;

  return [
    `# ${oneLine(`Replaces the access key of ${side.userName}`)}\n`,
    ...provider(side, resource, written),
    ...trustAnchor(side, label),
    resource('aws_iam_role', [
      ['name', hclText(side.role.name)],
      ['path', hclText(side.role.path)],
      ['max_session_duration', String(side.role.maxSessionSeconds)],
      ['assume_role_policy', policy(side.role.trustPolicy)],
      ['tags', written(side.role.tags)],
      ...(side.provider === undefined
        ? []
        : ([['depends_on', `[aws_iam_openid_connect_provider.${label}]`]] as const)),
    ]),
    ...(side.role.permissionsPolicy === undefined
      ? []
      : [
          resource('aws_iam_role_policy', [
            ['name', hclText('replaces-access-key')],
            ['role', reference('role name')],
            ['policy', policy(side.role.permissionsPolicy)],
          ]),
        ]),
    ...(side.rolesAnywhere === undefined
      ? []
      : [
          resource('aws_rolesanywhere_profile', [
            ['name', hclText(side.rolesAnywhere.profileName)],
            ['enabled', 'true'],
            ['role_arns', `[${reference('role arn')}]`],
            ['duration_seconds', String(side.rolesAnywhere.durationSeconds)],
          ]),
        ]),
    ...(side.instanceProfileName === undefined
      ? []
      : [
          resource('aws_iam_instance_profile', [
            ['name', hclText(side.instanceProfileName)],
            ['path', hclText(side.role.path)],
            ['role', reference('role name')],
          ]),
        ]),
    ...(side.podIdentity === undefined
      ? []
      : [
          resource('aws_eks_pod_identity_association', [
            ['cluster_name', hclText(side.podIdentity.cluster)],
            ['namespace', hclText(side.podIdentity.namespace)],
            ['service_account', hclText(side.podIdentity.serviceAccount)],
            ['role_arn', written(referenceTo('role arn'))],
          ]),
        ]),
    ...outputsOf(side).map(
      ({ name, value }) => `output "${label}_${snake(name)}" {\n  value = ${reference(value)}\n}\n`,
    ),
  ].join('\n');
};

type Lines = readonly (readonly [name: string, value: string])[];

const provider = (
  { provider }: AwsSide,
  resource: (type: string, lines: Lines) => string,
  written: (value: Value) => string,
): readonly string[] => {
  if (provider === undefined) return [];
  const lines: Lines = [
    ['url', hclText(provider.url)],
    ['client_id_list', written([provider.audience])],
  ];
  if (provider.create === 'yes') return [resource('aws_iam_openid_connect_provider', lines)];
  return [
    `variable "create_identity_provider" {\n${hclLines(
      [
        [
          'description',
          hclText(`false, if the account has a provider for ${oneLine(provider.url)} already`),
        ],
        ['type', 'bool'],
        ['default', 'true'],
      ],
      2,
    )}}\n`,
    resource('aws_iam_openid_connect_provider', [
      ['count', 'var.create_identity_provider ? 1 : 0'],
      ...lines,
    ]),
  ];
};

/** Its source is a block inside a block, not a value. */
const trustAnchor = ({ rolesAnywhere }: AwsSide, label: string): readonly string[] =>
  rolesAnywhere?.trustAnchorName === undefined
    ? []
    : [
        `resource "aws_rolesanywhere_trust_anchor" "${label}" {
  name    = ${hclText(rolesAnywhere.trustAnchorName)}
  enabled = true
  source {
    source_type = "CERTIFICATE_BUNDLE"
    source_data {
      x509_certificate_data = ${hclText(rolesAnywhere.certificate)}
    }
  }
}
`,
      ];

const labelOf = (name: string): string => {
  const label = name.replace(/[^A-Za-z0-9_]/g, '_').toLowerCase();
  return /^[a-z]/.test(label) ? label : `role_${label}`;
};

/** `RoleArn` makes `role_arn`. */
const snake = (name: string): string =>
  name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
