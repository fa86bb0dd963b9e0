import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deniedLogin, diagnosed } from '../../unit/federation/denied-login.ts';

/**
 * A logged login, the role's trust policy (an object, raw text, or `null` for a role that is gone),
 * and what lastkey says. `providers`: the account's OIDC providers; the login's own, with its
 * audience, when left out.
 */
interface Golden {
  readonly name: string;
  readonly login: Parameters<typeof deniedLogin>[0];
  readonly policy: unknown;
  readonly providers?: Parameters<typeof diagnosed>[1]['providers'];
  readonly own?: Parameters<typeof diagnosed>[1]['own'];
  readonly expected: Record<string, unknown>;
}

const here = new URL('./', import.meta.url);
const files = readdirSync(here).filter((name) => name.endsWith('.json'));

describe.each(files)('denied logins: %s', (file) => {
  const cases = JSON.parse(readFileSync(new URL(file, here), 'utf8')) as readonly Golden[];
  it.each(cases)('$name', ({ login, policy, providers, own, expected }) => {
    const text = typeof policy === 'object' && policy !== null ? JSON.stringify(policy) : policy;
    const { cause, statement, summary, advice, patch, unknowns } = diagnosed(deniedLogin(login), {
      trustPolicy: text as string | null,
      ...(providers === undefined ? {} : { providers }),
      ...(own === undefined ? {} : { own }),
    });
    expect({ cause, statement, summary, advice, patch, unknowns }).toEqual({
      unknowns: [],
      ...expected,
    });
  });
});
