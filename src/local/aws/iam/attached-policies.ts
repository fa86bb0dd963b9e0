import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { noSuchEntity } from './find.ts';
import { page } from './page.ts';
import { findManagedPolicy } from './policy-documents.ts';
import type { PolicyHolder } from './policy-holder.ts';
import { attachedShape } from './shapes.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const attachPolicy =
  (holder: PolicyHolder): Action =>
  (input, { account }) => {
    const { attachedPolicies } = holder.find(account, input);
    attachedPolicies.add(findManagedPolicy(account, requiredText(input, 'PolicyArn')).arn);
    return {};
  };

export const detachPolicy =
  (holder: PolicyHolder): Action =>
  (input, { account }) => {
    const arn = requiredText(input, 'PolicyArn');
    if (!holder.find(account, input).attachedPolicies.delete(arn)) {
      throw noSuchEntity(`Policy ${arn} was not found.`);
    }
    return {};
  };

export const listAttachedPolicies =
  (holder: PolicyHolder): Action =>
  (input, { account }) => {
    const { members, more } = page(attachedShape(account, holder.find(account, input)), input);
    return { AttachedPolicies: members, ...more };
  };
