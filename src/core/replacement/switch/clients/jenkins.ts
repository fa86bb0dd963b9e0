import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { fill } from '../fill.ts';
import { singleQuoted } from '../text-in.ts';

/** The OpenID Connect Provider plugin. https://plugins.jenkins.io/oidc-provider/ */
export const jenkins: WriteClientSide = (input) => ({
  summary: 'the job gets a token from Jenkins and assumes the role with it',
  keyIsIn: 'the credentials store of Jenkins and the environment of the agents',
  steps: [
    `Install the plugin OpenID Connect Provider and create an ID token credential (as file) with the audience ${input.plan.provider?.audience ?? 'sts.amazonaws.com'}.`,
    'Make the issuer reachable for AWS, or let the plugin publish its keys elsewhere. A certificate of a private authority needs its thumbprint in AWS.',
    'Assume the role in the pipeline (snippet jenkinsfile). The role trusts the URL of the job: moving or renaming the job ends the trust.',
  ],
  snippets: { jenkinsfile: jenkinsfile(input) },
});

const jenkinsfile = (
  input: ClientInput,
): string => `withCredentials([file(credentialsId: ${singleQuoted(fill(input.plan, 'credentialsId', 'id of the ID token credential'))}, variable: 'AWS_WEB_IDENTITY_TOKEN_FILE')]) {
  withEnv([
    ${singleQuoted(`AWS_ROLE_ARN=${input.roleArn}`)},
    'AWS_ROLE_SESSION_NAME=jenkins',
    ${singleQuoted(`AWS_REGION=${input.region}`)},
  ]) {
    sh 'aws sts get-caller-identity'
  }
}
`;
