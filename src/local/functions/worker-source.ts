/**
 * What a function's worker thread runs first, as text: it must work from a checkout and from a
 * bundled command alike, so it is no file of its own and needs nothing but Node.
 *
 * It shifts `Date` by the organization's clock (as libfaketime does for a process), loads the
 * function's bundle on the first invocation, and answers as the Lambda runtime does: the result as
 * JSON, or the error's type and message.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export const workerSource = `
'use strict';
const { parentPort, workerData } = require('node:worker_threads');

const RealDate = Date;
const offset = new BigInt64Array(workerData.clockOffset);
const now = () => RealDate.now() + Number(Atomics.load(offset, 0));
const ShiftedDate = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(
      target,
      given.length === 0 ? [now()] : given,
      newTarget === ShiftedDate ? target : newTarget,
    ),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
RealDate.prototype.constructor = ShiftedDate;
globalThis.Date = ShiftedDate;

const failure = (error) => ({
  errorType: error instanceof Error ? error.name : 'Error',
  errorMessage: error instanceof Error ? error.message : String(error),
  trace: error instanceof Error && error.stack ? error.stack : '',
});

let handler;
const invoke = async ({ event, context }) => {
  handler ??= require(workerData.bundle)[workerData.exportName];
  if (typeof handler !== 'function') {
    throw new Error(workerData.bundle + ' does not export ' + workerData.exportName + '.');
  }
  const deadline = performance.now() + context.timeoutMs;
  const { timeoutMs, ...known } = context;
  return handler(event, {
    ...known,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - performance.now()),
  });
};

parentPort.on('message', async (invocation) => {
  try {
    const result = await invoke(invocation);
    parentPort.postMessage({ result: result === undefined ? 'null' : JSON.stringify(result) });
  } catch (error) {
    parentPort.postMessage({ failure: failure(error) });
  }
});
`;
