import { checks } from '../../core/federation/find-faults.ts';
import type { Severity } from '../../core/federation/finding.ts';
import type { RoleReport } from './role-report.ts';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  Critical: 'error',
  High: 'error',
  Medium: 'warning',
  Low: 'note',
  Informational: 'note',
};

/** GitHub's code scanning sorts by this number. */
const securitySeverity: Readonly<Record<Severity, string>> = {
  Critical: '9.5',
  High: '8.0',
  Medium: '5.5',
  Low: '3.0',
  Informational: '0.0',
};

/** A path as a URI reference: SARIF wants that, and a file name may hold anything. */
const uriOf = (file: string): string =>
  file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');

/**
 * Findings for code scanning.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export const sarif = (
  roles: readonly { readonly file: string; readonly role: RoleReport }[],
): object => ({
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: 'lastkey',
          rules: checks.map(({ id, controls }) => ({ id, properties: { tags: controls } })),
        },
      },
      results: roles.flatMap(({ file, role }) =>
        role.findings.map((finding) => ({
          ruleId: finding.id,
          level: levels[finding.severity],
          message: { text: `${finding.message} ${finding.fix.description}` },
          locations: [
            {
              physicalLocation: { artifactLocation: { uri: uriOf(file) } },
              logicalLocations: [
                {
                  fullyQualifiedName:
                    finding.statement === null
                      ? role.source
                      : `${role.source}/Statement/${finding.statement}`,
                },
              ],
            },
          ],
          properties: {
            verdict: role.verdict,
            'security-severity': securitySeverity[finding.severity],
          },
        })),
      ),
    },
  ],
});
