import type { OidcProvider } from '../federated-role.ts';
import type { ThumbprintFinding } from './thumbprint-finding.ts';

/**
 * Providers that a person takes for somebody else's: a published way to stay in an account is an
 * OIDC provider of one's own under a name that nobody looks at twice.
 */
export const suspiciousHost = ({
  url,
}: Pick<OidcProvider, 'url'>): readonly ThumbprintFinding[] => {
  const host = (url.split('/')[0] ?? '').toLowerCase();
  if (knownHosts.includes(host)) return [];
  const original = knownHosts.find((known) => looksLike(host, known));
  if (original !== undefined) {
    return [
      {
        id: 'provider.look-alike',
        severity: 'High',
        message: `${host} looks like ${original} and is not: whoever holds it signs the tokens. Remove the provider unless you know why it is there.`,
      },
    ];
  }
  const isRented = rentedHosts.some((suffix) => host.endsWith(suffix)) || s3.test(host);
  if (!isRented) return [];
  return [
    {
      id: 'provider.rented-host',
      severity: 'Low',
      message: `${host} is a name of a hosting service: whoever can write there, or takes the name after you, signs the tokens. Expect it for clusters that publish their keys in a bucket, and nowhere else.`,
    },
  ];
};

/** Hosts of issuers with one name for everybody; `src/core/idps` says what each is. */
const knownHosts: readonly string[] = [
  'token.actions.githubusercontent.com',
  'gitlab.com',
  'sts.windows.net',
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'vstoken.dev.azure.com',
  'api.bitbucket.org',
  'oidc.circleci.com',
  'agent.buildkite.com',
  'app.terraform.io',
  'accounts.google.com',
  'container.googleapis.com',
  'api.pulumi.com',
  'oidc.vercel.com',
  'oidc.fly.io',
];

/** https://docs.aws.amazon.com/general/latest/gr/s3.html */
const s3 = /(^|\.)s3([.-][a-z0-9-]+)?\.amazonaws\.com(\.cn)?$/;

const rentedHosts: readonly string[] = [
  '.cloudfront.net',
  '.blob.core.windows.net',
  '.web.core.windows.net',
  '.azurewebsites.net',
  '.github.io',
  '.gitlab.io',
  '.pages.dev',
  '.workers.dev',
  '.netlify.app',
  '.herokuapp.com',
  '.ngrok.io',
  '.ngrok-free.app',
  '.trycloudflare.com',
  '.storage.googleapis.com',
  '.web.app',
  '.firebaseapp.com',
];

/** One or two letters off, the known name with something around it, or letters that look the same. */
const looksLike = (host: string, known: string): boolean =>
  /[.-]/.test(`.${host}`.split(`.${known}`)[1]?.[0] ?? '') ||
  skeleton(host) === skeleton(known) ||
  (known.length >= 12 && isWithin(host, known, 2)) ||
  isWithin(host, known, 1);

/** Letters that are taken for one another. */
const skeleton = (host: string): string =>
  host
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[0]/g, 'o')
    .replace(/[1!|]/g, 'l')
    .replace(/i/g, 'l')
    .replace(/[-_]/g, '');

/** Whether a text becomes another by at most so many single letters put in, left out or changed. */
const isWithin = (a: string, b: string, most: number): boolean => {
  if (Math.abs(a.length - b.length) > most) return false;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return (row[b.length] ?? most + 1) <= most;
};
