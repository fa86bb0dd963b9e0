import { builds, each, type FoundSign, type Sign, type SignGroup } from './signal.ts';
import type { UserTraits } from './workload-signs.ts';

const word = 'what people call things';

/** Words in names, paths, tags and descriptions. The narrower first: what it matched is taken. */
const words: readonly Sign[] = [
  sign(
    /\b(d365|dynamics|dataverse|power.?platform|power.?automate|power.?apps|crm)\b/,
    { 'dynamics-365': 5 },
    'Dynamics 365 or Power Platform',
  ),
  sign(
    /\b(azure.?devops|azdo|ado|vsts|azure.?pipelines?|dev azure com|visualstudio com)\b/,
    { 'azure-devops': 5 },
    'Azure DevOps',
  ),
  sign(/\b(github|gha)\b/, { 'github-actions': 5 }, 'GitHub'),
  sign(/\bgitlab/, { 'gitlab-ci': 5 }, 'GitLab'),
  sign(/\bbitbucket/, { 'bitbucket-pipelines': 5 }, 'Bitbucket'),
  sign(/\bcircle.?ci\b/, { circleci: 5 }, 'CircleCI'),
  sign(/\bbuildkite/, { buildkite: 5 }, 'Buildkite'),
  sign(/\bspacelift/, { spacelift: 5 }, 'Spacelift'),
  sign(
    /\b(hcp.?terraform|terraform.?(cloud|enterprise)|app terraform io|tfc|tfe)\b/,
    { 'hcp-terraform': 5 },
    'HCP Terraform',
  ),
  sign(/\bjenkins/, { jenkins: 5 }, 'Jenkins'),
  sign(
    /\b(sentinel|purview|azure|entra|function.?app|app.?service|logic.?apps?)\b/,
    { 'azure-functions': 3.6 },
    'Azure',
  ),
  sign(
    /\b(gcp|gcs|google|big.?query|cloud.?run|vertex)\b/,
    { 'google-cloud': 3.6 },
    'Google Cloud',
  ),
  sign(
    /\b(kubernetes|k8s|k3s|gke|aks|openshift|rancher|helm|external.?dns|cert.?manager|velero|argo.?cd)\b/,
    { kubernetes: 3.6 },
    'Kubernetes',
  ),
  sign(
    /\b(snowflake|databricks|datadog|new.?relic|dynatrace|segment|fivetran|stitch|looker|tableau|cribl|matillion|airbyte|hightouch|sumo.?logic|cloud.?health|cloudability|wiz|orca|lacework|vanta|drata|nops|salesforce|zapier|workato|boomi|mulesoft|twilio|mailchimp|hubspot|shopify|mongo.?atlas|confluent|braze|heroku|vercel|netlify|vendors?|saas|third.?party|3rd.?party)\b/,
    { 'saas-vendor': 4 },
    'a vendor',
  ),
  sign(
    /\b(partners?|cross.?account|other.?account|subsidiary)\b/,
    { 'aws-account': 3.2 },
    'another account',
  ),
  sign(
    /\b(on.?prem\w*|veeam|commvault|rubrik|nas|synology|qnap|data.?cent(er|re)|vmware|esxi|proxmox|mainframe|as400|server.?room|branch.?office|scanner|printer|cctv)\b/,
    { 'on-premises': 3.6 },
    'a host of one’s own',
  ),
  sign(
    /\b(backups?|offsite|sftp|ftp|smtp|legacy|erp|sap|edi)\b/,
    { 'on-premises': 1.8 },
    'backup, file transfer, mail or an older system',
  ),
  sign(
    // `lambda` may be what a build deploys; the others are where something runs.
    /\b(ec2|ecs|eks|fargate|elastic.?beanstalk|lightsail)\b/,
    { 'aws-compute': 3 },
    'a compute service of AWS',
  ),
  sign(/\blambda\b/, { 'aws-compute': 2.7 }, 'a compute service of AWS'),
  sign(
    /\b(terraform|tofu|pulumi|iac)\b/,
    {
      'hcp-terraform': 1.4,
      spacelift: 0.6,
      'github-actions': 0.6,
      'gitlab-ci': 0.5,
      jenkins: 0.4,
      person: -0.4,
    },
    'infrastructure as code',
  ),
  sign(
    /\b(ci|cd|cicd|pipelines?|deploy(er|ment)?|builds?|release)\b/,
    {
      ...each(builds, 0.7),
      person: -1,
      'aws-compute': -0.8,
      'saas-vendor': -0.5,
      'azure-functions': -0.4,
    },
    'builds or deployments',
  ),
  sign(
    /\b(laptop|people|humans?|workstation|personal|developers?|employees?|staff|local.?dev|cli.?user|admins?)\b/,
    { person: 2.6 },
    'a person',
  ),
  sign(
    /\b(svc|service|bot|machine|robot|cron|job|worker|daemon|api|app)\b/,
    { person: -1.6 },
    'a machine',
  ),
];

