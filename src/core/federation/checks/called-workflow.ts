import { conditionsOn } from '../conditions-of.ts';
import { accessControls, type Check, scopeThrough } from '../finding.ts';
import { addCondition } from '../policy-patch.ts';

/** `job_workflow_ref` names the workflow that is called, not the repository that calls it. */
export const calledWorkflow: Check = {
  id: 'trust.oidc.called-workflow-alone',
  controls: accessControls,
  run: ({ policy, trusted, exploration }) =>
    trusted
      .filter(
        (each) =>
          conditionsOn(each, 'job_workflow_ref').length > 0 &&
          conditionsOn(each, 'sub', 'repository_owner_id', 'repository_id', 'repository').length ===
            0,
      )
      .filter((each) => scopeThrough(exploration, each) === 'world')
      .map(({ statement, provider }) => ({
        severity: 'Critical' as const,
        statement: statement.index,
        message:
          'job_workflow_ref alone does not say who calls: anybody can call a public reusable workflow from a repository of their own.',
        fix: {
          description: 'Pin the callers too, by the id of your organization.',
          patch: addCondition(
            policy,
            statement,
            'StringEquals',
            `${provider}:repository_owner_id`,
            '<id of your organization>',
          ),
        },
      })),
};
