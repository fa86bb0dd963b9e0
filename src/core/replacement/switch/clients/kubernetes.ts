import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { fill } from '../fill.ts';
import { yamlText } from '../text-in.ts';
import { pinned } from '../trust-pins.ts';

/**
 * A cluster outside of EKS, or EKS through its OIDC issuer: a projected service account token.
 * https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken
 */
export const kubernetes: WriteClientSide = (input) => {
  const url = input.plan.provider?.url;
  return {
    summary: 'the pod gets a token of its service account and assumes the role with it',
    keyIsIn: 'the Kubernetes secrets and the deployment that mounts them',
    steps: [
      'Give the workload a service account of its own, and mount its token for AWS (snippet deployment).',
      url?.startsWith('oidc.eks.')
        ? 'On EKS the same can be done by the annotation eks.amazonaws.com/role-arn on the service account, or by Pod Identity.'
        : `AWS must reach the issuer of the cluster (${url === undefined ? '--service-account-issuer' : `https://${url}`}) and its keys.`,
    ],
    snippets: { deployment: deployment(input) },
  };
};

const deployment = (input: ClientInput): string => {
  const subject = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(pinned(input.plan, 'sub') ?? '');
  const namespace = yamlText(subject?.[1] ?? fill(input.plan, 'namespace', 'namespace'));
  const account = yamlText(subject?.[2] ?? fill(input.plan, 'serviceAccount', 'service account'));
  return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${account}
  namespace: ${namespace}
---
# into the Deployment (Job, StatefulSet, …) of the workload
apiVersion: apps/v1
kind: Deployment
metadata:
  name: <deployment>
  namespace: ${namespace}
spec:
  template:
    spec:
      serviceAccountName: ${account}
      containers:
        - name: <container>
          env:
            - name: AWS_ROLE_ARN
              value: ${yamlText(input.roleArn)}
            - name: AWS_WEB_IDENTITY_TOKEN_FILE
              value: /var/run/secrets/aws/token
            - name: AWS_REGION
              value: ${yamlText(input.region)}
          volumeMounts:
            - name: aws-token
              mountPath: /var/run/secrets/aws
              readOnly: true
      volumes:
        - name: aws-token
          projected:
            sources:
              - serviceAccountToken:
                  audience: ${yamlText(input.plan.provider?.audience ?? 'sts.amazonaws.com')}
                  expirationSeconds: 3600 # the kubelet renews it, the SDK reads it again
                  path: token
`;
};
