import type { ActionContext } from '../action.ts';
import { AwsError } from '../aws-error.ts';

/** The state's key for a parameter named by name or by ARN. */
export const parameterKey = (name: string, { account, region }: ActionContext): string => {
  const [, ownRegion, accountId, ownName] =
    /^arn:aws:ssm:([^:]+):(\d{12}):parameter(\/.+|[^/].*)$/.exec(name) ?? [];
  return ownName === undefined
    ? `${account.accountId}/${region}/${name}`
    : `${accountId}/${ownRegion}/${ownName}`;
};

export const findParameter = (name: string, context: ActionContext) => {
  const parameter = context.organization.parameters.get(parameterKey(name, context));
  if (!parameter) throw new AwsError('ParameterNotFound', 400, `Parameter ${name} not found.`);
  return parameter;
};
