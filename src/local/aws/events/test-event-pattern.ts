import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { requiredText } from '../input.ts';
import { eventPattern } from './pattern/event-pattern.ts';
import { invalidPattern } from './pattern/invalid-pattern.ts';

export const testEventPattern: Action = (input) => {
  const read = (name: string, refuse: (why: string) => AwsError): unknown => {
    try {
      return JSON.parse(requiredText(input, name));
    } catch (error) {
      throw refuse(String(error));
    }
  };
  const matches = eventPattern(read('EventPattern', invalidPattern));
  const event = read('Event', (why) => new AwsError('ValidationException', 400, why));
  return { Result: matches(event) };
};
