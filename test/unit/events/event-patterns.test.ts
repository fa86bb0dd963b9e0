import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  eventPatternFor,
  memberPatternFor,
  quarantinePattern,
} from '../../../src/core/events/event-patterns.ts';
import { parseChange } from '../../../src/core/events/parse-change.ts';
import {
  type WatchedEventName,
  type WatchingFlow,
  watchedEvents,
} from '../../../src/core/events/watched-events.ts';
import { isQuarantinePolicy } from '../../../src/core/keys/exposure.ts';
import { matches } from './match-pattern.ts';

const flows: readonly WatchingFlow[] = [
  'access-key-changed',
  'key-exposed',
  'federation-used',
  'federation-changed',
];
const fixtures = new URL('../../fixtures/events/', import.meta.url);

type Json = Record<string, unknown>;

/** Every fixture as EventBridge would deliver it. */
const events = readdirSync(fixtures).flatMap((file) => {
  const parsed: unknown = JSON.parse(readFileSync(new URL(file, fixtures), 'utf8'));
  if (typeof parsed !== 'object' || parsed === null) return [];
  const input = parsed as Json;
  if ('detail-type' in input) return [{ file, event: input }];
  const { eventSource, recipientAccountId, eventTime, awsRegion } = input;
  if (typeof eventSource !== 'string' || !eventSource.endsWith('.amazonaws.com')) return [];
  return [
    {
      file,
      event: {
        version: '0',
        id: 'x',
        'detail-type': 'AWS API Call via CloudTrail',
        source: `aws.${eventSource.split('.')[0]}`,
        account: recipientAccountId,
        time: eventTime,
        region: awsRegion,
        resources: [],
        detail: input,
      },
    },
  ];
});

const eks = (partition: string, host: string) =>
  `arn:${partition}:iam::111122223333:oidc-provider/${host}/id/EXAMPLED539D4633E53DE1B71`;

const login = (identityProvider?: string, more: Json = {}): Json => ({
  source: 'aws.sts',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRoleWithWebIdentity',
    userIdentity: identityProvider === undefined ? {} : { identityProvider },
    ...more,
  },
});

describe('the pattern of a hub rule', () => {
  it('lets each watched fixture through to exactly one function, and nothing else', () => {
    for (const { file, event } of events) {
      const { eventName, eventSource } = (event['detail'] ?? {}) as Json;
      const watched = Object.hasOwn(watchedEvents, String(eventName))
        ? watchedEvents[eventName as WatchedEventName]
        : undefined;
      const isOurs = watched !== undefined && eventSource === `${watched.service}.amazonaws.com`;
      const through = flows.filter((flow) => matches(eventPatternFor(flow), event));
      expect({ file, through }).toEqual({ file, through: isOurs ? [watched.flow] : [] });
    }
    expect(events.length).toBeGreaterThan(30);
  });

  it('lets through what the parser reads as a change', () => {
    const changes = events.filter(({ event }) => parseChange(event).kind === 'change');
    expect(changes.length).toBeGreaterThan(25);
    for (const { event } of changes) {
      expect(flows.some((flow) => matches(eventPatternFor(flow), event))).toBe(true);
    }
  });

  it('says source, detail-type, event source and event name, and nothing more', () => {
    expect(eventPatternFor('federation-used')).toEqual({
      source: ['aws.sts'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: { eventSource: ['sts.amazonaws.com'], eventName: ['AssumeRoleWithWebIdentity'] },
    });
  });
});

describe('the pattern of a member rule', () => {
  const sts = memberPatternFor('sts', { ignoreIssuers: ['oidc.eks.*'] });

  it('watches every event of its service', () => {
    const names = (service: string) =>
      Object.entries(watchedEvents)
        .filter(([, event]) => event.service === service && event.flow !== 'key-exposed')
        .map(([name]) => name);
    const iam = memberPatternFor('iam', { ignoreIssuers: ['oidc.eks.*'] });
    expect(iam.detail['eventName']).toEqual(names('iam'));
    expect(sts.detail['eventName']).toEqual(names('sts'));
  });

  it.each([
    ['arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantine', true],
    ['arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2', true],
    ['arn:aws-us-gov:iam::aws:policy/AWSCompromisedKeyQuarantineV3', true],
    ['arn:aws:iam::aws:policy/AdministratorAccess', false],
    ['arn:aws:iam::111122223333:policy/AWSCompromisedKeyQuarantineV3', false],
  ])('of all attached policies takes a quarantine along: %s', (policyArn, isTaken) => {
    const event = {
      source: 'aws.iam',
      'detail-type': 'AWS API Call via CloudTrail',
      detail: {
        eventSource: 'iam.amazonaws.com',
        eventName: 'AttachUserPolicy',
        requestParameters: { userName: 'deployer', policyArn },
      },
    };
    expect(matches(quarantinePattern(), event)).toBe(isTaken);
    expect(isQuarantinePolicy(policyArn)).toBe(isTaken);
    expect(matches(memberPatternFor('iam', { ignoreIssuers: [] }), event)).toBe(false);
  });

  it.each([
    eks('aws', 'oidc.eks.eu-west-1.amazonaws.com'),
    eks('aws-cn', 'oidc.eks.cn-north-1.amazonaws.com.cn'),
    eks('aws-us-gov', 'oidc.eks.us-gov-west-1.amazonaws.com'),
  ])('leaves out the login of a pod by %s', (provider) => {
    expect(matches(sts, login(provider))).toBe(false);
  });

  it.each([
    [
      'GitHub Actions',
      login('arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'),
    ],
    [
      'a provider whose name only ends alike',
      login('arn:aws:iam::111122223333:oidc-provider/my-oidc.eks.example.com'),
    ],
    ['a built-in provider', login('accounts.google.com')],
    ['no provider in the record', login()],
    ['no caller in the record', login(undefined, { userIdentity: null })],
    [
      'a refusal',
      login('arn:aws:iam::111122223333:oidc-provider/gitlab.com', { errorCode: 'AccessDenied' }),
    ],
  ])('keeps a login with %s', (_, event) => {
    expect(matches(sts, event)).toBe(true);
  });

  it('can leave out a built-in provider by its bare name', () => {
    const pattern = memberPatternFor('sts', { ignoreIssuers: ['cognito-identity.amazonaws.com'] });
    expect(matches(pattern, login('cognito-identity.amazonaws.com'))).toBe(false);
    expect(matches(pattern, login('accounts.google.com'))).toBe(true);
  });

  it('fits into the 2,048 characters of EventBridge or says what to do', () => {
    expect(JSON.stringify(sts).length).toBeLessThanOrEqual(2048);
    const many = Array.from({ length: 100 }, (_, n) => `issuer-${n}.example.com/path/*`);
    expect(() => memberPatternFor('sts', { ignoreIssuers: many })).toThrow(/Ignore fewer issuers/);
  });

  it('never writes two stars in a row, which EventBridge refuses', () => {
    const pattern = memberPatternFor('sts', { ignoreIssuers: ['https://a**.example.com'] });
    expect(JSON.stringify(pattern)).toContain('*:oidc-provider/a*.example.com');
  });
});
