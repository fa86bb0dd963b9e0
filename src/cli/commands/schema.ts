import { InputError } from '../../core/model/errors.ts';
import { closestTo } from '../closest-to.ts';
import { exitCodes, type Io } from '../output.ts';

/** The published documents, each loaded when asked for. */
const schemas: Readonly<Record<string, () => Promise<object>>> = {
  configuration: async () =>
    (await import('../schemas/configuration.ts')).configurationJsonSchema(),
  doctor: async () => (await import('../schemas/doctor.ts')).doctorJsonSchema(),
  exception: async () => (await import('../schemas/exception.ts')).exceptionJsonSchema(),
  plan: async () => (await import('../schemas/plan.ts')).planJsonSchema(),
  recommend: async () => (await import('../schemas/recommend.ts')).recommendJsonSchema(),
  replay: async () => (await import('../schemas/replay.ts')).replayJsonSchema(),
  scan: async () => (await import('../schemas/scan.ts')).scanJsonSchema(),
  restore: async () => (await import('../schemas/restore.ts')).restoreJsonSchema(),
  thumbprints: async () => (await import('../schemas/thumbprints.ts')).thumbprintsJsonSchema(),
  trust: async () => (await import('../schemas/trust.ts')).trustJsonSchema(),
};

/**
 * Prints the JSON Schema (draft 2020-12) of a document, or the names of all.
 * @throws InputError for a name that is none
 */
export const schema = async (
  options: { readonly name: string | undefined; readonly json: boolean },
  io: Io,
): Promise<number> => {
  const names = Object.keys(schemas).sort();
  if (options.name === undefined) {
    io.out(options.json ? `${JSON.stringify(names)}\n` : `${names.join('\n')}\n`);
    return exitCodes.done;
  }
  const load = Object.hasOwn(schemas, options.name) ? schemas[options.name] : undefined;
  if (load === undefined) {
    const meant = closestTo(options.name, names);
    throw new InputError(
      `There is no schema of that name. Got "${options.name}", expected one of: ${names.join(', ')}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
    );
  }
  io.out(`${JSON.stringify(await load(), null, 2)}\n`);
  return exitCodes.done;
};
