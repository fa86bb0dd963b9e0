import { conditionsOn } from '../conditions-of.ts';
import { accessControls, type Check } from '../finding.ts';
import { addCondition } from '../policy-patch.ts';

/** Cognito: guests are anybody who knows the pool id. */
export const guestIdentities: Check = {
  id: 'trust.oidc.guest-identities',
  controls: accessControls,
  run: ({ policy, trusted, exploration }) =>
    trusted
      .filter(({ entry }) => entry.id === 'cognito')
      .flatMap((each) => {
        const { statement, provider } = each;
        const takesGuests = exploration.accepted.some(
          ({ trusted: by, candidate }) =>
            by.statement === statement && candidate.form.id === 'guest',
        );
        if (!takesGuests && conditionsOn(each, 'amr').length > 0) return [];
        return [
          {
            severity: takesGuests ? ('Critical' as const) : ('Medium' as const),
            statement: statement.index,
            message: takesGuests
              ? 'Guests of the identity pool get this role: anybody who knows the pool id.'
              : 'Nothing tells guests from signed-in users: if the pool takes guests, anybody who knows its id gets this role.',
            fix: {
              description: 'Let in authenticated identities only.',
              patch: takesGuests
                ? []
                : addCondition(
                    policy,
                    statement,
                    'ForAnyValue:StringLike',
                    `${provider}:amr`,
                    'authenticated',
                  ),
            },
          },
        ];
      }),
};
