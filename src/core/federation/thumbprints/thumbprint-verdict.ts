/** How a provider's thumbprints stand to what its hosts present. */
export const thumbprintVerdicts = [
  'listed', // what is presented is listed, and AWS does not look at it
  'drifted', // not listed, and AWS does not look at it: a tidy-up
  'pinned', // listed, and logins hang on it
  'fragile', // listed, logins hang on it, and it is a leaf certificate: the next renewal breaks them
  'at-risk', // not listed; publicly trusted, and AWS uses the thumbprint all the same
  'failing', // not listed and not publicly trusted: logins fail
  'needed', // an issuer without a provider: one for it must list the thumbprint
  'not-needed', // an issuer without a provider: one for it needs no thumbprint
  'unknown',
] as const;
export type ThumbprintVerdict = (typeof thumbprintVerdicts)[number];
