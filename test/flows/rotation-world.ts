import { inspect } from 'node:util';
import type { AccessKeyState } from '../../src/core/keys/access-key.ts';
import type { KeyCase } from '../../src/core/keys/key-case.ts';
import { renderCaseMessage } from '../../src/core/messages/render-case-message.ts';
import { renderNotice } from '../../src/core/messages/render-notice.ts';
import type { Configuration } from '../../src/core/model/configuration.ts';
import { LastkeyError } from '../../src/core/model/errors.ts';
import { known } from '../../src/core/model/fact.ts';
import { type AccessKeyId, parseAccessKeyId } from '../../src/core/model/ids.ts';
import { addSeconds, type Instant } from '../../src/core/model/instant.ts';
import type { FlowOutcome } from '../../src/flows/ports.ts';
import { rotateKey } from '../../src/flows/rotate-key.ts';
import type { RotatingAccount, RotationRequest } from '../../src/flows/rotation-ports.ts';
import { sampleException } from '../unit/keys/sample-exception.ts';
import { sampleCase } from '../unit/messages/sample-case.ts';
import { configurationOf, deliverAll, key, passTime } from './key-story.ts';
import { type MemoryWorld, memoryWorld } from './memory-ports.ts';

/** Recognisable wherever it might turn up. */
export const secretMark = 'wJalrXUtnFEMI/K7MDENG/';

export const rotating = (yaml = 'mode: enforce'): Configuration =>
  configurationOf(`${yaml}\nrotation: { everyDays: 90 }\nexceptions: { maxDays: 365 }`);

const owner = `${key.accountId}/${key.userName}`;

/** What happens around the n-th call of a run: it never comes back, or it fails, before or after. */
export interface Trouble {
  readonly at: number | readonly number[];
  readonly kind: 'dies-before' | 'dies-after' | 'fails-before' | 'fails-after' | 'breaks';
}

interface Stored {
  readonly userName: string;
  readonly arn: string;
  readonly versions: { readonly versionId: string; readonly value: string; stages: string[] }[];
}

export interface RotationWorld {
  readonly world: MemoryWorld;
  readonly secrets: Map<string, Stored>;
  /** Names of the calls that a run made, in order. */
  readonly calls: string[];
  /** Everything that went to a log: outcomes and errors, with their causes. */
  readonly logged: string[];
  /** How a single call is answered instead. */
  readonly answers: Partial<RotatingAccount['keys'] & RotatingAccount['secrets']>;
  keys(): readonly AccessKeyState[];
  oldCase(): KeyCase;
  successor(): AccessKeyState | undefined;
  use(accessKeyId: AccessKeyId, service?: string): void;
  /** One run for one request; `'died'` when it never came back. */
  run(request: RotationRequest, trouble?: Trouble): Promise<FlowOutcome | 'died' | LastkeyError>;
  /** `advance-cases`, then whatever was asked for, then Slack. */
  tick(at: Instant, trouble?: Trouble): Promise<(FlowOutcome | 'died' | LastkeyError)[]>;
}

