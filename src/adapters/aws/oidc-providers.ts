import {
  GetOpenIDConnectProviderCommand,
  type IAMClient,
  ListOpenIDConnectProvidersCommand,
} from '@aws-sdk/client-iam';
import type { OidcProvider } from '../../core/federation/federated-role.ts';
import { failureFrom, isNamed, unknownFrom } from './aws-failure.ts';

export interface OidcProviderListing {
  readonly providers: readonly OidcProvider[];
  /** Providers that are there and could not be read. */
  readonly unread: readonly { readonly arn: string; readonly why: string }[];
}

/** How many reads run at once: an account has a hundred providers at most, unless it asked for more. */
const atOnce = 5;

/**
 * The OIDC providers of the caller's own account. The list has one page.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html
 * @throws LastkeyError when they cannot be listed
 */
export const oidcProviders = async (iam: IAMClient): Promise<OidcProviderListing> => {
  const listed = await iam.send(new ListOpenIDConnectProvidersCommand({})).catch((error) => {
    throw failureFrom(error, 'ListOpenIDConnectProviders');
  });
  const arns = (listed.OpenIDConnectProviderList ?? []).flatMap(({ Arn }) => Arn ?? []);
  const providers: OidcProvider[] = [];
  const unread: { arn: string; why: string }[] = [];
  for (let start = 0; start < arns.length; start += atOnce) {
    const batch = arns.slice(start, start + atOnce);
    for (const read of await Promise.all(batch.map((arn) => readProvider(iam, arn)))) {
      if ('url' in read) providers.push(read);
      else if ('why' in read) unread.push(read);
    }
  }
  return { providers, unread };
};

/** An empty object: deleted since it was listed. */
const readProvider = async (
  iam: IAMClient,
  arn: string,
): Promise<
  OidcProvider | { readonly arn: string; readonly why: string } | Record<never, never>
> => {
  const source = 'GetOpenIDConnectProvider';
  try {
    const provider = await iam.send(
      new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }),
    );
    if (provider.Url === undefined) return { arn, why: `${source} answered without Url` };
    return {
      arn,
      url: provider.Url,
      clientIds: provider.ClientIDList ?? [],
      thumbprints: provider.ThumbprintList ?? [],
    };
  } catch (error) {
    if (isNamed(error, 'NoSuchEntity')) return {};
    const fact = unknownFrom(error, source);
    return { arn, why: `${source}: ${fact.known ? '' : fact.reason}` };
  }
};
