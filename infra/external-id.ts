import type { Settings } from './settings.ts';

/**
 * The same on both sides of every `AssumeRole`. Not a secret: it keeps a hub function from being
 * talked into another organization's roles of the same name.
 */
export const externalIdOf = (settings: Pick<Settings, 'organizationId'>): string =>
  `lastkey-${settings.organizationId}`;
