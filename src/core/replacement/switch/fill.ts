import type { SwitchPlan } from '../switch-plan.ts';

/**
 * A known value of the identity, or the question that stands for it as `<label>`. A value that is no
 * name (control characters, over 512 characters) or that a pipeline language would evaluate instead
 * of showing it is asked for like one that is missing.
 * @param label what to ask for when the plan has no question about the field
 */
export const fill = (plan: SwitchPlan, field: string, label: string): string =>
  known(plan, field) ??
  `<${usable(plan.questions.find((question) => question.field === field)?.label) ?? label}>`;

/** A value of the identity that may stand in a snippet. */
export const known = (plan: SwitchPlan, field: string): string | undefined =>
  usable(Object.hasOwn(plan.identity, field) ? plan.identity[field] : undefined);

/** The value itself, unless it must not stand in a snippet. */
export const usable = (value: string | undefined): string | undefined =>
  value !== undefined &&
  value.trim() !== '' &&
  value.length <= 512 &&
  !notAName.test(value) &&
  !evaluated.test(value)
    ? value
    : undefined;

const notAName = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFEFF\uFFFE\uFFFF]/u;
/** GitHub `${{`, GitLab, Buildkite and shells `$x` `${` `$(`, CircleCI `<<`, CloudFormation `{{`. */
const evaluated = /\$[\w{(]|\{\{|<<|`/;
