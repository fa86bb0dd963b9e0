import type { Action } from './action.ts';
import { cloudTrailActions } from './cloudtrail/cloudtrail-actions.ts';
import { eventsActions } from './events/events-actions.ts';
import { iamActions } from './iam/iam-actions.ts';
import { organizationsActions } from './organizations/organizations-actions.ts';
import { secretsManagerActions } from './secrets-manager/secrets-manager-actions.ts';
import { ssmActions } from './ssm/ssm-actions.ts';
import { stsActions } from './sts/sts-actions.ts';

/** All actions that we answer ourselves, by signing name of the service. */
export const actions: Readonly<Record<string, Readonly<Record<string, Action>>>> = {
  cloudtrail: cloudTrailActions,
  events: eventsActions,
  iam: iamActions,
  organizations: organizationsActions,
  secretsmanager: secretsManagerActions,
  ssm: ssmActions,
  sts: stsActions,
};
