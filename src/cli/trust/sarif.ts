import { createHash } from 'node:crypto';
import { isAbsolute, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checks } from '../../core/federation/find-faults.ts';
import { type Finding, federationControls, type Severity } from '../../core/federation/finding.ts';
import { pointerNames } from './patched-document.ts';
import type { JudgedRole } from './role-report.ts';
import { ruleHelp } from './rule-help.ts';
import { unknownValueId } from './template-finding.ts';
import type { Unread } from './unread.ts';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  Critical: 'error',
  High: 'error',
  Medium: 'warning',
  Low: 'note',
  Informational: 'note',
};

/** GitHub sorts by this number: over 9 is critical, 7 high, 4 medium. */
const securitySeverity: Readonly<Record<Severity, string>> = {
  Critical: '9.5',
  High: '8.0',
  Medium: '5.5',
  Low: '3.0',
  Informational: '0.0',
};

const helpUri =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html';

/** `trust.oidc.subject-missing` as `SubjectMissing`. */
const nameOf = (id: string): string =>
  (id.split('.').at(-1) ?? id).replace(/(^|-)(\w)/g, (_, __, letter: string) =>
    letter.toUpperCase(),
  );

const rules = [...checks, { id: unknownValueId, controls: federationControls }].map(
  ({ id, controls }) => {
    const { title, help, severity } = ruleHelp[id] ?? { title: id, help: id, severity: 'Medium' };
    return {
      id,
      name: nameOf(id),
      shortDescription: { text: title },
      fullDescription: { text: help },
      help: { text: help, markdown: `**${title}.** ${help}` },
      helpUri,
      defaultConfiguration: { level: levels[severity] },
      properties: {
        tags: ['security', ...controls],
        precision: 'high',
        'problem.severity':
          severity === 'Medium'
            ? 'warning'
            : levels[severity] === 'error'
              ? 'error'
              : 'recommendation',
        'security-severity': securitySeverity[severity],
      },
    };
  },
);

const indexOfRule = new Map(rules.map(({ id }, index) => [id, index]));

/**
 * A path as a URI: relative to the working folder, which code scanning takes for the root of the
 * repository, or absolute for a file outside it.
 */
const uriOf = (file: string): string => {
  if (file === '-') return 'stdin';
  const inside = isAbsolute(file) ? relative(process.cwd(), file) : file;
  if (inside.startsWith('..') || isAbsolute(inside)) return pathToFileURL(file).href;
  return inside
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
};

/** The most telling place that the policy has: what the fix changes, else the statement. */
const lineOf = ({ found, document }: JudgedRole, finding: Finding): number => {
  const isList = Array.isArray((document as { Statement?: unknown } | undefined)?.Statement);
  const change = finding.fix.patch.find(({ op }) => op !== 'add');
  const path =
    change !== undefined
      ? pointerNames(change.path).map((name) => (/^\d+$/.test(name) ? Number(name) : name))
      : finding.statement === null
        ? []
        : ['Statement', ...(isList ? [finding.statement] : [])];
  return found.lineOf?.(path) ?? 1;
};

const locationOf = (judged: JudgedRole, finding: Finding): object => {
  const { found, role } = judged;
  const name =
    finding.statement === null ? role.source : `${role.source}/Statement/${finding.statement}`;
  return {
    ...(found.file === null
      ? {}
      : {
          physicalLocation: {
            artifactLocation: { uri: uriOf(found.file) },
            region: { startLine: lineOf(judged, finding) },
          },
        }),
    logicalLocations: [{ fullyQualifiedName: name, kind: 'resource' }],
  };
};

/** The same finding keeps its print when lines above it move. */
const fingerprint = (judged: JudgedRole, finding: Finding, repeat: number): string => {
  const { file, source } = judged.found;
  const where = file === null ? source : `${uriOf(file)}${source.slice(file.length)}`;
  return createHash('sha256')
    .update(JSON.stringify([finding.id, where, finding.statement, repeat]))
    .digest('hex')
    .slice(0, 32);
};

const resultsOf = (judged: JudgedRole): readonly object[] => {
  const seen = new Map<string, number>();
  return judged.role.findings.map((finding) => {
    const place = `${finding.id} ${finding.statement}`;
    const repeat = seen.get(place) ?? 0;
    seen.set(place, repeat + 1);
    return {
      ruleId: finding.id,
      ruleIndex: indexOfRule.get(finding.id) ?? -1,
      level: levels[finding.severity],
      message: { text: `${finding.message} ${finding.fix.description}` },
      locations: [locationOf(judged, finding)],
      partialFingerprints: { 'lastkeyTrust/v1': fingerprint(judged, finding, repeat) },
      properties: {
        source: judged.role.source,
        verdict: judged.role.verdict,
        severity: finding.severity,
        witness: judged.role.witness?.claims ?? null,
      },
    };
  });
};

/**
 * Findings for code scanning. A role as AWS has it stands in no file, and so has no physical
 * location.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 * @param version of lastkey
 */
export const sarif = (
  roles: readonly JudgedRole[],
  unread: readonly Unread[],
  version: string,
): object => ({
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs: [
    {
      tool: { driver: { name: 'lastkey', version, semanticVersion: version, rules } },
      invocations: [
        {
          executionSuccessful: unread.every(({ kind }) => kind === 'detail'),
          toolExecutionNotifications: unread.map(({ where, why, kind }) => ({
            level: kind === 'detail' ? 'note' : 'error',
            message: { text: `${where}: ${why}` },
          })),
        },
      ],
      columnKind: 'utf16CodeUnits',
      results: roles.flatMap(resultsOf),
    },
  ],
});
