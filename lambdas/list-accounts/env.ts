import * as z from 'zod/mini';
import { text } from '../environment.ts';

export const environmentSchema = z.object({
  CASE_TABLE: text(),
});
export type Environment = z.infer<typeof environmentSchema>;
