import type { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { OperatedFunction } from './operated-function.ts';
import { scheduledCall } from './scheduled-call.ts';

/** Calls a function every so many hours. */
export const everyHours = (
  scope: Construct,
  id: string,
  hours: number,
  operated: OperatedFunction,
): CfnSchedule =>
  scheduledCall(
    scope,
    id,
    {
      expression: hours === 1 ? 'rate(1 hour)' : `rate(${hours} hours)`,
      inWords: `every ${hours === 1 ? 'hour' : `${hours} hours`}`,
    },
    operated,
  );
