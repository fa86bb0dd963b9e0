import * as z from 'zod/mini';
import { text } from '../environment.ts';

export const environmentSchema = z.object({
  CASE_TABLE: text(),
  LEDGER_TABLE: text(),
  HUB_BUS: text(),
  RESPOND_QUEUE_URL: text(),
  ROTATE_QUEUE_URL: text(),
  DEPLOYED_MODE: z.enum(['observe', 'enforce']),
});
export type Environment = z.infer<typeof environmentSchema>;
