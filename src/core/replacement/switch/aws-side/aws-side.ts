import { nameOfArn } from '../../../model/ids.ts';
import type { SwitchPlan } from '../../switch-plan.ts';
import { fill } from '../fill.ts';
import { parsePolicy, trustedServices } from '../trust-pins.ts';
import { type Json, referenceTo, type Target, type Value } from './value.ts';

/** What a proposed role needs in the account, before it is written in one format or another. */
export interface AwsSide {
  readonly userName: string;
  /** The OIDC provider, when it must or may have to be made. */
  readonly provider?: {
    readonly url: string;
    readonly audience: string;
    readonly create: 'yes' | 'if missing';
  };
  readonly role: {
    readonly name: string;
    /** `/lastkey/proposed/` */
    readonly path: string;
    readonly trustPolicy: Value;
    readonly permissionsPolicy?: Value;
    readonly maxSessionSeconds: number;
    readonly tags: Readonly<Record<string, string>>;
  };
  readonly rolesAnywhere?: {
    /** Absent when the trust policy names an anchor that is there. */
    readonly trustAnchorName?: string;
    readonly certificate: string;
    readonly profileName: string;
    readonly durationSeconds: number;
  };
  /** EC2 takes roles in an instance profile only. */
  readonly instanceProfileName?: string;
  readonly podIdentity?: {
    readonly cluster: string;
    readonly namespace: string;
    readonly serviceAccount: string;
  };
}

/** The AWS side of a plan; undefined where there is no role to create. */
export const awsSideOf = (plan: SwitchPlan): AwsSide | undefined => {
  const { role } = plan;
  if (role === undefined || role.existing || role.trustPolicy === undefined) return undefined;
  const name = nameOfArn(role.arn);
  const trust = parsePolicy(role.trustPolicy, 'trust policy');
  const services = trustedServices(plan);
  const isAnywhere = services.includes('rolesanywhere.amazonaws.com');
  const trustPolicy = isAnywhere ? withNewAnchor(trust) : trust;
  return {
    userName: plan.userName,
    ...providerOf(plan),
    role: {
      name,
      path: pathOf(role.arn),
      trustPolicy,
      ...(role.permissionsPolicy === undefined
        ? {}
        : { permissionsPolicy: parsePolicy(role.permissionsPolicy, 'permissions policy') }),
      maxSessionSeconds: role.maxSessionSeconds,
      tags: { 'lastkey:replaces-key-of': tagText(plan.userName), 'lastkey:workload': plan.kind },
    },
    ...(isAnywhere
      ? {
          rolesAnywhere: {
            ...(trustPolicy === trust ? {} : { trustAnchorName: name }),
            certificate: '<PEM certificate of your certificate authority>',
            profileName: name,
            durationSeconds: Math.min(role.maxSessionSeconds, 3600),
          },
        }
      : {}),
    ...(services.some((service) => service.startsWith('ec2.amazonaws.com'))
      ? { instanceProfileName: name }
      : {}),
    ...(services.includes('pods.eks.amazonaws.com')
      ? {
          podIdentity: {
            cluster: fill(plan, 'cluster', 'EKS cluster'),
            namespace: fill(plan, 'namespace', 'namespace'),
            serviceAccount: fill(plan, 'serviceAccount', 'service account'),
          },
        }
      : {}),
  };
};

/** The ARNs that the client side needs, by the name of the output. */
export const outputsOf = ({
  rolesAnywhere,
}: AwsSide): readonly { readonly name: string; readonly value: Target }[] => [
  { name: 'RoleArn', value: 'role arn' },
  ...(rolesAnywhere === undefined ? [] : [{ name: 'ProfileArn', value: 'profile arn' } as const]),
  ...(rolesAnywhere?.trustAnchorName === undefined
    ? []
    : [{ name: 'TrustAnchorArn', value: 'trust anchor arn' } as const]),
];

/** Google, Cognito, Facebook and Amazon are built into IAM and have no provider to create. */
const builtIn =
  /^(?:accounts\.google\.com|cognito-identity\.|graph\.facebook\.com|www\.amazon\.com)/;

const providerOf = ({ provider }: SwitchPlan): Pick<AwsSide, 'provider'> =>
  provider === undefined || provider.exists === 'yes' || builtIn.test(provider.url)
    ? {}
    : {
        provider: {
          url: `https://${provider.url}`,
          audience: provider.audience,
          create: provider.exists === 'no' ? 'yes' : 'if missing',
        },
      };

const pathOf = (arn: string): string => {
  const resource = arn.slice(arn.indexOf(':role/') + ':role'.length);
  return resource.slice(0, resource.lastIndexOf('/') + 1);
};

/**
 * The trust anchor that does not exist yet has no id: where the policy has `<…>` in an anchor's ARN,
 * the anchor that the snippet creates stands. The same object where there is nothing to replace.
 */
const withNewAnchor = (policy: Json): Value => {
  let replaced = false;
  const walk = (value: Json): Value => {
    if (typeof value === 'string') {
      if (!/^<[^>]*anchor[^>]*>$|:trust-anchor\/.*<|^arn:.*<.*:trust-anchor\//i.test(value)) {
        return value;
      }
      replaced = true;
      return referenceTo('trust anchor arn');
    }
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]));
    }
    return value;
  };
  const walked = walk(policy);
  return replaced ? walked : policy;
};

/** User names may hold commas, tag values may not. */
const tagText = (text: string): string =>
  text.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '_').slice(0, 256);
