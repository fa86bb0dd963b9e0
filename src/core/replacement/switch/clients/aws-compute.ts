import { nameOfArn } from '../../../model/ids.ts';
import type { KeyUsage } from '../../../usage/key-usage.ts';
import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { fill, known } from '../fill.ts';
import { shellWord } from '../text-in.ts';
import { trustedServices } from '../trust-pins.ts';

const services = ['ec2', 'ecs', 'eks', 'lambda'] as const;
type Service = (typeof services)[number];

/**
 * A workload on AWS: the service hands it the role, and the SDK finds the credentials by itself.
 * https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export const awsCompute: WriteClientSide = (input) => {
  const service = serviceOf(input);
  const other = service === undefined ? otherServiceOf(input) : undefined;
  const fits = service !== undefined ? [service] : other !== undefined ? [] : services;
  return {
    summary:
      service === undefined && other === undefined
        ? 'the service that runs the workload hands it the role'
        : `${service === undefined ? other : names[service]} hands the workload the role`,
    keyIsIn: 'the environment, the configuration files and the secrets of the workload',
    steps: [
      ...(fits.length === services.length
        ? [
            'Find out what runs the workload, and take the one snippet that fits: ec2, ecs, eks or lambda.',
          ]
        : []),
      ...(other === undefined
        ? []
        : [
            `Make it the role that ${other} gives the workload: of the project, job or service, in the code that defines it.`,
          ]),
      ...fits.map((each) => attach[each]),
      'Take the credentials out of the code: an SDK client without any finds those of the role.',
    ],
    snippets: Object.fromEntries(fits.map((each) => [each, snippets[each](input)])),
  };
};

/** CodeBuild, Glue, App Runner, …: known, and attached in a way of its own. */
const otherServiceOf = ({ plan }: ClientInput): string | undefined =>
  known(plan, 'service') ?? trustedServices(plan)[0];

const names: Record<Service, string> = {
  ec2: 'EC2',
  ecs: 'ECS',
  eks: 'EKS Pod Identity',
  lambda: 'Lambda',
};

const attach: Record<Service, string> = {
  ec2: 'On EC2, attach the role as instance profile and require IMDSv2 (snippet ec2).',
  ecs: 'On ECS, make it the task role (in the task definition, snippet ecs: taskRoleArn, not executionRoleArn) and deploy again.',
  eks: 'On EKS, associate it with the service account through Pod Identity and restart the pods (snippet eks; the AWS side of a new role has the association already).',
  lambda: 'On Lambda, make it the role of the function (snippet lambda).',
};

const snippets: Record<Service, (input: ClientInput) => string> = {
  ec2: (input) => `aws ec2 associate-iam-instance-profile --region ${shellWord(input.region)} \\
  --instance-id ${shellWord(fill(input.plan, 'instanceId', 'instance id'))} --iam-instance-profile Name=${shellWord(nameOfArn(input.roleArn))}
aws ec2 modify-instance-metadata-options --region ${shellWord(input.region)} \\
  --instance-id ${shellWord(fill(input.plan, 'instanceId', 'instance id'))} --http-tokens required
# on the instance
aws sts get-caller-identity
`,
  ecs: (input) =>
    `${JSON.stringify(
      { family: fill(input.plan, 'taskFamily', 'task family'), taskRoleArn: input.roleArn },
      null,
      2,
    )}\n`,
  eks: (
    input,
  ) => `# the add-on eks-pod-identity-agent must run in the cluster; on Fargate use the OIDC issuer instead
aws eks create-pod-identity-association --region ${shellWord(input.region)} \\
  --cluster-name ${shellWord(fill(input.plan, 'cluster', 'EKS cluster'))} \\
  --namespace ${shellWord(fill(input.plan, 'namespace', 'namespace'))} \\
  --service-account ${shellWord(fill(input.plan, 'serviceAccount', 'service account'))} \\
  --role-arn ${shellWord(input.roleArn)}
`,
  lambda: (
    input,
  ) => `aws lambda update-function-configuration --region ${shellWord(input.region)} \\
  --function-name ${shellWord(fill(input.plan, 'functionName', 'function'))} --role ${shellWord(input.roleArn)}
`,
};

/** Told, or what the trust policy lets in, or what the SDK said of itself when the key was used. */
const serviceOf = ({ plan, usage }: ClientInput): Service | undefined =>
  toService(known(plan, 'service') ?? '') ??
  only(trustedServices(plan).map(toService)) ??
  only((usage ?? noUse).userAgents.map(({ value }) => toService(environmentIn(value))));

const noUse: Pick<KeyUsage, 'userAgents'> = { userAgents: [] };

/** `exec-env/AWS_ECS_FARGATE` in a user agent. Says nothing for hosts that set none, such as EC2. */
const environmentIn = (userAgent: string): string =>
  /exec-env\/(AWS_Lambda|AWS_ECS)/.exec(userAgent)?.[1] ?? '';

const toService = (text: string): Service | undefined => {
  const found: readonly (readonly [RegExp, Service])[] = [
    [/^ec2(\.|$)/i, 'ec2'],
    [/^(ecs(-tasks)?(\.|$)|AWS_ECS$)/i, 'ecs'],
    [/^((pods\.)?eks(\.|$))/i, 'eks'],
    [/^(lambda(\.|$)|AWS_Lambda$)/i, 'lambda'],
  ];
  return found.find(([pattern]) => pattern.test(text))?.[1];
};

/** Two services seen are a question, not an answer. */
const only = (found: readonly (Service | undefined)[]): Service | undefined => {
  const seen = new Set(found.filter((each) => each !== undefined));
  return seen.size === 1 ? [...seen][0] : undefined;
};
