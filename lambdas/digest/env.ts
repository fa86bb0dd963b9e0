import * as z from 'zod/mini';
import { text } from '../environment.ts';

export const environmentSchema = z.object({
  CASE_TABLE: text(),
  LEDGER_TABLE: text(),
  SLACK_SECRET_ARN: text(),
  /** GovSlack, or a local inbox; Slack's own address when absent. */
  SLACK_API_URL: z.optional(text()),
});
export type Environment = z.infer<typeof environmentSchema>;
