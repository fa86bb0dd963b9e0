import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { isNamed } from '../../adapters/aws/aws-failure.ts';
import { signedJsonCall } from '../../adapters/aws/signed-json-call.ts';
import type { Configuration } from '../../core/model/configuration.ts';
import { hubNames } from '../../core/model/hub-names.ts';
import { type Check, checkOf } from './check.ts';

const deploy = 'Deploy the hub stack in this account and Region, or name another with --region.';

/** What the hub account holds, looked at with the operator's credentials. */
export const checkHub = async (configuration: Configuration): Promise<readonly Check[]> => {
  const sts = new STSClient({});
  const { hubAccount } = configuration.organization;
  return Promise.all([
    checkOf('credentials', async () => {
      const { Account: account, Arn: arn } = await sts.send(new GetCallerIdentityCommand({}));
      return account === hubAccount
        ? { status: 'ok', what: `${arn} in the hub account` }
        : {
            status: 'failed',
            what: `${arn} is in account ${account}, and the configuration names hub account ${hubAccount}`,
            next: 'Use credentials of the hub account, or correct organization.hubAccount.',
          };
    }),
    ...[hubNames.caseTable, hubNames.ledgerTable].map(checkTable),
    checkOf('respond-queue', async () => {
      try {
        await new SQSClient({}).send(new GetQueueUrlCommand({ QueueName: hubNames.respondQueue }));
        return { status: 'ok', what: `queue ${hubNames.respondQueue} is there` };
      } catch (error) {
        if (!/NonExistentQueue|QueueDoesNotExist/.test(String((error as Error).name))) throw error;
        return {
          status: 'failed',
          what: `there is no queue ${hubNames.respondQueue}`,
          next: deploy,
        };
      }
    }),
    checkOf('stop-switch', () => checkStopSwitch(sts)),
    ...hubNames.rules.map(checkRule),
  ]);
};

const checkTable = (table: string): Promise<Check> =>
  checkOf(`table ${table}`, async () => {
    const [pk, sk] = table === hubNames.ledgerTable ? ['day', 'id'] : ['pk', 'sk'];
    try {
      await new DynamoDBClient({}).send(
        new GetItemCommand({
          TableName: table,
          Key: { [pk ?? 'pk']: { S: 'doctor' }, [sk ?? 'sk']: { S: 'doctor' } },
        }),
      );
      return { status: 'ok', what: 'can be read' };
    } catch (error) {
      if (!isNamed(error, 'ResourceNotFound')) throw error;
      return { status: 'failed', what: 'there is no such table', next: deploy };
    }
  });

const checkStopSwitch = async (sts: STSClient): Promise<Omit<Check, 'id'>> => {
  const region = process.env['AWS_REGION'] ?? 'us-east-1';
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const answer = await signedJsonCall(
    {
      service: 'SSM',
      signingName: 'ssm',
      target: 'AmazonSSM.GetParameter',
      host: `ssm.${region}.${suffix}`,
      region,
    },
    { Name: hubNames.stopSwitch },
    // Whatever chain the SDK found them by: profile, environment, single sign-on.
    await sts.config.credentials(),
  );
  const value = (answer['Parameter'] as { readonly Value?: unknown } | undefined)?.Value;
  return value === 'go'
    ? { status: 'ok', what: 'says go' }
    : {
        status: 'failed',
        what: `says "${String(value)}": lastkey changes nothing anywhere`,
        next: 'If it may act again: /lastkey go in Slack, or runbooks/pull-the-stop-switch.md.',
      };
};

const checkRule = (rule: string): Promise<Check> =>
  checkOf(`rule ${rule}`, async () => {
    try {
      const { State: state } = await new EventBridgeClient({}).send(
        new DescribeRuleCommand({ Name: rule, EventBusName: hubNames.bus }),
      );
      return state?.startsWith('ENABLED') === true
        ? { status: 'ok', what: `is ${state}` }
        : { status: 'failed', what: `is ${state}`, next: 'Enable the rule, or deploy again.' };
    } catch (error) {
      if (!isNamed(error, 'ResourceNotFound')) throw error;
      return { status: 'failed', what: `is not on bus ${hubNames.bus}`, next: deploy };
    }
  });
