import { type Finding, federationControls } from '../../core/federation/finding.ts';
import type { UnknownValue } from './found-policy.ts';

export const unknownValueId = 'trust.template.unknown-value';

const listed = (names: readonly string[]): string => [...new Set(names)].join(', ');

/** What a template leaves open, one finding a statement. */
export const unknownValueFindings = (unknown: readonly UnknownValue[]): readonly Finding[] => {
  const statements = [...new Set(unknown.map(({ statement }) => statement))];
  return statements.map((statement) => {
    const here = unknown.filter((each) => each.statement === statement);
    const isExact = here.every(({ where }) => where === 'exact');
    const isWhole = here.some(({ where }) => where === 'whole');
    const isProvider = here.some(({ where }) => where === 'provider');
    const names = listed(here.map(({ name }) => name));
    const message = isWhole
      ? `Only a deployment knows ${names}, and the trust policy depends on it. Nothing can be said about it from here.`
      : isProvider
        ? `Only a deployment knows ${names}, and so which identity provider is trusted: judged as the one that the conditions name, if they name one.`
        : isExact
          ? `Only a deployment knows ${names}. It is compared as a whole, so no value is a pattern; whether it names the right workload cannot be told from here.`
          : `Only a deployment knows ${names}, in a pattern or another place that decides who gets in: a value with a wildcard opens the role further than judged here.`;
    return {
      id: unknownValueId,
      severity: isExact ? 'Informational' : 'Low',
      statement,
      message,
      fix: {
        description:
          isExact || isWhole
            ? 'Judge the deployed role as well: lastkey trust --role ARN.'
            : 'Compare with StringEquals, write the value into the template, or give the parameter one allowed value; and judge the deployed role: lastkey trust --role ARN.',
        patch: [],
      },
      controls: federationControls,
    };
  });
};
