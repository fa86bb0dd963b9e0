import { globMatches } from '../policy/glob-matches.ts';
import type { ResolvedResource } from './template.ts';

/** What calls a function by the function's own policy. */
export interface Invoker {
  /** `events.amazonaws.com` or `apigateway.amazonaws.com` */
  readonly service: string;
  /** ARN of the rule, or of the route of the API. */
  readonly sourceArn: string;
}

/**
 * Makes sure that an `AWS::Lambda::Permission` of the stack lets a service invoke a function:
 * without one, AWS drops the event or answers 500.
 * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 * @throws Error that names what is missing
 */
export const requireInvokePermission = (
  resources: readonly ResolvedResource[],
  functionName: string,
  { service, sourceArn }: Invoker,
): void => {
  const isAllowed = resources
    .filter(({ type }) => type === 'AWS::Lambda::Permission')
    .some(
      ({ properties }) =>
        properties['Action'] === 'lambda:InvokeFunction' &&
        String(properties['FunctionName']).split(':').at(-1) === functionName &&
        properties['Principal'] === service &&
        globMatches(String(properties['SourceArn'] ?? '*'), sourceArn),
    );
  if (isAllowed) return;
  throw new Error(
    `${sourceArn} may not invoke ${functionName}: the template has no AWS::Lambda::Permission for ${service} with that source. Add one.`,
  );
};
