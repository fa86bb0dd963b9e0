import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { answerQueue } from '../../src/adapters/aws/answer-queue.ts';
import { takeInteraction } from '../../src/adapters/slack/interaction-endpoint.ts';
import { createSlack } from '../../src/adapters/slack/slack-client.ts';
import { slackSecretReader } from '../../src/adapters/slack/slack-secret.ts';
import { systemClock } from '../clock.ts';
import { readConfiguration } from '../configuration.ts';
import { readEnvironment } from '../environment.ts';
import { count, logger, observed } from '../middleware.ts';
import { environmentSchema } from './env.ts';

const environment = readEnvironment(environmentSchema);
const { exceptions } = readConfiguration();
const readSecret = slackSecretReader(environment.SLACK_SECRET_ARN);
const slack = createSlack({
  now: systemClock.now,
  botToken: async () => (await readSecret()).botToken,
  apiUrl: environment.SLACK_API_URL,
  // Two calls, a form and the word that it failed, fit into Slack's three seconds.
  timeoutMs: 1_200,
});
const queue = answerQueue(environment.ANSWER_QUEUE_URL);

const ports = {
  now: systemClock.now,
  signingSecrets: async () => {
    const { signingSecret, previousSigningSecret } = await readSecret();
    return previousSigningSecret === undefined
      ? [signingSecret]
      : [signingSecret, previousSigningSecret];
  },
  queueAnswer: queue.put,
  openForm: slack.openForm,
  tellClicker: slack.postEphemeral,
};

/** Slack's interaction endpoint. Neither the request nor anything in it is logged. */
export const handler = middy(
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { did, ...response } = await takeInteraction(event, ports, exceptions.maxDays);
    if (did.startsWith('unreadable')) count('Unreadable');
    logger.info(`slack-answered: ${did}`, { did });
    return response;
  },
).use(observed());