function sign(pattern: RegExp, weights: Sign['weights'], says: string): Sign {
  return { pattern, weights, says, source: word };
}

/** How much a word weighs where it stands: a tag is written on purpose, a policy is often shared. */
const places = { tags: 1.2, description: 1.1, name: 1, path: 1, policies: 0.5 } as const;

/** What names, path, tags and descriptions of a user say. */
export const wordSigns = (traits: UserTraits): readonly FoundSign[] => [
  ...found('name', traits.userName, `the user is called ${traits.userName}`),
  ...found('path', traits.path ?? '', `the user’s path is ${traits.path}`),
  ...found('description', traits.description ?? '', 'the description'),
  ...Object.entries(traits.tags ?? {}).flatMap(([key, value]) => [
    ...found('tags', `${key} ${value}`, `tag ${key} is ${value}`),
    ...accountTag(key, value, traits),
  ]),
  ...accountNamed('name', traits.userName, `the user is called ${traits.userName}`, traits),
  ...accountNamed('path', traits.path ?? '', `the user’s path is ${traits.path}`, traits),
  // Names of AWS's own policies hold services, not workloads.
  ...(traits.policyNames ?? [])
    .filter((name) => !/^(AWS|Amazon)/.test(name))
    .flatMap((name) => found('policies', name, `it has ${name}`)),
  ...personsName(traits.userName),
];

const found = (
  group: Extract<SignGroup, keyof typeof places>,
  text: string,
  where: string,
): readonly FoundSign[] => {
  let rest = spaced(text);
  const matched = words.filter(({ pattern }) => {
    if (!pattern.test(rest)) return false;
    rest = rest.replace(pattern, ' ');
    return true;
  });
  const builders = buildsOthersCode.filter((kind) =>
    matched.some(({ weights }) => (weights[kind] ?? 0) >= 5),
  );
  return matched.map(({ weights, says }) => {
    const scaled = Object.fromEntries(
      Object.entries(weights).map(([kind, weight]) => [
        kind,
        weight * places[group] * (builders.length > 0 && codeHosts.has(kind) ? 0.5 : 1),
      ]),
    );
    return { group, weights: scaled, strength: 1, text: `${where}, which says ${says}` };
  });
};

/** `app.circleci.com/pipelines/github/…`: beside what builds, a code host is where the code is. */
const buildsOthersCode = [
  'circleci',
  'buildkite',
  'spacelift',
  'hcp-terraform',
  'jenkins',
] as const;
const codeHosts: ReadonlySet<string> = new Set([
  'github-actions',
  'gitlab-ci',
  'bitbucket-pipelines',
]);

/** Words apart and in small letters: `GitHubDeployer_2` is `git hub`, too, so known names stay whole. */
const spaced = (text: string): string =>
  text
    .replace(/GitHub/g, 'Github')
    .replace(/GitLab/g, 'Gitlab')
    .replace(/BigQuery/g, 'Bigquery')
    .replace(/CircleCI/g, 'Circleci')
    .replace(/DevOps/g, 'Devops')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_/.:]+/g, ' ')
    .toLowerCase();

/** A tag such as `partner-account` whose value is the id of another account. */
const accountTag = (key: string, value: string, { accountId }: UserTraits): readonly FoundSign[] =>
  /account|partner|vendor|external/i.test(key) && /^\d{12}$/.test(value) && value !== accountId
    ? [
        {
          group: 'tags',
          weights: /vendor|external/i.test(key)
            ? { 'saas-vendor': 5, 'aws-account': 2.5 }
            : { 'aws-account': 5 },
          strength: 1,
          text: `tag ${key} is an AWS account`,
        },
      ]
    : [];

/** `reader-444455556666`: twelve digits that are neither its own account nor a time. */
const accountNamed = (
  group: 'name' | 'path',
  text: string,
  where: string,
  { accountId }: UserTraits,
): readonly FoundSign[] => {
  if (accountId === undefined) return [];
  const numbers = text.match(/(?<!\d)\d{12}(?!\d)/g) ?? [];
  const others = numbers.filter((digits) => digits !== accountId && !asTime.test(digits));
  return others.slice(0, 1).map((other) => ({
    group,
    weights: { 'aws-account': 4.5 },
    strength: 1,
    text: `${where}, which names the AWS account ${other}`,
  }));
};

const asTime = /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])/;

/** `maria.lopez`, `j.smith@acme.example`. */
const personsName = (userName: string): readonly FoundSign[] => {
  const isMail = /^[\w.+-]+@[\w.-]+$/.test(userName);
  const isName = /^[a-z]+[.][a-z]{2,}(-[a-z]+)?$/i.test(userName);
  if (!isMail && !isName) return [];
  if (words.some(({ pattern }) => pattern.test(spaced(userName)))) return [];
  return [
    {
      group: 'name',
      weights: { person: isMail ? 2.6 : 2 },
      strength: 1,
      text: `${userName} is a person’s name`,
    },
  ];
};
