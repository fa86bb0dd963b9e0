import type { FoundSign, Weights } from './signal.ts';
import type { UserTraits } from './workload-signs.ts';

/** What is known of who holds a key and who made it. */
export const traitSigns = (traits: UserTraits): readonly FoundSign[] => [
  ...holderSigns(traits),
  ...creatorSigns(traits),
];

const sign = (group: 'holder' | 'creator', weights: Weights, text: string): FoundSign => ({
  group,
  weights,
  strength: 1,
  text,
});

const holderSigns = ({ holder }: UserTraits): readonly FoundSign[] => {
  if (holder === 'root') return [sign('holder', { person: 6 }, 'the root user is a person')];
  // People keep keys of their own user in builds, too: strong, and not proof.
  if (holder === 'human') {
    return [sign('holder', { person: 5.6 }, 'the user has a console password')];
  }
  if (holder === 'workload') {
    return [sign('holder', { person: -0.8 }, 'the user has no console password')];
  }
  return [];
};

const creatorSigns = ({ createdBy, createdWith, userName }: UserTraits): readonly FoundSign[] => {
  const found: FoundSign[] = [];
  if (createdBy?.type === 'IAMUser' && createdBy.userName === userName) {
    found.push(sign('creator', { person: 1 }, 'the user made the key for itself'));
  }
  if (createdBy?.invokedBy === 'cloudformation.amazonaws.com') {
    found.push(
      sign('creator', { person: -1.5, 'aws-compute': 0.3 }, 'CloudFormation made the key'),
    );
  }
  if (/Terraform\/|OpenTofu\/|Pulumi\/|aws-cdk\//.test(createdWith ?? '')) {
    found.push(sign('creator', { person: -1.2 }, 'infrastructure as code made the key'));
  }
  return found;
};
