import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { checkPolicyDocument } from './check-policy-document.ts';
import { noSuchEntity } from './find.ts';
import { page } from './page.ts';
import type { PolicyHolder } from './policy-holder.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
export const putPolicy =
  (holder: PolicyHolder): Action =>
  (input, { account }) => {
    const { inlinePolicies } = holder.find(account, input);
    const document = requiredText(input, 'PolicyDocument');
    checkPolicyDocument(document);
    inlinePolicies.set(requiredText(input, 'PolicyName'), document);
    return {};
  };

export const deletePolicyOf =
  (holder: PolicyHolder): Action =>
  (input, { account }) => {
    const name = requiredText(input, 'PolicyName');
    if (!holder.find(account, input).inlinePolicies.delete(name)) throw noPolicy(holder, name);
    return {};
  };

/** The document is URL-encoded, as IAM answers it. */
export const getPolicyOf =
  (holder: PolicyHolder): Action =>
  (input, { account }) => {
    const name = requiredText(input, 'PolicyName');
    const document = holder.find(account, input).inlinePolicies.get(name);
    if (document === undefined) throw noPolicy(holder, name);
    const holderName = `${holder.kind}Name`;
    return {
      [holderName]: requiredText(input, holderName),
      PolicyName: name,
      PolicyDocument: encodeURIComponent(document),
    };
  };

export const listPoliciesOf =
  (holder: PolicyHolder): Action =>
  (input, { account }) => {
    const { members, more } = page([...holder.find(account, input).inlinePolicies.keys()], input);
    return { PolicyNames: members, ...more };
  };

const noPolicy = ({ kind }: PolicyHolder, name: string) =>
  noSuchEntity(`The ${kind.toLowerCase()} policy with name ${name} cannot be found.`);
