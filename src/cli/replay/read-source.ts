import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';

/** A file, or standard input, by the name that faults are reported under. */
export interface Source {
  readonly name: string;
  readonly path: string | undefined;
}

const chunkSize = 1024 * 1024;

/**
 * CloudTrail's own files inflate 10 to 90 times. More than this is a zip bomb, once it is large
 * enough to matter.
 */
const largestRatio = 300;
const harmlessSize = 256 * chunkSize;

/** Bytes as they are read, inflated when they begin with gzip's magic bytes; no more than two chunks ahead. */
export async function* readSource(
  source: Source,
  stdin: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const raw =
    source.path === undefined ? stdin : createReadStream(source.path, { highWaterMark: chunkSize });
  const { head, rest } = await withHead(raw);
  if (head[0] === 0x1f && head[1] === 0x8b) {
    yield* inflated(head, rest);
    return;
  }
  const hasByteOrderMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  yield hasByteOrderMark ? head.subarray(3) : head;
  for await (const chunk of rest) yield chunk;
}

/** The first bytes, at least three when there are so many, and an iterable of the others. */
const withHead = async (raw: AsyncIterable<Uint8Array>) => {
  const chunks = raw[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 3) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  const rest = async function* (): AsyncGenerator<Buffer> {
    for (;;) {
      const next = await chunks.next();
      if (next.done === true) return;
      yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    }
  };
  return { head, rest: rest() };
};

/** All members of a gzip file, one after another. Inflating goes on while a chunk is being looked at. */
async function* inflated(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let packed = 0;
  const packedChunks = async function* (): AsyncGenerator<Buffer> {
    packed += head.length;
    yield head;
    for await (const chunk of rest) {
      packed += chunk.length;
      yield chunk;
    }
  };
  // A file that was cut off still tells what it holds; the JSON then ends in the middle.
  const gunzip = createGunzip({ chunkSize, finishFlush: constants.Z_SYNC_FLUSH });
  // Its faults, reading and inflating, come out of `gunzip`.
  pipeline(Readable.from(packedChunks()), gunzip, () => undefined);
  let unpacked = 0;
  for await (const chunk of gunzip) {
    unpacked += chunk.length;
    if (unpacked > harmlessSize && unpacked > packed * largestRatio) {
      throw new Error(
        `it inflates to more than ${largestRatio} times its size, as no log does; not read further`,
      );
    }
    yield chunk;
  }
}
