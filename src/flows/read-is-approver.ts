import { type Fact, known } from '../core/model/fact.ts';
import type { Clock, Slack } from './ports.ts';

/**
 * Whether a person is one of `exceptions.approvers` now. Any entry that says yes is enough; without
 * one, a single unknown makes it unknown.
 */
export const readIsApprover = async (
  slackUserId: string,
  ports: { readonly clock: Clock; readonly slack: Pick<Slack, 'isMemberOfUsergroup'> },
  approvers: readonly string[],
): Promise<Fact<boolean>> => {
  const configured = (value: boolean) => known(value, ports.clock.now(), 'configuration');
  if (approvers.includes(`user:${slackUserId}`)) return configured(true);
  const groups = approvers.filter((each) => each.startsWith('usergroup:'));
  const facts = await Promise.all(
    groups.map((group) =>
      ports.slack.isMemberOfUsergroup(group.slice('usergroup:'.length), slackUserId),
    ),
  );
  return (
    facts.find((fact) => fact.known && fact.value) ??
    facts.find((fact) => !fact.known) ??
    configured(false)
  );
};
