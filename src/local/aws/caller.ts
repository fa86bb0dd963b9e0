/** Who made a call: what the access key id in its signature stands for. Signatures are not checked. */
export type Caller =
  | {
      readonly type: 'IAMUser';
      readonly accountId: string;
      readonly arn: string;
      readonly principalId: string;
      readonly userName: string;
      readonly accessKeyId: string;
    }
  | {
      readonly type: 'Root';
      readonly accountId: string;
      readonly arn: string;
      readonly principalId: string;
      readonly accessKeyId: string;
    }
  | {
      readonly type: 'AssumedRole';
      readonly accountId: string;
      /** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
      readonly arn: string;
      /** `<role id>:<session>` */
      readonly principalId: string;
      readonly accessKeyId: string;
      readonly roleArn: string;
      readonly roleName: string;
      readonly roleId: string;
      readonly sessionName: string;
      /** Milliseconds since the epoch. */
      readonly issuedAt: number;
      readonly expiresAt: number;
    };

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
