import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { optionalText, requiredText } from '../input.ts';
import { parameterKey } from './find-parameter.ts';

const parameterTypes = ['String', 'StringList', 'SecureString'] as const;

export const putParameter: Action = (input, context) => {
  const { organization, account, region, now } = context;
  const name = requiredText(input, 'Name');
  const key = parameterKey(name, context);
  const known = organization.parameters.get(key);
  if (known && input['Overwrite'] !== true) {
    throw new AwsError(
      'ParameterAlreadyExists',
      400,
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  const asked = optionalText(input, 'Type') ?? known?.type;
  const type = parameterTypes.find((candidate) => candidate === asked);
  if (!type)
    throw new AwsError(
      'ValidationException',
      400,
      'A parameter type is required when you create a parameter.',
    );
  const version = (known?.version ?? 0) + 1;
  organization.parameters.set(key, {
    name,
    arn: `arn:aws:ssm:${region}:${account.accountId}:parameter${name.startsWith('/') ? '' : '/'}${name}`,
    type,
    value: requiredText(input, 'Value'),
    version,
    modifiedAt: now,
  });
  return { Version: version, Tier: 'Standard' };
};
