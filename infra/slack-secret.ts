import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { slackSecretName } from './names.ts';
import type { OperatedFunction } from './operated-function.ts';

/**
 * The Slack app's secrets, put in by hand after the first deployment. It has no value until then,
 * so that functions fail with an error instead of calling Slack with a made-up token.
 */
export class SlackSecret extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const secret = new CfnSecret(this, 'Secret', {
      name: slackSecretName,
      description:
        '{"botToken":"xoxb-…","signingSecret":"…","previousSigningSecret":"… (optional)"}',
    });
    this.arn = secret.ref;
    acknowledge(
      secret,
      'SMG4',
      'Slack issues these values: a bot token and a signing secret cannot be made anew from AWS. They are rotated by hand without downtime, because both signing secrets are accepted during the change (runbooks/rotate-slack-signing-secret.md).',
    );
  }

  grantRead(operated: OperatedFunction): void {
    operated.allow('ReadSlackSecret', ['secretsmanager:GetSecretValue'], [this.arn]);
  }
}
