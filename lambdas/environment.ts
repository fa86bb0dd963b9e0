import * as z from 'zod/mini';
import { InputError } from '../src/core/model/errors.ts';

/**
 * Reads a function's environment once at cold start; every fault at once. The construct that
 * deploys the function must supply an object of the schema's type (`infra/operated-function.ts`).
 */
export const readEnvironment = <Shape extends z.core.$ZodShape>(
  schema: z.ZodMiniObject<Shape>,
): z.infer<z.ZodMiniObject<Shape>> => {
  const parsed = z.safeParse(schema, process.env);
  if (parsed.success) return parsed.data;
  throw new InputError(
    'The function environment is incomplete. Deploy again with the stack of this version.',
    parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  );
};

export const text = () => z.string().check(z.minLength(1));
