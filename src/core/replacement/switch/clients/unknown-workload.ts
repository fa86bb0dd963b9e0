import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { shellWord } from '../text-in.ts';

/** Honest when it does not know: says how to find out. */
export const unknownWorkload: WriteClientSide = (input) => ({
  summary: 'what uses the key must be found out first',
  keyIsIn: 'wherever it was stored',
  steps: [
    'Look at what the key was used for last, and from where (snippet find-out).',
    `Ask who made user ${input.plan.userName}, and tag it with what it is for, such as repository = acme/shop.`,
    'Then: a pipeline or another cloud takes OIDC and a role; another AWS account a role across accounts; a host on premises IAM Roles Anywhere; a workload on AWS an attached role; a person a sign-in.',
    'Nobody answers and nothing uses it: disable the key, which can be undone, and see who misses it.',
  ],
  snippets: { 'find-out': findOut(input) },
});

const findOut = ({ plan, usage, region }: ClientInput): string => {
  const key = shellWord(usage?.accessKeyId ?? plan.accessKeyId ?? '<access key id>');
  return `# when, which service and region
aws iam get-access-key-last-used --access-key-id ${key}
# calls of the last 90 days in one region, with address and user agent; reads and writes of data (S3
# objects, DynamoDB items) are not in it
aws cloudtrail lookup-events --region ${shellWord(region)} --max-items 200 \\
  --lookup-attributes AttributeKey=AccessKeyId,AttributeValue=${key} \\
  --query 'Events[].CloudTrailEvent' --output text |
  tr '\\t' '\\n' | python3 -c 'import json, sys
for line in sys.stdin:
    e = json.loads(line)
    print(e["eventTime"], e["eventName"], e.get("sourceIPAddress"), e.get("userAgent"), sep="  ")'
# who it belongs to
aws iam list-user-tags --user-name ${shellWord(plan.userName)}
`;
};
