import * as z from 'zod/mini';
import { text } from '../environment.ts';

export const environmentSchema = z.object({
  CASE_TABLE: text(),
  LEDGER_TABLE: text(),
  HUB_BUS: text(),
  ROTATE_ROLE: text(),
  EXTERNAL_ID: text(),
  STOP_SWITCH: text(),
  /** `enforce` only when the deployment allows it; the configuration must say so too. */
  DEPLOYED_MODE: z.enum(['observe', 'enforce']),
});
export type Environment = z.infer<typeof environmentSchema>;
