import type { TokenForm } from '../../idps/identity-provider.ts';
import type { WorkloadKind } from '../replacement.ts';
import type { Identity, IdentityField } from './identity-field.ts';

/**
 * How one kind of workload that has tokens of its own is told apart from every other: what must be
 * known of it, and which parts of its tokens follow from that. The tokens are the catalogue's
 * (`src/core/idps`).
 */
export interface OidcWorkload {
  readonly kinds: readonly WorkloadKind[];
  /** Ids of the catalogue's identity providers that issue its tokens. */
  readonly entries: readonly string[];
  readonly fields: readonly IdentityField[];
  /** Host and path of the issuer, without `https://`, where the identity tells it. */
  readonly providerOf: (identity: Identity) => string | undefined;
  /** How the issuer would look, with `<label>` for what is missing. */
  readonly providerForm: string;
  /** Values of the catalogue's fields; left out where the identity does not tell. */
  readonly valuesOf: (identity: Identity, provider: string) => CatalogueValues;
  /** Catalogue fields that may have any value in a token of this workload. */
  readonly open: readonly string[];
  /** The forms that its tokens certainly have; several while a provider changes its subjects. */
  readonly formsOf: (identity: Identity, forms: readonly TokenForm[]) => readonly TokenForm[];
  /** Fields of the identity that a whole trust policy needs. */
  readonly needs: (identity: Identity, provider: string) => readonly string[];
  /** What the issuer says about the identity. */
  readonly identityOfProvider?: (provider: string) => Identity;
  /** What the wording of the subjects that were seen says, whatever their values. */
  readonly identityOfWordings?: (templates: readonly string[]) => Identity;
  /** What the values of a subject that was seen say about the identity. */
  readonly identityOf: (values: CatalogueValues) => Identity;
  /** Fields of the identity that name one workload: agreement on one of them is kinship. */
  readonly telling: readonly string[];
  /** Condition keys to pin, where they are not those that the catalogue recommends. */
  readonly keys?: readonly string[];
}

export type CatalogueValues = Readonly<Record<string, string | undefined>>;

/** Without the fields that have no value. */
export const definedValues = (values: CatalogueValues): Identity =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
