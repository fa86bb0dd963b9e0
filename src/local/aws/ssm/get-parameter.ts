import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { findParameter } from './find-parameter.ts';

/** A SecureString without `WithDecryption` answers its ciphertext, here some other text. */
export const getParameter: Action = (input, context) => {
  const parameter = findParameter(requiredText(input, 'Name'), context);
  const isReadable = parameter.type !== 'SecureString' || input['WithDecryption'] === true;
  return {
    Parameter: {
      Name: parameter.name,
      Type: parameter.type,
      Value: isReadable ? parameter.value : 'AQICAHh-encrypted',
      Version: parameter.version,
      LastModifiedDate: new Date(parameter.modifiedAt),
      ARN: parameter.arn,
      DataType: 'text',
    },
  };
};
