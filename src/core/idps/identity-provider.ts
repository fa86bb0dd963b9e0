/**
 * One identity provider, as far as AWS trust policies can see it. An entry says which tokens can
 * exist and which parts of them somebody outside the tenant can choose; verdicts follow from that.
 */
export interface IdentityProvider {
  /** `github-actions` */
  readonly id: string;
  /** `GitHub Actions` */
  readonly name: string;
  /** Issuer forms, for people. */
  readonly issuer: string;
  /** Whether a provider name (issuer without `https://`) is one of this identity provider's. */
  readonly matches: (provider: string, hints: PolicyHints) => boolean;
  /**
   * What separates one customer from another. `issuer`: a token of this issuer is always from the
   * same tenant. Anything else: everybody on earth can get a token from this issuer.
   */
  readonly tenantIn: 'issuer' | 'subject' | 'audience' | 'session-name' | 'unknown';
  /** The tenant that an issuer names, where `tenantIn` is `issuer` and the name is told by it. */
  readonly tenantOf?: (provider: string) => string | undefined;
  /** Who decides the audience, and which one is usual. */
  readonly audience: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** The tokens that this provider can issue. */
  readonly forms: (provider: string, hints: PolicyHints) => readonly TokenForm[];
  readonly pins: Pins;
  /** The key without which IAM refuses to save a policy since June 2025, when there is one. */
  readonly guardrailKeys?: (provider: string) => readonly string[];
  /** The condition block to aim for; `<provider>` stands for the provider name. */
  readonly recommended: ConditionBlock;
  readonly clientSnippet: string;
  readonly documentation: string;
  /** When the entry was last compared with the documentation. */
  readonly checkedOn: string;
}

/** What a policy says about the subject and the tags: the wording of custom subjects comes from it. */
export interface PolicyHints {
  /** Values that the policy asks for in `<provider>:sub`. */
  readonly subjects: readonly string[];
  /** Values that it rules out there: any other wording of the subject gets past. */
  readonly ruledOut?: readonly string[];
  /** Names of the `aws:RequestTag/…` keys. */
  readonly tags: readonly string[];
  /** Values of conditions on `<provider>:amr`. */
  readonly methods: readonly string[];
}

/** One kind of token: `<field>` in a template stands for a field's value. */
export interface TokenForm {
  /** `branch` */
  readonly id: string;
  /** Claim name to template; a list is a multi-valued claim. `iss` is added when left out. */
  readonly claims: Readonly<Record<string, string | readonly string[]>>;
  /** Session tags inside the token. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Request context that the identity provider, not the caller, decides. */
  readonly context?: Readonly<Record<string, string>>;
  /** Claims that some of these tokens do not have. */
  readonly optional?: readonly string[];
  /** The token is never narrower than this, whatever a policy pins. */
  readonly reach?: 'project' | 'world';
  /** `reach` counts only when one of these fields is what the policy names. */
  readonly reachOf?: readonly string[];
  /** Instead of the provider's. */
  readonly pins?: Pins;
  /** Only looked at when a policy's positive condition on this key asks for this value. */
  readonly onlyWhenAsked?: { readonly key: string; readonly value: string };
  /**
   * The field that names the relying party the token was made for. Left open by a policy, whoever
   * that is can present the token to AWS.
   */
  readonly madeFor?: string;
}

/** One value in a token. */
export interface Field {
  /** One permitted character. */
  readonly character: RegExp;
  readonly min?: number;
  readonly max?: number;
  /** All values there are. */
  readonly values?: readonly string[];
  /** The provider makes it up for each token: nobody can arrange for a value. */
  readonly assigned?: true;
  /**
   * Each use brings a new value (release tags): a pattern with a fixed beginning names them as
   * narrowly as anybody can.
   */
  readonly series?: true;
  /** What a stranger would have there. */
  readonly stranger: string;
  /** What the intended workload would have there, when the policy does not say. */
  readonly own: string;
}

/** Alternatives of conjunctions of field names: which fields, when fixed, name that level. */
export interface Pins {
  readonly tenant: readonly (readonly string[])[];
  /** Left out: nothing stands between tenant and workload. */
  readonly project?: readonly (readonly string[])[];
  readonly workload: readonly (readonly string[])[];
}

export type ConditionBlock = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;
