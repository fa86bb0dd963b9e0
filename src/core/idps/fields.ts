import type { Field } from './identity-provider.ts';

/** Shapes of values that several identity providers use. */

export const guid = (stranger: string, own: string): Field => ({
  character: /[0-9a-fA-F-]/,
  min: 36,
  max: 36,
  stranger,
  own,
});

export const digits = (stranger: string, own: string): Field => ({
  character: /\d/,
  max: 21,
  stranger,
  own,
});

/** Lower and upper case, digits, `-`, `_` and `.`: names in URLs. */
export const slug = (stranger: string, own: string): Field => ({
  character: /[A-Za-z0-9._-]/,
  max: 255,
  stranger,
  own,
});

/** Any text in which the separator of the subject cannot occur. */
export const textWithout = (separators: RegExp, stranger: string, own: string): Field => ({
  character: separators,
  max: 255,
  stranger,
  own,
});

/** Anything printable. */
export const anyText = (stranger: string, own: string): Field => ({
  character: /[^\p{Cc}]/u,
  max: 1024,
  stranger,
  own,
});

export const oneOf = (...values: readonly [string, ...string[]]): Field => ({
  character: /[^\p{Cc}]/u,
  max: 255,
  values,
  stranger: values[0],
  own: values[0],
});

/** Made up by the provider for each token. */
export const assigned = (value: string): Field => ({
  character: /[^\p{Cc}]/u,
  max: 255,
  assigned: true,
  stranger: value,
  own: value,
});

/** The audience, where the caller asks for it. */
export const chosenAudience = anyText('sts.amazonaws.com', 'sts.amazonaws.com');

/** The namespace and service account of a pod, DNS labels. */
export const kubernetesFields = {
  namespace: { character: /[a-z0-9-]/, max: 63, stranger: 'other-team', own: 'apps' },
  serviceAccount: { character: /[a-z0-9.-]/, max: 253, stranger: 'other', own: 'deployer' },
  audience: chosenAudience,
} satisfies Readonly<Record<string, Field>>;
