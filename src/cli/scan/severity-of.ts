import { type Severity, severities } from '../../core/federation/finding.ts';
import type { Reason, ReasonId } from '../../core/keys/reasons.ts';

/** How grave each reason is; `--fail-on` and the order of the output follow. Told in the help. */
export const severityOfReason: Readonly<Record<ReasonId, Severity>> = {
  exposed: 'Critical',
  'root-key': 'Critical',
  'owner-gone': 'High',
  're-activated': 'High',
  unused: 'Medium',
  'never-used': 'Medium',
  'too-old': 'Medium',
  'second-active-key': 'Medium',
  'replacement-in-use': 'Medium',
  undeclared: 'Low',
  'inactive-leftover': 'Low',
  'created-by-automation': 'Informational',
};

/** The gravest of the reasons; `Informational` when there are none. */
export const severityOf = (reasons: readonly Pick<Reason, 'id'>[]): Severity =>
  reasons
    .map(({ id }) => severityOfReason[id])
    .reduce(
      (worst, each) => (severities.indexOf(each) > severities.indexOf(worst) ? each : worst),
      'Informational',
    );

/** Gravest first. */
export const graver = (one: Severity, other: Severity): number =>
  severities.indexOf(other) - severities.indexOf(one);

/** The mapping in words, gravest first: `critical: exposed, root-key`. */
export const severityLegend = (): readonly string[] =>
  [...severities].reverse().flatMap((severity) => {
    const ids = Object.entries(severityOfReason).flatMap(([id, each]) =>
      each === severity ? [id] : [],
    );
    return ids.length === 0 ? [] : [`${severity.toLowerCase()}: ${ids.join(', ')}`];
  });
