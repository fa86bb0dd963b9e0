/**
 * A trust policy for one OIDC workload as text, audience and subject pinned.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
export const trustPolicyText = (options: {
  readonly accountId: string;
  /** Host and path, without `https://`. */
  readonly provider: string;
  /** Condition key name after the provider, to its value. */
  readonly equals: Readonly<Record<string, string>>;
  readonly like?: Readonly<Record<string, string>>;
}): string => {
  const keys = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [`${options.provider}:${key}`, value]),
    );
  return JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: {
            Federated: `arn:aws:iam::${options.accountId}:oidc-provider/${options.provider}`,
          },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: keys(options.equals),
            ...(options.like === undefined ? {} : { StringLike: keys(options.like) }),
          },
        },
      ],
    },
    null,
    2,
  );
};
