import { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { stopSwitchName } from './names.ts';
import type { OperatedFunction } from './operated-function.ts';

/**
 * Stops every act at once. Only the text `go` lets lastkey act: any other value, and a value that
 * cannot be read, stop it. A deployment does not reset a switch that was pulled.
 */
export class StopSwitch extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new StringParameter(this, 'Parameter', {
      parameterName: stopSwitchName,
      stringValue: 'go',
      allowedPattern: '^(go|stop)$',
      description: 'go: lastkey may act as configured. stop: it changes nothing anywhere.',
    });
  }

  grantRead(operated: OperatedFunction): void {
    operated.allow(
      'ReadStopSwitch',
      ['ssm:GetParameter'],
      [
        Stack.of(this).formatArn({
          service: 'ssm',
          resource: 'parameter',
          resourceName: stopSwitchName.slice(1),
        }),
      ],
    );
  }
}
