import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts one finding of cdk-nag on one construct and what is inside it.
 * @param finding as the report prints it after the pack's name: `IAM5[Resource::*]`. A bare rule
 *   name is taken without complaint and matches nothing when the rule reports findings one by one.
 * @param reason for an auditor: why it is so, and what limits it
 */
export const acknowledge = (on: IConstruct, finding: string, reason: string): void => {
  Validations.of(on).acknowledge({ id: `AwsSolutions::AwsSolutions-${finding}`, reason });
};
