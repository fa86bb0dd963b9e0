import { builtInProviders } from '../federation/claim-keys.ts';
import type { OidcProvider } from '../federation/federated-role.ts';
import type { FederationUse } from '../federation/fold-logins.ts';
import { parseSubject } from '../federation/parse-subject.ts';
import type { Fact } from '../model/fact.ts';
import type { KeyUsage } from '../usage/key-usage.ts';
import { entryAmong, entryOfProvider } from './catalogue-entry.ts';
import { configuredIdentity } from './configured-identity.ts';
import { type Identity, type IdentityField, questionsFor } from './identity/identity-field.ts';
import type { OidcWorkload } from './identity/oidc-workload.ts';
import { oidcWorkloadOf } from './identity/oidc-workloads.ts';
import { principalWorkloadOf, serviceNamed } from './identity/principal-workloads.ts';
import { isIgnoredIssuer } from './ignored-issuer.ts';
import type { WorkloadKind } from './replacement.ts';
import type { Question } from './switch-plan.ts';

/** What is known of a workload, where from, and what must be asked. Nothing is made up. */
export interface WorkloadIdentity {
  readonly kind: WorkloadKind;
  readonly known: Identity;
  /** By field, in words: `the answer of its owner`, `tag repository`. */
  readonly sources: Readonly<Record<string, string>>;
  /** The issuer of its tokens; absent for workloads without. */
  readonly provider?: {
    /** Host and path; `<label>` stands for what is not known. */
    readonly url: string;
    readonly exists: 'yes' | 'no' | 'unknown';
  };
  /** Empty: a whole trust policy can be written. */
  readonly questions: readonly Question[];
}

export interface IdentitySources {
  /** By people, by field; what cannot be a value is asked for again. */
  readonly answers: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly userName: string;
  /** `federation.subjects` of the configuration. */
  readonly subjects: Readonly<Record<string, unknown>>;
  readonly ignoreIssuers: readonly string[];
  readonly organizationId?: string;
  readonly providers: Fact<readonly OidcProvider[]>;
  /** Recent logins with tokens in the account. */
  readonly uses: readonly FederationUse[];
  readonly usage: Fact<KeyUsage>;
}

export const workloadIdentity = (kind: WorkloadKind, from: IdentitySources): WorkloadIdentity => {
  const oidc = oidcWorkloadOf(kind);
  if (oidc !== undefined) return withToken(kind, oidc, from);
  const principal = principalWorkloadOf(kind);
  if (principal === undefined) return { kind, known: {}, sources: {}, questions: [] };
  const told = new Told(principal.fields);
  readAnswersAndTags(told, from);
  if (kind === 'aws-compute') readService(told, from);
  if (kind === 'aws-account' && from.organizationId !== undefined) {
    told.add('organizationId', from.organizationId, 'the configuration');
  }
  const { known, sources } = told;
  const questions = questionsFor(principal.fields, principal.needs(known), known);
  return { kind, known, sources, questions };
};

/** Collects values; the first source that tells a field wins. */
class Told {
  readonly known: Record<string, string> = {};
  readonly sources: Record<string, string> = {};
  readonly fields: readonly IdentityField[];

  constructor(fields: readonly IdentityField[]) {
    this.fields = fields;
  }

  add(name: string, text: string, source: string): void {
    const value = this.fields.find(({ field }) => field === name)?.read(text);
    if (value === undefined || this.known[name] !== undefined) return;
    this.known[name] = value;
    this.sources[name] = source;
  }

  addAll(identity: Identity, source: string): void {
    for (const [name, value] of Object.entries(identity)) this.add(name, value, source);
  }
}

