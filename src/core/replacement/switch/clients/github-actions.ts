import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { known } from '../fill.ts';
import { yamlText } from '../text-in.ts';
import { pinned } from '../trust-pins.ts';

/**
 * GitHub Actions, github.com, data residency and GitHub Enterprise Server.
 * https://github.com/aws-actions/configure-aws-credentials
 */
export const githubActions: WriteClientSide = (input) => {
  const host = serverHost(input);
  return {
    summary: 'the workflow asks GitHub for a token and assumes the role with it',
    keyIsIn: 'the secrets of the repository, its environments and its organization',
    steps: [
      'In the workflow, let the job ask for a token (id-token: write) and assume the role (snippet workflow).',
      'Where a called (reusable) workflow deploys, the calling job must grant id-token: write too (snippet reusable-workflow).',
      ...(environmentOf(input) === undefined
        ? []
        : [
            `Let only protected branches deploy to environment ${environmentOf(input)}: the role trusts whatever runs in it.`,
          ]),
      ...(host === undefined
        ? []
        : [
            `On GitHub Enterprise Server, make https://${host}/_services/token/.well-known/openid-configuration reachable for AWS, and mirror aws-actions/configure-aws-credentials.`,
          ]),
    ],
    snippets: { workflow: workflow(input), 'reusable-workflow': reusableWorkflow(input) },
  };
};

const workflow = (input: ClientInput): string => {
  const environment = environmentOf(input);
  const branch = branchOf(input);
  const audience = input.plan.provider?.audience ?? 'sts.amazonaws.com';
  return `on:
  push:
${branch === undefined ? '' : `    branches: [${JSON.stringify(branch)}]\n`}permissions:
  id-token: write # lets the job ask GitHub for a token
  contents: read
jobs:
  deploy:
    runs-on: ubuntu-latest
${environment === undefined ? '' : `    environment: ${yamlText(environment)} # part of the token's subject\n`}    steps:
      - uses: aws-actions/configure-aws-credentials@v6
        with:
          role-to-assume: ${yamlText(input.roleArn)}
          role-session-name: github-\${{ github.run_id }}-\${{ github.run_attempt }}
          aws-region: ${yamlText(input.region)}
${audience === 'sts.amazonaws.com' ? '' : `          audience: ${yamlText(audience)}\n`}      - run: aws sts get-caller-identity
`;
};

const reusableWorkflow = (input: ClientInput): string => `# in the workflow that calls
jobs:
  deploy:
    permissions:
      id-token: write # a called workflow gets no more than its caller grants
      contents: read
    uses: ${yamlText(known(input.plan, 'jobWorkflowRef') ?? '<owner>/<repository>/.github/workflows/<file>@<ref>')}
`;

const subject = ({ plan }: ClientInput): string => pinned(plan, 'sub') ?? '';

const environmentOf = (input: ClientInput): string | undefined =>
  known(input.plan, 'environment') ?? /:environment:([^:]+)$/.exec(subject(input))?.[1];

const branchOf = (input: ClientInput): string | undefined =>
  known(input.plan, 'branch') ?? /:ref:refs\/heads\/([^:]+)$/.exec(subject(input))?.[1];

const serverHost = ({ plan }: ClientInput): string | undefined =>
  /^([\w.:-]+)\/_services\/token$/.exec(plan.provider?.url ?? '')?.[1];
