/**
 * Slack's limits, in characters unless said otherwise. Slack answers only `invalid_blocks` when one
 * is passed, so messages are cut to fit before they are sent.
 * https://docs.slack.dev/reference/block-kit
 */
export const blockLimits = {
  blocksPerMessage: 50,
  header: 150,
  sectionText: 3000,
  field: 2000,
  fieldsPerSection: 10,
  contextElements: 10,
  buttonValue: 2000,
} as const;
