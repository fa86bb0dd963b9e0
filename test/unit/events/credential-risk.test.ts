import { describe, expect, it } from 'vitest';
import { credentialRiskPattern } from '../../../src/core/events/event-patterns.ts';
import { isOfHealth, parseCredentialRisk } from '../../../src/core/events/parse-credential-risk.ts';
import { matches } from './match-pattern.ts';

const arn = 'arn:aws:health:us-east-1::event/RISK/AWS_RISK_CREDENTIALS_EXPOSED/EXAMPLE1';
const event = (detail: object = {}, envelope: object = {}) => ({
  version: '0',
  id: '00000000-0000-4000-8000-000000000081',
  'detail-type': 'AWS Health Event',
  source: 'aws.health',
  account: '111122223333',
  time: '2026-11-03T10:30:00Z',
  region: 'us-east-1',
  resources: ['AKIAEXAMPLEDEPLOY001'],
  ...envelope,
  detail: {
    eventArn: arn,
    service: 'RISK',
    eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSED',
    eventTypeCategory: 'issue',
    startTime: 'Tue, 3 Nov 2026 10:20:00 GMT',
    affectedEntities: [{ entityValue: 'AKIAEXAMPLEDEPLOY001' }],
    ...detail,
  },
});

describe('an event of AWS Health', () => {
  it('about an exposed key names the key and the account, and reaches lastkey', () => {
    expect(isOfHealth(event())).toBe(true);
    expect(matches(credentialRiskPattern, event())).toBe(true);
    expect(parseCredentialRisk(event())).toEqual({
      kind: 'credential-risk',
      eventId: `${arn}/111122223333`,
      at: '2026-11-03T10:30:00.000Z',
      accountId: '111122223333',
      exposures: [
        {
          source: 'health-event',
          eventId: `${arn}/111122223333`,
          at: '2026-11-03T10:30:00.000Z',
          accountId: '111122223333',
          accessKeyId: 'AKIAEXAMPLEDEPLOY001',
        },
      ],
      others: [],
    });
  });

  it('has one id, whichever account, region or copy of it arrives', () => {
    const copies = [
      event(),
      event({}, { id: 'another', region: 'us-west-2' }),
      event({ affectedAccount: '111122223333' }, { account: '999988887777' }),
    ].map((each) => parseCredentialRisk(each));
    expect(new Set(copies.map((each) => 'eventId' in each && each.eventId)).size).toBe(1);
  });

  it('keeps apart what is no access key, and names each key once', () => {
    const entities = ['AKIAEXAMPLEDEPLOY001', 'AKIAEXAMPLEDEPLOY001', 'somebody@example.com'];
    expect(
      parseCredentialRisk(
        event({ affectedEntities: entities.map((entityValue) => ({ entityValue })) }),
      ),
    ).toMatchObject({ exposures: [{}], others: ['somebody@example.com'] });
  });

  it('about anything else, a suspicion included, is not for us', () => {
    const suspected = event({ eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSURE_SUSPECTED' });
    expect(matches(credentialRiskPattern, suspected)).toBe(false);
    expect(parseCredentialRisk(suspected)).toMatchObject({ kind: 'notForUs' });
  });

  it.each([
    ['its ARN', event({ eventArn: undefined })],
    ['a time', event({}, { time: 'yesterday' })],
    ['an account', event({}, { account: 'prod' })],
  ])('is unreadable without %s', (_, each) => {
    expect(parseCredentialRisk(each)).toMatchObject({ kind: 'unreadable' });
  });
});
