import type { Permission } from './permission-list.ts';

/** `docs/permissions.md`: what each role may do, for the person who has to approve it. */
export const permissionPage = (
  hub: readonly Permission[],
  member: readonly Permission[],
): string => `# Permissions

What every role of lastkey may do. Made from the synthesized stacks and held equal to them by a test; \`npx vitest run --project infra --update\` writes it anew.

- Only the function \`respond\` may assume the role that changes a key, and that role can change a key's status and nothing else.
- Nobody may change or delete an entry of the ledger: a policy on the table denies it to every principal.
- Roles in member accounts trust the named functions of the hub only, with an external ID.

Account IDs, the organization's id and the region are those of the example configuration.

## Hub account

${tableOf(hub)}
## Every member account

${tableOf(member)}`;

const tableOf = (permissions: readonly Permission[]): string =>
  [...new Set(permissions.map(({ role }) => role))]
    .map(
      (role) => `### \`${role}\`

| action | on | only if |
| --- | --- | --- |
${permissions
  .filter((permission) => permission.role === role)
  .map(
    ({ action, resource, onlyIf }) =>
      `| \`${action}\` | \`${resource}\` | ${onlyIf === '' ? '' : `\`${onlyIf}\``} |\n`,
  )
  .join('')}`,
    )
    .join('\n');
