import type { SealedSecret } from '../../flows/rotation-ports.ts';

/** The value is held by the function alone: there is no property that anything could print. */
export const sealed = (value: string): SealedSecret => ({ open: () => value });