const withToken = (
  kind: WorkloadKind,
  workload: OidcWorkload,
  from: IdentitySources,
): WorkloadIdentity => {
  const told = new Told(workload.fields);
  readAnswersAndTags(told, from);
  told.addAll(configuredIdentity(kind, told.known, from.subjects), 'the configuration');
  const candidates = providersOf(workload, from).filter((url) =>
    agrees(workload.identityOfProvider?.(url) ?? {}, told.known),
  );
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) {
    told.addAll(workload.identityOfProvider?.(only) ?? {}, 'the identity provider of the account');
  }
  const url =
    (others.length === 0 ? only : undefined) ??
    workload.providerOf(told.known) ??
    workload.providerForm;
  readUses(told, workload, url, from.uses);
  const { known, sources } = told;
  return {
    kind,
    known,
    sources,
    provider: { url, exists: existence(url, from.providers) },
    questions: questionsFor(workload.fields, workload.needs(known, url), known),
  };
};

const readAnswersAndTags = (told: Told, { answers, tags }: IdentitySources): void => {
  told.addAll(answers, 'the answer of its owner');
  const byKey = new Map(Object.keys(tags).map((key) => [key.toLowerCase(), key]));
  for (const { field, tags: names } of told.fields) {
    for (const name of names) {
      const key = byKey.get(name);
      if (key !== undefined) told.add(field, tags[key] ?? '', `tag ${key}`);
    }
  }
};

/** Where its calls come from, as the SDK says it, or as its name does. */
const readService = (told: Told, { usage, userName }: IdentitySources): void => {
  const agents = usage.known ? usage.value.userAgents.map(({ value }) => value) : [];
  for (const agent of agents) {
    const [, runtime] = /exec-env\/AWS_(Lambda|ECS|EKS|CodeBuild)/i.exec(agent) ?? [];
    if (runtime !== undefined) told.add('service', runtime, 'the user agent of its calls');
  }
  for (const word of userName.split(/[^A-Za-z0-9]+/)) {
    if (serviceNamed(word) !== undefined) told.add('service', word, 'the name of the user');
  }
};

const providersOf = (
  { entries }: OidcWorkload,
  { providers, ignoreIssuers }: IdentitySources,
): readonly string[] =>
  !providers.known
    ? []
    : providers.value
        .map(({ url }) => url)
        .filter((url) => !isIgnoredIssuer(url, ignoreIssuers))
        .filter((url) => entries.includes(entryOfProvider(url)?.id ?? ''));

const existence = (
  url: string,
  providers: Fact<readonly OidcProvider[]>,
): 'yes' | 'no' | 'unknown' => {
  if (builtInProviders.includes(url)) return 'yes';
  if (!providers.known) return 'unknown';
  return providers.value.some((provider) => provider.url === url) ? 'yes' : 'no';
};

const agrees = (a: Identity, b: Identity): boolean =>
  Object.entries(a).every(
    ([name, value]) => b[name] === undefined || b[name].toLowerCase() === value.toLowerCase(),
  );

/** Fills in what every recent login of the same workload agrees on. */
const readUses = (
  told: Told,
  workload: OidcWorkload,
  url: string,
  uses: readonly FederationUse[],
): void => {
  const entry = entryAmong(url, workload.entries);
  if (entry === undefined) return;
  const parsed = uses
    .filter(({ identityProvider, allowed }) => identityProvider === url && allowed > 0)
    .flatMap(({ subject }) => parseSubject(entry, url, subject) ?? [])
    .map(({ template, values }) => ({ template, identity: workload.identityOf(values) }))
    .filter(
      ({ identity }) =>
        agrees(identity, told.known) &&
        workload.telling.some(
          (name) => identity[name] !== undefined && identity[name] === told.known[name],
        ),
    );
  const seen = 'the logins of the same workload';
  for (const name of new Set(parsed.flatMap(({ identity }) => Object.keys(identity)))) {
    const values = new Set(parsed.flatMap(({ identity }) => identity[name] ?? []));
    const [value] = values;
    if (value !== undefined && values.size === 1) told.add(name, value, seen);
  }
  const wordings = workload.identityOfWordings?.(parsed.map(({ template }) => template)) ?? {};
  told.addAll(wordings, seen);
};
