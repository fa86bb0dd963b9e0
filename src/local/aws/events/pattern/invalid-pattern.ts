import { AwsError } from '../../aws-error.ts';

export const invalidPattern = (why: string): AwsError =>
  new AwsError('InvalidEventPatternException', 400, `Event pattern is not valid. Reason: ${why}`);