/** A key of 99 days, in daily use, under an exception of its user until the summer. */
export const rotationWorld = (
  configuration = rotating(),
  changes: Partial<KeyCase> = {},
): RotationWorld => {
  const world = memoryWorld('2027-02-10T09:00:00.000Z');
  const expiresAt = '2027-08-01T00:00:00.000Z' as Instant;
  world.keys.set(owner, [{ ...key, status: 'Active' }]);
  world.exceptions.push(
    sampleException({ scope: { kind: 'user', userName: key.userName }, expiresAt }),
  );
  world.cases.set(
    `${owner}/${key.accessKeyId}`,
    sampleCase({
      key,
      version: 1,
      stage: 'excepted',
      mode: 'enforce',
      dueAt: expiresAt,
      nextStepAt: world.now,
      notices: [],
      ...changes,
    }),
  );
  const secrets = new Map<string, Stored>();
  const calls: string[] = [];
  const logged: string[] = [];
  const answers: RotationWorld['answers'] = {};
  let pending: RotationRequest[] = [];
  let made = 0;

  const account: RotatingAccount = {
    keys: {
      accessKeys: () => Promise.resolve(known(world.keys.get(owner) ?? null, world.now, 'IAM')),
      lastUse: (id) =>
        Promise.resolve(
          world.faults.get('GetAccessKeyLastUsed') ??
            known(world.lastUses.get(id) ?? null, world.now, 'IAM'),
        ),
      createKey: (userName) => {
        const held = world.keys.get(owner) ?? [];
        if (held.length >= 2) return Promise.resolve({ kind: 'limit' });
        made += 1;
        const accessKeyId = parseAccessKeyId(`AKIASUCCESSOR${String(made).padStart(7, 'A')}`);
        if (accessKeyId === undefined) throw new Error('The sample is wrong.');
        const state = { ...key, userName, accessKeyId, createdAt: world.now, status: 'Active' };
        world.keys.set(owner, [...held, state as AccessKeyState]);
        const value = `${secretMark}${made}`;
        return Promise.resolve({
          kind: 'created',
          key: state as AccessKeyState,
          secret: { open: () => value },
        });
      },
      answersAs: ({ accessKeyId }) => {
        world.lastUses.set(accessKeyId, { at: world.now, service: 'sts', region: 'us-east-1' });
        return Promise.resolve(true);
      },
      disable: (of) => {
        setStatus(world, of.accessKeyId, 'Inactive');
        return Promise.resolve();
      },
      deleteKey: (of) => {
        const rest = (world.keys.get(owner) ?? []).filter(
          ({ accessKeyId }) => accessKeyId !== of.accessKeyId,
        );
        world.keys.set(owner, rest);
        return Promise.resolve();
      },
    },
    secrets: {
      prepare: (name, userName) => {
        const arn = `arn:aws:secretsmanager:us-east-1:${key.accountId}:secret:${name}-AbCdEf`;
        if (!secrets.has(arn)) secrets.set(arn, { arn, userName, versions: [] });
        return Promise.resolve({ kind: 'ready', arn });
      },
      putPending: (arn, of, secret) => {
        const versionId = `lastkey-successor-${of.accessKeyId}`;
        const versions = secrets.get(arn)?.versions ?? [];
        const stages = versions.length === 0 ? ['AWSCURRENT', 'AWSPENDING'] : ['AWSPENDING'];
        for (const version of versions) {
          version.stages = version.stages.filter((stage) => stage !== 'AWSPENDING');
        }
        versions.push({ versionId, value: secret.open(), stages });
        return Promise.resolve({ arn, versionId });
      },
      makeCurrent: ({ arn, versionId }) => {
        for (const version of secrets.get(arn)?.versions ?? []) {
          const wasCurrent = version.stages.includes('AWSCURRENT');
          if (version.versionId === versionId) version.stages = ['AWSCURRENT'];
          else version.stages = wasCurrent ? ['AWSPREVIOUS'] : [];
        }
        return Promise.resolve();
      },
    },
  };

  const run: RotationWorld['run'] = async (request, trouble) => {
    calls.length = 0;
    let died: () => void = () => undefined;
    const death = new Promise<'died'>((resolve) => {
      died = () => resolve('died');
    });
    const meet = async (place: number, kinds: readonly Trouble['kind'][]) => {
      if (trouble === undefined || !kinds.includes(trouble.kind)) return;
      if (![trouble.at].flat().includes(place)) return;
      if (trouble.kind.startsWith('dies')) {
        died();
        await new Promise(() => undefined);
      }
      if (trouble.kind === 'breaks') throw new Error(`what broke repeats ${secretMark}`);
      throw new LastkeyError('aws-call-failed', 'It failed: throttled.', { retry: 'yes' });
    };
    const through = <Port extends object>(name: string, port: Port): Port =>
      new Proxy(port, {
        get: (target, property) => {
          const call = Reflect.get(target, property) as unknown;
          if (typeof call !== 'function') return call;
          return async (...parameters: unknown[]) => {
            calls.push(`${name}.${String(property)}`);
            const place = calls.length;
            await meet(place, ['dies-before', 'fails-before', 'breaks']);
            const result = (await Reflect.apply(call, target, parameters)) as unknown;
            await meet(place, ['dies-after', 'fails-after']);
            return result;
          };
        },
      });
    const ports = {
      clock: world.clock,
      accounts: {
        rotating: () =>
          Promise.resolve({
            keys: through('keys', { ...account.keys, ...answers }),
            secrets: through('secrets', { ...account.secrets, ...answers }),
          }),
      },
      cases: through('cases', world.caseTable),
      exceptions: through('exceptions', world.exceptionsPort),
      ledger: through('ledger', world.ledgerPort),
      events: through('events', world.eventsPort),
      stopSwitch: through('stopSwitch', world.stopSwitchPort),
    };
    const settings = { configuration, deployedMode: 'enforce' as const };
    const outcome = await Promise.race([
      death,
      rotateKey(request, ports, settings).catch((error: unknown) => {
        logged.push(inspect(error, { depth: 10, showHidden: true }));
        if (error instanceof LastkeyError) return error;
        // The drill's own error, out of a place where no secret was in reach.
        return new LastkeyError('unexpected', 'unexpected', { retry: 'yes' });
      }),
    ]);
    logged.push(inspect(outcome, { depth: 10 }));
    return outcome;
  };

  return {
    world,
    secrets,
    calls,
    logged,
    answers,
    keys: () => world.keys.get(owner) ?? [],
    oldCase: () => {
      const found = world.cases.get(`${owner}/${key.accessKeyId}`);
      if (found === undefined) throw new Error('There is no case.');
      return found;
    },
    successor: () =>
      world.keys.get(owner)?.find(({ accessKeyId }) => accessKeyId !== key.accessKeyId),
    use: (accessKeyId, service = 's3') => {
      world.lastUses.set(accessKeyId, { at: world.now, service, region: 'eu-west-1' });
    },
    run,
    tick: async (at, trouble) => {
      await passTime(world, at, configuration);
      pending.push(...world.rotationRequests.splice(0));
      const outcomes: (FlowOutcome | 'died' | LastkeyError)[] = [];
      const again: RotationRequest[] = [];
      for (const request of pending) {
        const outcome = await run(request, trouble);
        if (outcome === 'died' || (outcome instanceof LastkeyError && outcome.retry === 'yes')) {
          again.push(request);
        }
        outcomes.push(outcome);
        world.now = addSeconds(world.now, 1);
      }
      pending = again;
      deliverAll(world);
      return outcomes;
    },
  };
};

/** Everything that lastkey wrote, sent, said or logged; not what IAM and Secrets Manager hold. */
export const traces = ({ world, logged }: RotationWorld): string =>
  [
    JSON.stringify([...world.cases.values(), ...world.exceptions]),
    JSON.stringify([...world.ledger.values()]),
    JSON.stringify([...world.events, ...world.requests, ...world.rotationRequests]),
    ...[...world.cases.values()].flatMap((keyCase) => [
      JSON.stringify(renderCaseMessage(keyCase)),
      ...keyCase.notices.map((notice) => JSON.stringify(renderNotice(keyCase, notice))),
    ]),
    ...logged,
  ].join('\n');

export const setStatus = (
  world: MemoryWorld,
  accessKeyId: AccessKeyId,
  status: 'Active' | 'Inactive',
): void => {
  const states = world.keys.get(owner) ?? [];
  world.keys.set(
    owner,
    states.map((each) => (each.accessKeyId === accessKeyId ? { ...each, status } : each)),
  );
};
