import pc from 'picocolors';
import type { OidcProvider } from '../../core/federation/federated-role.ts';
import type { IssuerObservation } from '../../core/federation/thumbprints/observation.ts';
import { InputError } from '../../core/model/errors.ts';
import { type Instant, instantOf } from '../../core/model/instant.ts';
import { inBatches } from '../../flows/in-batches.ts';
import type { Issuers } from '../../flows/ports.ts';
import { failOn } from '../fail-on.ts';
import { exitCodes, type Io } from '../output.ts';
import { type ProviderReport, providerReport } from '../thumbprints/provider-report.ts';
import { providerText } from '../thumbprints/provider-text.ts';

export interface ThumbprintsOptions {
  /** Issuers, with or without `https://`. */
  readonly urls: readonly string[];
  /** Every OIDC provider of the caller's account. */
  readonly all?: true;
  readonly json: boolean;
  /** `--fail-on`: the least severity that is something found; `low` without it. */
  readonly failOn?: string;
}

/** What the command reaches: the network, the caller's account and the time. */
export interface ThumbprintsWorld {
  readonly issuers: Issuers;
  readonly providers: () => Promise<{
    readonly providers: readonly OidcProvider[];
    readonly unread: readonly { readonly arn: string; readonly why: string }[];
  }>;
  readonly now: Instant;
}

/**
 * Looks at issuers as they present themselves now, and says whether AWS cares.
 * @returns 0 nothing at or above `failOn`; 1 something; 3 when an issuer or a provider could not be
 *   read (what could be is printed)
 * @throws InputError for wrong use; LastkeyError when the account's providers cannot be listed
 */
export const thumbprints = async (
  options: ThumbprintsOptions,
  io: Io,
  world: ThumbprintsWorld = liveWorld,
): Promise<number> => {
  const isFound = failOn(options.failOn ?? 'low');
  if (options.all !== true && options.urls.length === 0) {
    throw new InputError(
      'Give the URLs of issuers to look at, for example token.actions.githubusercontent.com, or --all for the OIDC providers of your account.',
    );
  }
  const given = issuersFrom(options.urls);
  const listed = options.all === true ? await world.providers() : { providers: [], unread: [] };
  const asked = [...given.map((url) => ({ url })), ...listed.providers];
  const observations = await observeEach(asked, world.issuers);
  const reports = asked.flatMap((each) => {
    const observed = observations.get(`https://${each.url}`);
    return observed === undefined ? [] : [providerReport(each, observed, world.now)];
  });
  const gaps = gapsOf(reports, listed.unread);
  print(options, reports, gaps, io);
  if (gaps.length > 0) return exitCodes.couldNotFinish;
  const some = reports.some(({ findings }) => findings.some(({ severity }) => isFound(severity)));
  return some ? exitCodes.found : exitCodes.done;
};

const liveWorld: ThumbprintsWorld = {
  issuers: {
    observe: async (issuer) => {
      const [{ issuers }, { publicProbeRules }] = await Promise.all([
        import('../../adapters/tls/issuers.ts'),
        import('../../adapters/tls/public-probe-rules.ts'),
      ]);
      return issuers(publicProbeRules).observe(issuer);
    },
  },
  providers: async () => {
    const [{ callersIam }, { oidcProviders }] = await Promise.all([
      import('../../adapters/aws/role-policies.ts'),
      import('../../adapters/aws/oidc-providers.ts'),
    ]);
    return oidcProviders(callersIam());
  },
  now: instantOf(Date.now()),
};

/** @throws InputError that names every word that is no issuer */
const issuersFrom = (words: readonly string[]): readonly string[] => {
  const faults: string[] = [];
  const urls = words.map((word) => {
    const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(word) ? word : `https://${word}`;
    const url = URL.canParse(whole) ? new URL(whole) : undefined;
    const isIssuer =
      url?.protocol === 'https:' && url.username === '' && url.search === '' && url.hash === '';
    if (!isIssuer) {
      faults.push(
        `got "${word}", expected an https address without query: https://issuer.example.com/path`,
      );
    }
    return whole.slice('https://'.length);
  });
  if (faults.length === 0) return [...new Set(urls)];
  throw new InputError('Not every word is the URL of an issuer. Correct it and run again:', faults);
};

const issuersAtOnce = 10;

const observeEach = async (
  asked: readonly { readonly url: string }[],
  issuers: Issuers,
): Promise<ReadonlyMap<string, IssuerObservation>> => {
  const distinct = [...new Set(asked.map(({ url }) => `https://${url}`))];
  const observed = await inBatches(distinct, issuersAtOnce, (issuer) => issuers.observe(issuer));
  return new Map(observed.map((each) => [each.issuer, each]));
};

/** What could not be looked at: the result says nothing about it. */
const gapsOf = (
  reports: readonly ProviderReport[],
  unread: readonly { readonly arn: string; readonly why: string }[],
): readonly string[] => [
  ...unread.map(({ arn, why }) => `${arn} could not be read: ${why}.`),
  ...new Set(
    reports.flatMap(({ hosts }) =>
      hosts.flatMap(({ publiclyTrusted, because, host }) =>
        publiclyTrusted === 'unknown' ? [because ?? `${host} was not seen.`] : [],
      ),
    ),
  ),
];

const print = (
  { json }: ThumbprintsOptions,
  providers: readonly ProviderReport[],
  gaps: readonly string[],
  io: Io,
): void => {
  if (json) {
    const document = { version: 1, partial: gaps.length > 0, gaps, providers };
    io.out(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    const colours = pc.createColors(io.colour);
    const paint = (verdict: string): string => {
      if (['LISTED', 'NOT-NEEDED', 'DRIFTED', 'PINNED'].includes(verdict)) {
        return colours.green(verdict);
      }
      return verdict === 'FAILING' ? colours.red(verdict) : colours.yellow(verdict);
    };
    for (const provider of providers) io.out(`${providerText(provider, paint)}\n`);
    if (providers.length === 0 && gaps.length === 0) io.out('No OIDC providers.\n');
  }
  for (const gap of gaps) io.note(`lastkey: ${gap}`);
  if (gaps.length > 0) {
    io.note('lastkey: the result is partial. Nothing is known about what is named above.');
  }
};
