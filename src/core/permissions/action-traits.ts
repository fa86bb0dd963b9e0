/** What is known of single IAM actions, beyond their names. Compared with the reference on 2026-11-23. */

/**
 * Needs no permission: the call works under an explicit Deny too.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const needsNoPermission = (action: string): boolean =>
  action.toLowerCase() === 'sts:getcalleridentity';

/**
 * Cannot be called with the credentials of a role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
 */
export const isOnlyForUsers = (action: string): boolean =>
  ['sts:getsessiontoken', 'sts:getfederationtoken'].includes(action.toLowerCase());

/** Whether an action of S3 is about an object, not about its bucket. */
export const isAboutObjects = (action: string): boolean => objectActions.test(action.toLowerCase());

const objectActions =
  /^s3:((?!.*objectlockconfiguration)\w*object\w*|abortmultipartupload|listmultipartuploadparts|replicate(delete|tags)|initiatereplication)$/;

/** The ARNs out of a record that a policy compares for this action: S3 names bucket and object. */
export const resourcesForAction = (
  action: string,
  resources: readonly string[],
): readonly string[] => {
  const lower = action.toLowerCase();
  if (!lower.startsWith('s3:')) return resources;
  const isObject = isAboutObjects(lower);
  return resources.filter(
    (arn) => !/^arn:[\w-]+:s3:::/.test(arn) || arn.includes('/') === isObject,
  );
};

/**
 * Services whose actions take a resource in policies, with those that do not. For every other
 * service `*` is the only resource that is sure to work.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const withoutResource: Readonly<Record<string, RegExp>> = {
  s3: /^(listallmybuckets|listaccesspoints|listjobs|createjob|getaccountpublicaccessblock|putaccountpublicaccessblock)$/,
  dynamodb:
    /^(list(tables|backups|exports|globaltables|imports|contributorinsights)|describe(limits|reservedcapacity\w*|endpoints)|purchasereservedcapacityofferings)$/,
  sqs: /^listqueues$/,
  sns: /^(list(topics|subscriptions|platformapplications|endpoints\w*|phonenumbers\w*|origination\w*|smssandbox\w*)|(get|set)smsattributes|unsubscribe|getsubscriptionattributes|setsubscriptionattributes|checkifphonenumberisoptedout)$/,
  lambda:
    /^(list(functions|eventsourcemappings|layers|codesigningconfigs)|createeventsourcemapping|getaccountsettings)$/,
  secretsmanager: /^(listsecrets|batchgetsecretvalue|getrandompassword)$/,
  kms: /^(listkeys|listaliases|createkey|generaterandom|describecustomkeystores|connectcustomkeystore|createcustomkeystore)$/,
  ssm: /^(describe\w+|list\w+|getinventory\w*|getdeployablepatchsnapshot\w*)$/,
  ecr: /^(getauthorizationtoken|describeregistry|get\w*registry\w*|put\w*registry\w*)$/,
  logs: /^(describe(loggroups|queries|querydefinitions|destinations|resourcepolicies)|stopquery|getqueryresults|testmetricfilter|putresourcepolicy|deleteresourcepolicy)$/,
  kinesis: /^(liststreams|describelimits|describeaccountsettings)$/,
  firehose: /^listdeliverystreams$/,
  sts: /^(getcalleridentity|getsessiontoken|getaccesskeyinfo|decodeauthorizationmessage|getservicebearertoken)$/,
  iam: /^(list(users|roles|groups|policies|accountaliases|instanceprofiles|servercertificates|openidconnectproviders|samlproviders|virtualmfadevices)|get(account\w*|credentialreport|context\w*|servicelastaccesseddetails\w*)|generatecredentialreport|simulatecustompolicy)$/,
  states: /^(liststatemachines|listactivities|sendtask\w+|validatestatemachinedefinition)$/,
};

/** Whether a policy may name resources for the action; `false` where only `*` is sure to work. */
export const takesResource = (action: string): boolean => {
  const [service = '', name = ''] = action.toLowerCase().split(':');
  const except = Object.hasOwn(withoutResource, service) ? withoutResource[service] : undefined;
  return except !== undefined && !except.test(name);
};

/**
 * Actions that a person must agree to before a role gets them: they hand on power or read secrets.
 * @returns why, in words; `undefined` for everything else
 */
export const sensitivityOf = (action: string): string | undefined =>
  sensitive.find(({ pattern }) => pattern.test(action.toLowerCase()))?.why;

const sensitive: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /^iam:passrole$/, why: 'hands a role to a service' },
  { pattern: /^iam:(get|list|generate|simulate)/, why: 'reads who may do what' },
  { pattern: /^iam:/, why: 'changes who may do what' },
  { pattern: /^sts:(assumerole|getfederationtoken|getsessiontoken)/, why: 'becomes somebody else' },
  {
    pattern: /^(organizations|account|sso|sso-directory|identitystore):/,
    why: 'acts on the organization',
  },
  { pattern: /^kms:/, why: 'works with encryption keys' },
  { pattern: /^secretsmanager:/, why: 'reads or changes secrets' },
  { pattern: /^ssm:getparameter/, why: 'may read secrets' },
  { pattern: /^ssm:(sendcommand|startsession)$/, why: 'runs commands on hosts' },
  {
    pattern: /^\w[\w-]*:put\w*(resource|bucket|repository|key)?policy$/,
    why: 'opens a resource to others',
  },
  {
    pattern:
      /^s3:(put|delete)(bucketpolicy|bucketacl|objectacl|bucketpublicaccessblock|accountpublicaccessblock)/,
    why: 'opens a bucket to others',
  },
  { pattern: /^(lambda|sns|sqs|events):addpermission$/, why: 'opens a resource to others' },
  {
    pattern: /^(cloudtrail|config|guardduty|securityhub):(stop|delete|disable|update)/,
    why: 'switches off what watches',
  },
];
