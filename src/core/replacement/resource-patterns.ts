import { isAboutObjects } from '../permissions/action-traits.ts';

/**
 * The resources that a policy should name for an ARN that was seen: the thing that stays, not the
 * object, stream or execution that is new each time. `undefined`: nothing in it helps for this action.
 */
export const resourcePatterns = (action: string, arn: string): readonly string[] | undefined => {
  const literal = arn.replace(/[*?$]/g, (char) => `\${${char}}`);
  const service = action.slice(0, action.indexOf(':')).toLowerCase();
  const rule = rules[service];
  return rule === undefined ? [literal] : rule(literal, action.toLowerCase());
};

type Rule = (arn: string, action: string) => readonly string[] | undefined;

const rules: Readonly<Record<string, Rule>> = {
  s3: (arn, action) => {
    const bucket = /^arn:[\w-]+:s3:::([^/]+)/.exec(arn)?.[0];
    if (bucket === undefined) return [arn];
    return [isAboutObjects(action) ? `${bucket}/*` : bucket];
  },
  // Some actions compare the group, some what is in it.
  logs: (arn) => {
    const group = /^arn:[\w-]+:logs:[^:]*:\d*:log-group:[^:]+/.exec(arn)?.[0];
    return group === undefined ? [arn] : [group, `${group}:*`];
  },
  dynamodb: (arn) => [arn.replace(/\/stream\/.*$/, '/stream/*')],
  states: (arn) => [arn.replace(/:(execution|express):([^:]+):.*$/, ':$1:$2:*')],
  // A session is not what one assumes.
  sts: (arn) => (/^arn:[\w-]+:iam::\d{12}:role\//.test(arn) ? [arn] : undefined),
};
