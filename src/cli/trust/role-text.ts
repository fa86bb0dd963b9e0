import type { Finding } from '../../core/federation/finding.ts';
import { foldLine } from './fold-line.ts';
import { lineDiff } from './line-diff.ts';
import { patchedDocument } from './patched-document.ts';
import type { JudgedRole, RoleReport } from './role-report.ts';
import { unknownValueId } from './template-finding.ts';

/** Colours, and the widest line. */
export interface Look {
  readonly verdict: (text: string, verdict: string) => string;
  readonly removed: (text: string) => string;
  readonly added: (text: string) => string;
  readonly width: number;
}

const meanings: Readonly<Record<string, string>> = {
  safe: 'only the workload it is meant for gets in',
  broad: 'only the tenant it is meant for gets in, but more of it than one workload',
  unsafe: 'somebody outside the tenant can get in',
  broken: 'nobody gets in, not even the workload it seems meant for',
  'not-federated': 'no identity provider is trusted',
};

/** The claims that tell a token from another, in the order in which people read them. */
const telling = ['iss', 'aud', 'azp', 'sub', 'email', 'app_id', 'user_id', 'id', 'amr'];

const witnessLines = ({ verdict, witness }: RoleReport, width: number): readonly string[] => {
  if (witness === null) return [];
  const title =
    verdict === 'broken' ? 'The token it seems meant for, refused:' : 'A token that gets in:';
  const claims = telling
    .filter((name) => witness.claims[name] !== undefined)
    .map((name) => [name, [witness.claims[name]].flat().join(', ')] as const);
  const context = Object.entries(witness.context).map(
    ([key, value]) => [key, [value].flat().join(', ')] as const,
  );
  const indent = '        ';
  return [
    `  ${title}`,
    ...[...claims, ...context].flatMap(([name, value]) =>
      foldLine(value, width, `    ${name}: `, indent),
    ),
  ];
};

/** The change as lines of the policy; nothing where there is no patch, or it does not fit. */
const diffLines = (document: unknown, { fix }: Finding, look: Look): readonly string[] => {
  if (fix.patch.length === 0 || document === undefined) return [];
  const changed = patchedDocument(document, fix.patch);
  if (changed === undefined) return [];
  const lines = lineDiff(document, changed);
  const indents = lines.filter(({ sign }) => sign !== '…').map(({ text }) => text.search(/\S/));
  const common = Math.min(...indents);
  return lines.flatMap(({ sign, text }) => {
    if (sign === '…') return ['      …'];
    const indent = ' '.repeat(text.search(/\S/) - common);
    const start = `    ${sign} ${indent}`;
    const folded = foldLine(text.trimStart(), look.width, start, `${start}    `);
    if (sign === ' ') return folded;
    return folded.map(sign === '-' ? look.removed : look.added);
  });
};

const findingLines = (finding: Finding, document: unknown, look: Look): readonly string[] => {
  const { id, severity, statement, message, fix } = finding;
  const place = statement === null ? '' : `, statement ${statement + 1}`;
  return [
    '',
    ...foldLine(`${severity}: ${message}`, look.width, '  ', '    '),
    ...foldLine(`Fix: ${fix.description}`, look.width, '    ', '      '),
    ...diffLines(document, finding, look),
    ...foldLine(`(${id}${place})`, look.width, '    ', '    '),
  ];
};

const reason = ({ verdict, scope, findings }: RoleReport): string => {
  const isOpen = findings.some(({ id }) => id === unknownValueId);
  if (verdict === 'broad' && isOpen && (scope === 'none' || scope === 'workload')) {
    return 'who gets in depends on values that only a deployment knows';
  }
  const meaning = meanings[verdict] ?? verdict;
  return verdict === 'broad' && scope !== 'none' ? `${meaning} (scope: ${scope})` : meaning;
};

/** One role for people: verdict, reason, the token that shows it, and each finding with its fix. */
export const roleText = ({ role, document }: JudgedRole, look: Look): string => {
  const verdict = role.verdict.toUpperCase();
  const [head = '', ...more] = foldLine(role.source, look.width, `${verdict} `, '  ');
  return [
    head.replace(verdict, look.verdict(verdict, role.verdict)),
    ...more,
    ...foldLine(reason(role), look.width, '  ', '  '),
    ...(role.providers.length === 0
      ? []
      : foldLine(`Trusts ${role.providers.join(', ')}`, look.width, '  ', '    ')),
    ...(role.wouldBeRefusedOnSave ? ['  IAM would refuse to save this policy today.'] : []),
    ...witnessLines(role, look.width),
    ...role.findings.flatMap((finding) => findingLines(finding, document, look)),
    '',
  ].join('\n');
};
