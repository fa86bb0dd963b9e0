/**
 * Names of the hub account's resources that commands find the deployment by. The stacks name them
 * the same; a test holds the two together.
 */
export const hubNames = {
  caseTable: 'lastkey-cases',
  ledgerTable: 'lastkey-ledger',
  respondQueue: 'lastkey-respond',
  bus: 'lastkey',
  stopSwitch: '/lastkey/stop-switch',
  slackSecret: 'lastkey/slack',
  readRole: 'lastkey/lastkey-read',
  /** Rules on the hub's bus. */
  rules: [
    'lastkey-access-key-changed',
    'lastkey-federation-used',
    'lastkey-federation-changed',
    'lastkey-notify',
  ],
} as const;
