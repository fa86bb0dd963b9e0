import { expect, test } from 'vitest';
import {
  busName,
  physicalName,
  readRole,
  slackSecretName,
  stopSwitchName,
} from '../../infra/names.ts';
import { hubNames } from '../../src/core/model/hub-names.ts';

test('commands look for what the stacks name', () => {
  expect(hubNames).toEqual({
    caseTable: physicalName('cases'),
    ledgerTable: physicalName('ledger'),
    respondQueue: physicalName('respond'),
    bus: busName,
    stopSwitch: stopSwitchName,
    slackSecret: slackSecretName,
    readRole,
    rules: ['access-key-changed', 'federation-used', 'federation-changed', 'notify'].map(
      physicalName,
    ),
  });
});
