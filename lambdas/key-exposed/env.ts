import * as z from 'zod/mini';
import { text } from '../environment.ts';

export const environmentSchema = z.object({
  CASE_TABLE: text(),
  LEDGER_TABLE: text(),
  HUB_BUS: text(),
  /** Role name, with path, to assume in the account of a key. */
  READ_ROLE: text(),
  EXTERNAL_ID: text(),
});
export type Environment = z.infer<typeof environmentSchema>;
