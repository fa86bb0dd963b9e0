import type { KeyUsage } from '../../usage/key-usage.ts';
import { builds, each, type FoundSign, type Weights } from './signal.ts';

/** What the actions themselves say. Only those seen in records: they are the key's own. */
export const actionSigns = (usage: KeyUsage): readonly FoundSign[] => {
  const used = usage.actions.filter(({ origin }) => origin === 'record');
  const total = used.reduce((sum, { count }) => sum + count, 0);
  if (total < 10) return [];
  const shareOf = (pattern: RegExp): number =>
    used.reduce((sum, { action, count }) => sum + (pattern.test(action) ? count : 0), 0) / total;
  const services = new Set(used.map(({ service }) => service));
  const found: FoundSign[] = [];
  const add = (weights: Weights, text: string): void => {
    found.push({ group: 'actions', weights, strength: 1, text });
  };
  if (shareOf(deploying) > 0.15) {
    add(
      {
        ...each(builds, 1),
        person: 0.1,
        'on-premises': -0.7,
        'aws-compute': -0.5,
        'azure-functions': -1,
        'saas-vendor': -0.8,
      },
      'it pushes images, code or stacks, as builds do',
    );
  }
  if (shareOf(pulling) > 0.9 && services.has('ecr')) {
    add({ kubernetes: 1.4, 'on-premises': 0.4 }, 'it only pulls images, as clusters do');
  }
  if (shareOf(/^route53:(ChangeResourceRecordSets|List|Get)/) > 0.9) {
    add({ kubernetes: 0.6, 'on-premises': 0.4 }, 'it only changes DNS records');
  }
  if (shareOf(/^(cloudwatch|tag|ce|cur|health|support|organizations):/) > 0.4) {
    add(
      { 'saas-vendor': 1.4, person: -0.5 },
      'it reads metrics, tags and costs, as monitoring does',
    );
  } else if (services.size >= 12 && shareOf(/:(Describe|List|Get)/) > 0.95) {
    add({ 'saas-vendor': 1.2, person: 0.3 }, `it only reads, in ${services.size} services`);
  }
  if (shareOf(/^s3:(PutObjectRetention|PutObjectLegalHold|GetBucketObjectLockConfiguration)/) > 0) {
    add({ 'on-premises': 1 }, 'it locks objects, as backup software does');
  }
  if (shareOf(/^ses:/) > 0.9) {
    add({ 'on-premises': 0.5, 'saas-vendor': 0.4, person: -1 }, 'it only sends mail');
  }
  return found;
};

const deploying =
  /^(ecr:(PutImage|InitiateLayerUpload|UploadLayerPart|CompleteLayerUpload)|ecs:(UpdateService|RegisterTaskDefinition)|lambda:(UpdateFunctionCode|PublishVersion|PublishLayerVersion)|cloudformation:(CreateChangeSet|ExecuteChangeSet|UpdateStack)|cloudfront:CreateInvalidation|codedeploy:CreateDeployment|elasticbeanstalk:(CreateApplicationVersion|UpdateEnvironment))$/;

const pulling =
  /^ecr:(GetAuthorizationToken|BatchGetImage|GetDownloadUrlForLayer|BatchCheckLayerAvailability)$/;
