import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { physicalName } from './names.ts';
import type { OperatedFunction } from './operated-function.ts';

/** The address that Slack posts clicks to. */
export class SlackEndpoint extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, props: { readonly answered: OperatedFunction }) {
    super(scope, id);
    const api = new HttpApi(this, 'Api', {
      apiName: physicalName('slack'),
      description: 'Clicks in the Slack messages of lastkey',
      createDefaultStage: false,
    });
    const [route] = api.addRoutes({
      path: '/slack/interactions',
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Answered', props.answered.lambda, {
        timeout: Duration.seconds(10),
      }),
    });
    if (route !== undefined) {
      acknowledge(
        route,
        'APIG4',
        "Slack cannot sign in to AWS. The function verifies Slack's signature over the raw request, in constant time and at most five minutes old, before it reads anything (https://docs.slack.dev/authentication/verifying-requests-from-slack).",
      );
    }
    const logGroup = new LogGroup(this, 'AccessLogs', {
      logGroupName: `/lastkey/slack-endpoint`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: api,
      autoDeploy: true,
      // Far more than people click, far less than would cost or fill the queue.
      throttle: { rateLimit: 20, burstLimit: 40 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(
          JSON.stringify({
            at: '$context.requestTime',
            requestId: '$context.requestId',
            sourceIp: '$context.identity.sourceIp',
            route: '$context.routeKey',
            status: '$context.status',
            latencyMs: '$context.responseLatency',
            integrationError: '$context.integrationErrorMessage',
          }),
        ),
      },
    });
    this.url = `${api.apiEndpoint}/slack/interactions`;
  }
}
