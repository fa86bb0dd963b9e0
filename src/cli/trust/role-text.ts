import type { Finding } from '../../core/federation/finding.ts';
import type { PatchOperation } from '../../core/federation/policy-patch.ts';
import type { RoleReport } from './role-report.ts';

const meanings: Readonly<Record<string, string>> = {
  safe: 'only the workload it is meant for',
  broad: 'the tenant it is meant for, but more of it than one workload',
  unsafe: 'somebody outside the tenant can get a token that is accepted',
  broken: 'nobody gets in, not even the workload it seems meant for',
  'not-federated': 'no identity provider is trusted',
};

/** The claims that tell a token from another, in the order in which people read them. */
const telling = ['iss', 'aud', 'azp', 'sub', 'email', 'app_id', 'user_id', 'id', 'amr'];

const patchLine = (operation: PatchOperation): string => {
  if (operation.op === 'remove') return `- ${operation.path}`;
  const sign = operation.op === 'add' ? '+' : '~';
  return `${sign} ${operation.path}: ${JSON.stringify(operation.value)}`;
};

const findingLines = ({ id, severity, statement, message, fix }: Finding): readonly string[] => [
  `  ${severity} ${id}${statement === null ? '' : `, statement ${statement + 1}`}`,
  `    ${message}`,
  `    ${fix.description}`,
  ...fix.patch.map((operation) => `      ${patchLine(operation)}`),
];

const witnessLines = ({ verdict, witness }: RoleReport): readonly string[] => {
  if (witness === null) return [];
  const title = verdict === 'broken' ? 'a token that is meant and refused' : 'a token that gets in';
  const claims = telling
    .filter((name) => witness.claims[name] !== undefined)
    .map((name) => `    ${name}: ${[witness.claims[name]].flat().join(', ')}`);
  const context = Object.entries(witness.context).map(
    ([key, value]) => `    ${key}: ${[value].flat().join(', ')}`,
  );
  return [`  ${title}:`, ...claims, ...context];
};

/** One role for people. Colour goes to the verdict alone, through `paint`. */
export const roleText = (role: RoleReport, paint: (verdict: string) => string): string =>
  [
    `${paint(role.verdict.toUpperCase())} ${role.source}`,
    `  ${meanings[role.verdict] ?? role.verdict} (scope: ${role.scope})`,
    ...(role.providers.length === 0 ? [] : [`  trusts ${role.providers.join(', ')}`]),
    ...(role.wouldBeRefusedOnSave ? ['  IAM would refuse to save this policy today'] : []),
    ...witnessLines(role),
    ...role.findings.flatMap(findingLines),
    '',
  ].join('\n');
