import { Socket } from 'node:net';

/**
 * Tests talk to this machine only: a connection anywhere else is a mistake in the test, and fails
 * here rather than by time-out.
 */
const connect = Socket.prototype.connect;

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');

Socket.prototype.connect = function (this: Socket, ...parameters: unknown[]) {
  // net.connect normalises its arguments to [options, callback].
  const first = Array.isArray(parameters[0]) ? parameters[0][0] : parameters[0];
  const host = (first as { host?: string; path?: string } | undefined)?.host;
  if (host !== undefined && !isLoopback(host)) {
    throw new Error(`Tests may only connect to loopback; got ${host}.`);
  }
  return connect.apply(this, parameters as Parameters<typeof connect>);
} as typeof connect;
