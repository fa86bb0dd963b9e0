import { conditionsOn } from '../conditions-of.ts';
import { accessControls, type Check } from '../finding.ts';
import { globMatches, parseGlob } from '../glob.ts';
import { changeCondition } from '../policy-patch.ts';

/** A pattern whose owner has a star at its end, without the star; any other stays as it is. */
const named = (value: string): string => value.replace(/^([a-z_]+:[^/:*?]+)\*+(?=[/:])/, '$1');

/** The pattern on the subject is what lets a stranger in: shown by the witness that it matches. */
export const subjectWildcard: Check = {
  id: 'trust.oidc.subject-wildcard',
  controls: accessControls,
  run: ({ policy, exploration }) =>
    exploration.accepted
      .filter(({ scope }) => scope === 'world')
      .flatMap(({ trusted, claims }) => {
        const { statement, provider, entry } = trusted;
        const subject = String(claims['sub'] ?? '');
        const loose = conditionsOn(trusted, 'sub').flatMap((condition) =>
          condition.operator.compare === 'StringLike'
            ? condition.values
                .filter((value) => /[*?]/.test(value) && globMatches(parseGlob(value), subject))
                .map((value) => ({ condition, value }))
            : [],
        );
        return loose.map(({ condition, value }) => ({
          severity: 'Critical' as const,
          statement: statement.index,
          message: `"${value}" matches subjects of strangers: "${subject}" is one of ${entry.name} that anybody can get. A wildcard crosses "/" and ":".`,
          fix: {
            description:
              `Name the owner in full, up to the separator after it, and prefer ids. ${provider === 'token.actions.githubusercontent.com' ? 'To cover both GitHub subject forms list both; "repo:org*/*" also matches every owner whose name starts alike.' : ''}`.trim(),
            patch:
              named(value) === value
                ? []
                : changeCondition(policy, statement, condition, {
                    values: condition.values.map((other) =>
                      other === value ? named(value) : other,
                    ),
                  }),
          },
        }));
      }),
};
