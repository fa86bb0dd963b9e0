import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accountNames } from '../../../src/adapters/aws/account-names.ts';
import { stopSwitch } from '../../../src/adapters/aws/stop-switch.ts';
import { type AccountId, parseAccountId } from '../../../src/core/model/ids.ts';
import { type LocalAws, startAws } from '../../../src/local/aws/start-aws.ts';

const hub = '999988887777';
const member = parseAccountId('111122223333') as AccountId;
const environmentBefore = { ...process.env };
let aws: LocalAws;

beforeAll(async () => {
  aws = await startAws({
    accounts: [
      { accountId: hub, name: 'Security tooling' },
      { accountId: member, name: 'Payments – production' },
    ],
  });
  Object.assign(process.env, aws.environment(hub));
});

afterEach(() => aws.faults.clear());

afterAll(async () => {
  process.env = environmentBefore;
  await aws.close();
});

const theSwitch = () => stopSwitch('/lastkey/stop-switch', 'us-east-1', 'amazonaws.com');

const setSwitch = async (value: string): Promise<void> => {
  const ssm = new SSMClient({});
  await ssm.send(
    new PutParameterCommand({
      Name: '/lastkey/stop-switch',
      Value: value,
      Type: 'String',
      Overwrite: true,
    }),
  );
  ssm.destroy();
};

describe('the stop switch', () => {
  it('means stop while the parameter does not exist', async () => {
    expect(await theSwitch().read()).toEqual({
      state: 'stop',
      why: 'the stop switch could not be read (ParameterNotFound)',
    });
  });

  it('lets act when it says go, and nothing else', async () => {
    await setSwitch('go');
    expect(await theSwitch().read()).toEqual({ state: 'go' });
    await setSwitch('Go');
    expect(await theSwitch().read()).toMatchObject({ state: 'stop' });
  });

  it.each(['throttle', 'deny', 'fail', 'drop'] as const)(
    'means stop when reading it meets: %s',
    async (effect) => {
      await setSwitch('go');
      aws.faults.add({ on: { service: 'ssm', action: 'GetParameter' }, effect });
      expect(await theSwitch().read()).toMatchObject({ state: 'stop' });
    },
  );
});

describe('an account name', () => {
  it('is the name in the organization, asked for once', async () => {
    const names = accountNames('aws');
    expect(await names.nameOf(member)).toBe('Payments – production');
    await names.nameOf(member);
    const asked = aws.calls.all().filter(({ action }) => action === 'DescribeAccount');
    expect(asked).toHaveLength(1);
  });

  it('is the id where the name may not be read, and of an account that is not there', async () => {
    const stranger = parseAccountId('123456789012') as AccountId;
    expect(await accountNames('aws').nameOf(stranger)).toBe(stranger);
    aws.faults.add({ on: { action: 'DescribeAccount' }, effect: 'deny' });
    expect(await accountNames('aws').nameOf(member)).toBe(member);
  });

  it('is worth a retry when the call is throttled', async () => {
    aws.faults.add({ on: { action: 'DescribeAccount' }, effect: 'throttle' });
    await expect(accountNames('aws').nameOf(member)).rejects.toMatchObject({ retry: 'yes' });
  });
});
