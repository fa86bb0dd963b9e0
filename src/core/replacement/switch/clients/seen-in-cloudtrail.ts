import type { ClientInput, ClientSide } from '../client-side.ts';
import { shellWord } from '../text-in.ts';

/** The check for a workload in which nobody can run a command: CloudTrail saw it assume the role. */
export const seenInCloudTrail = (
  { plan, roleArn, region }: ClientInput,
  eventName: 'AssumeRole' | 'AssumeRoleWithWebIdentity',
  who: string,
): Pick<ClientSide, 'check'> =>
  plan.role === undefined
    ? {}
    : {
        check: {
          step: `Let ${who} run once and see in CloudTrail that it assumes the role (snippet check).`,
          snippet: `# some minutes after ${who} ran; the region is that of the STS endpoint it uses
aws cloudtrail lookup-events --region ${shellWord(region)} --max-items 200 \\
  --lookup-attributes AttributeKey=EventName,AttributeValue=${eventName} \\
  --query ${shellWord(`Events[?contains(CloudTrailEvent, \`${JSON.stringify(roleArn)}\`)].[EventTime, Username]`)} --output text
# expected: a line for each run; nothing means that it still uses the key, or that it was refused
`,
        },
      };
