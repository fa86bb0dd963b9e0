/** As much of a CloudFormation template as the local organization reads. */
export interface Template {
  readonly Parameters?: Readonly<
    Record<string, { readonly Type: string; readonly Default?: unknown }>
  >;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
  >;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** Where a template is deployed, and with what. */
export interface Deployment {
  readonly template: Template;
  readonly stackName: string;
  readonly accountId: string;
  readonly region: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * A resource of a deployed template. Its properties, free of intrinsic functions, are resolved when
 * they are read: look at the type first.
 */
export interface ResolvedResource {
  readonly logicalId: string;
  readonly type: string;
  /** What `Ref` answers. */
  readonly ref: string;
  readonly arn: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
