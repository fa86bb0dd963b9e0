/**
 * Actions with which a principal can give itself more than it has, alone or together.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html and the paths published by
 * Rhino Security Labs and in Hacking the Cloud.
 */
export const escalations: readonly (readonly string[])[] = [
  ...[
    'iam:CreatePolicyVersion',
    'iam:SetDefaultPolicyVersion',
    'iam:AttachUserPolicy',
    'iam:AttachGroupPolicy',
    'iam:AttachRolePolicy',
    'iam:PutUserPolicy',
    'iam:PutGroupPolicy',
    'iam:PutRolePolicy',
    'iam:AddUserToGroup',
    'iam:UpdateAssumeRolePolicy',
    'iam:DeleteUserPermissionsBoundary',
    'iam:DeleteRolePermissionsBoundary',
    'iam:PutUserPermissionsBoundary',
    'iam:PutRolePermissionsBoundary',
    'iam:CreateAccessKey',
    'iam:CreateLoginProfile',
    'iam:UpdateLoginProfile',
    'iam:CreateOpenIDConnectProvider',
    'iam:UpdateSAMLProvider',
    'lambda:UpdateFunctionCode',
    'lambda:UpdateFunctionConfiguration',
    'ssm:SendCommand',
    'ssm:StartSession',
    'glue:UpdateDevEndpoint',
    'ec2-instance-connect:SendSSHPublicKey',
    'codebuild:UpdateProject',
    'organizations:AttachPolicy',
    'sso:CreateAccountAssignment',
    'sso:PutInlinePolicyToPermissionSet',
    'sso:AttachManagedPolicyToPermissionSet',
  ].map((action) => [action]),
  ...[
    'ec2:RunInstances',
    'lambda:CreateFunction',
    'cloudformation:CreateStack',
    'cloudformation:UpdateStack',
    'glue:CreateDevEndpoint',
    'glue:CreateJob',
    'glue:UpdateJob',
    'datapipeline:CreatePipeline',
    'sagemaker:CreateNotebookInstance',
    'sagemaker:CreateProcessingJob',
    'sagemaker:CreateTrainingJob',
    'codebuild:CreateProject',
    'codestar:CreateProject',
    'ecs:RegisterTaskDefinition',
    'ecs:RunTask',
    'batch:RegisterJobDefinition',
    'states:CreateStateMachine',
    'ssm:StartAutomationExecution',
    'apprunner:CreateService',
    'autoscaling:CreateLaunchConfiguration',
  ].map((action) => ['iam:PassRole', action]),
];

/** Harmless where a policy limits them to the user's own name. */
export const ownCredentialActions: ReadonlySet<string> = new Set([
  'iam:createaccesskey',
  'iam:createloginprofile',
  'iam:updateloginprofile',
]);
