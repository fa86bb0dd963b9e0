import type { OidcProviderChange } from '../core/events/change.ts';
import { type AudienceChange, audienceEffect } from '../core/federation/audience-effect.ts';
import { namedProvider } from '../core/federation/identity-provider-name.ts';
import { trustsProvider } from '../core/federation/trusts-provider.ts';
import {
  type ConcernedRole,
  type JudgeChangePorts,
  type JudgeChangeSettings,
  judgeRoles,
  readNow,
} from './judge-change.ts';
import type { FlowOutcome } from './ports.ts';

/** An OIDC provider came, went or changed: every role that trusts it is judged again, and named. */
export const judgeProviderChange = async (
  change: OidcProviderChange,
  subject: string,
  ports: JudgeChangePorts,
  settings: JudgeChangeSettings,
): Promise<FlowOutcome> => {
  const member = await ports.members.reading(change.accountId);
  const roles = readNow(await member.federatedRoles());
  const identityProviders = readNow(await member.oidcProviders());
  const unknowns = [
    ...(roles.known ? [] : [`Which roles trust it could not be read: ${roles.reason}.`]),
    ...(identityProviders.known
      ? []
      : [`The OIDC providers could not be read: ${identityProviders.reason}.`]),
  ];
  const arn = change.openIdConnectProviderArn;
  const trusting =
    roles.known && arn !== undefined
      ? roles.value.filter(({ trustPolicy }) => trustsProvider(trustPolicy, arn))
      : [];
  const itself = identityProviders.known
    ? identityProviders.value.find((each) => each.arn === arn)
    : undefined;
  const audience = audienceChange(change, itself?.clientIds);
  const concerned = trusting.map(({ arn: roleArn, trustPolicy, tags }): ConcernedRole => {
    const effect = audience === undefined ? undefined : audienceEffect(trustPolicy, audience);
    return {
      roleArn,
      trustPolicy,
      tags,
      ...(effect === undefined ? {} : { findings: [effect] }),
      unknowns,
    };
  });
  const { judged, worse } = await judgeRoles(
    change,
    subject,
    concerned,
    identityProviders,
    unknowns,
    ports,
    settings,
  );
  const did = `judged ${judged} roles, ${worse} worse than before: ${change.kind}`;
  return { did: unknowns.length === 0 ? did : `${did}, with unknowns`, subject, change };
};

const audienceChange = (
  change: OidcProviderChange,
  listed: readonly string[] | undefined,
): AudienceChange | undefined => {
  const provider = namedProvider(change.openIdConnectProviderArn ?? '')?.name;
  const isAudience =
    change.kind === 'AddClientIDToOpenIDConnectProvider' ||
    change.kind === 'RemoveClientIDFromOpenIDConnectProvider';
  if (!isAudience || provider === undefined || change.clientId === undefined) return undefined;
  const is = change.kind === 'AddClientIDToOpenIDConnectProvider' ? 'added' : 'removed';
  return { provider, audience: change.clientId, is, ...(listed === undefined ? {} : { listed }) };
};
