/**
 * Names that the hub and the members must agree on without seeing each other's stacks. Everything
 * of lastkey's in an account can be found by them.
 */
export const busName = 'lastkey';

/** IAM path of every role, so that a service control policy can name them all in one pattern. */
export const rolePath = '/lastkey/';

/** Role names with their path and without the leading slash, as in the role's ARN. */
export const readRole = 'lastkey/lastkey-read';
export const respondRole = 'lastkey/lastkey-respond';
export const rotateRole = 'lastkey/lastkey-rotate';
export const repairRole = 'lastkey/lastkey-repair';
export const forwardRole = 'lastkey/lastkey-forward';

/** The name alone, as `AWS::IAM::Role` wants it beside the path. */
export const nameOfRole = (role: string): string => role.slice(role.lastIndexOf('/') + 1);

/**
 * The role of a hub function: members trust it by this name. Role names are unique in an account
 * whatever their path, and the hub account is a member too.
 */
export const functionRole = (functionName: string): string =>
  `${rolePath.slice(1)}${physicalName('hub')}-${functionName}`;

/** Function, queue and alarm names start alike: `lastkey-respond`. */
export const physicalName = (name: string): string => `lastkey-${name}`;

/** Names of the secrets that rotation writes in member accounts start so. */
export const rotatedSecrets = 'lastkey/keys/';

export const stopSwitchName = '/lastkey/stop-switch';
export const slackSecretName = 'lastkey/slack';
export const memberStackSetName = 'lastkey-member';
