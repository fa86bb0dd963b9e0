import * as z from 'zod/mini';
import type { RotationRequest } from '../../src/flows/rotation-ports.ts';
import { accessKey, instant, parseQueuedRequest, someText } from '../queued-request.ts';

const schema = z.object({ id: someText, key: accessKey, at: instant });

/** @throws LastkeyError `bad-request` */
export const parseRotationRequest = (body: unknown): RotationRequest =>
  parseQueuedRequest(schema, body, 'rotation');
