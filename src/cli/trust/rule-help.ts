import type { Severity } from '../../core/federation/finding.ts';

/** What code scanning shows of a rule, whatever the policy. */
export interface RuleHelp {
  readonly title: string;
  readonly help: string;
  /** The gravest that it usually is; each result has its own. */
  readonly severity: Severity;
}

/** By check id. */
export const ruleHelp: Readonly<Record<string, RuleHelp>> = {
  'trust.oidc.everyone': {
    title: 'The role trusts everybody',
    help: 'A principal of "*", or one that only leaves somebody out, lets in any AWS account and any identity provider. Name the provider of your account.',
    severity: 'Critical',
  },
  'trust.oidc.duplicate-key': {
    title: 'A key stands twice, only the last one counts',
    help: 'JSON parsers, and so IAM, keep the last of two equal keys: the conditions under the first are gone. Merge both into one object.',
    severity: 'High',
  },
  'trust.oidc.subject-missing': {
    title: 'No condition on the subject',
    help: 'Everybody can get a token from a shared issuer. Without a condition on the subject the role is open to all its customers. Add the subject of your workload.',
    severity: 'Critical',
  },
  'trust.oidc.subject-wildcard': {
    title: 'The pattern on the subject lets strangers in',
    help: 'A wildcard crosses "/" and ":". "repo:acme*/*" fits an organization called acme-evil that anybody can register. Write the owner in full.',
    severity: 'Critical',
  },
  'trust.oidc.called-workflow-alone': {
    title: 'Only the called workflow is pinned',
    help: 'job_workflow_ref names the workflow that is called. Whoever can call it gets in, from any repository. Pin the calling repository as well.',
    severity: 'Critical',
  },
  'trust.oidc.caller-chosen-claim': {
    title: 'Only claims that the caller chooses are tested',
    help: 'Branch, environment and actor are values that anybody can have in a repository of their own. Pin the subject or the repository id.',
    severity: 'Critical',
  },
  'trust.oidc.negated-only': {
    title: 'The subject is only ruled out, never pinned',
    help: 'Keeping some subjects out lets every other one in. Add a condition that names the subject you mean.',
    severity: 'Critical',
  },
  'trust.oidc.session-name-tenancy': {
    title: 'The tenant is in the session name, and not pinned',
    help: 'Microsoft Sentinel uses one issuer for all its customers and tells them apart by the session name. Pin sts:RoleSessionName to your workspace.',
    severity: 'Critical',
  },
  'trust.oidc.public-sign-in': {
    title: 'Anybody can sign in',
    help: 'The identity provider serves the public, and no condition names a person or a service account. Pin the subject.',
    severity: 'Critical',
  },
  'trust.oidc.guest-identities': {
    title: 'Guests of the Cognito identity pool get in',
    help: 'Whoever knows the pool id can be a guest. Ask for "authenticated" in amr if the role is not meant for the public.',
    severity: 'Critical',
  },
  'trust.oidc.network-only': {
    title: 'Only a network address keeps strangers out',
    help: 'Any token of the issuer is let in from that network. Pin the subject too.',
    severity: 'High',
  },
  'trust.oidc.for-all-values': {
    title: 'ForAllValues holds when the key is absent',
    help: 'ForAllValues is true for an empty set. Claims are single values: use the plain operator.',
    severity: 'High',
  },
  'trust.oidc.if-exists': {
    title: 'IfExists holds when the key is absent',
    help: 'A token without the claim passes. Use the operator without IfExists.',
    severity: 'High',
  },
  'trust.oidc.unknown-key': {
    title: 'AWS never sets this condition key',
    help: 'Of a token AWS maps aud, sub, amr, email and, for a few providers, some more claims to condition keys. Any other key is absent, and nobody gets in.',
    severity: 'High',
  },
  'trust.oidc.wrong-prefix': {
    title: 'The condition key belongs to another provider',
    help: 'A key begins with the name of the provider that the statement trusts, path included. Another prefix is never set.',
    severity: 'High',
  },
  'trust.oidc.literal-wildcard': {
    title: 'A wildcard under an operator that knows none',
    help: 'StringEquals compares "*" as a character. Use StringLike, or write the value in full.',
    severity: 'High',
  },
  'trust.oidc.subject-incomplete': {
    title: 'The subject is only the beginning of one',
    help: 'A subject goes on after the repository, with the branch or the environment. Write all of it.',
    severity: 'High',
  },
  'trust.oidc.value-impossible': {
    title: 'No token can hold this value',
    help: 'The identity provider never issues a value of this form. Copy it from a token of the workload.',
    severity: 'High',
  },
  'trust.oidc.issuer-impossible': {
    title: 'No token has this issuer',
    help: 'The provider name is not one that the identity provider writes into iss. Nobody gets in.',
    severity: 'High',
  },
  'trust.oidc.wrong-action': {
    title: 'Web identities need another action',
    help: 'Tokens assume roles with sts:AssumeRoleWithWebIdentity, not with sts:AssumeRole.',
    severity: 'High',
  },
  'trust.oidc.nobody-gets-in': {
    title: 'Even the workload that is meant is refused',
    help: 'The token that the policy seems meant for was evaluated and refused; the message says by which condition.',
    severity: 'High',
  },
  'trust.oidc.tag-session': {
    title: 'Session tags without sts:TagSession',
    help: 'A token that carries tags needs the action sts:TagSession as well, else the login is denied.',
    severity: 'High',
  },
  'trust.oidc.subject-breadth': {
    title: 'More of the tenant gets in than one workload',
    help: 'Every project, branch or pod that the pattern fits can assume the role. Pin the one that needs it.',
    severity: 'Medium',
  },
  'trust.oidc.pull-request-subject': {
    title: 'Runs of pull requests get in',
    help: 'A pull request runs code before anybody has reviewed it. Give pull requests a role of their own with less to do.',
    severity: 'Medium',
  },
  'trust.oidc.provider-gone': {
    title: 'The OIDC provider does not exist',
    help: 'Nobody gets in now, and whoever creates a provider of that name brings the trust back to life. Remove the statement or the role.',
    severity: 'Medium',
  },
  'trust.oidc.refused-on-save': {
    title: 'IAM would refuse to save this policy today',
    help: 'For shared issuers IAM asks for a condition on the claim that names the tenant. A role that has such a policy keeps it until somebody edits it.',
    severity: 'Medium',
  },
  'trust.oidc.undecided': {
    title: 'Part of the policy could not be decided',
    help: 'AWS does not document what this part means, or IAM would not accept it. It is never taken as harmless.',
    severity: 'Medium',
  },
  'trust.oidc.several-providers': {
    title: 'One statement for several identity providers',
    help: 'Keys of one provider are absent from tokens of another. Write one statement for each.',
    severity: 'Low',
  },
  'trust.oidc.audience-missing': {
    title: 'No condition on the audience',
    help: 'Only the audience list of the provider object decides, and everybody who may edit it widens this role.',
    severity: 'Low',
  },
  'trust.oidc.run-phase': {
    title: 'Plan and apply use the same role',
    help: 'A speculative plan of any pull request can use what apply can. Pin run_phase.',
    severity: 'Low',
  },
  'trust.oidc.recyclable-name': {
    title: 'The subject holds names that can be registered again',
    help: 'After a rename or deletion somebody else can take the name. Subjects and claims with ids cannot be taken over.',
    severity: 'Low',
  },
  'trust.oidc.subject-forms': {
    title: 'One of the two GitHub subject forms only',
    help: 'GitHub has a subject with names and one with ids; a repository uses one of them. Name both while you change over.',
    severity: 'Informational',
  },
  'trust.oidc.foreign-tenant': {
    title: 'The tenant is not one of yours',
    help: 'The policy names an organization or group that the configuration does not list as your own: a name mistyped, copied from an example, or given up and taken by somebody else.',
    severity: 'Critical',
  },
  'trust.template.unknown-value': {
    title: 'The template leaves open who gets in',
    help: 'A parameter, an import or another function gives a value that is known when the stack is deployed. lastkey never calls such a role safe.',
    severity: 'Low',
  },
};
