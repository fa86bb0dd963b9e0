import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Run as a child process: an AWS that counts calls and answers ready-made text. */

const reportOf = (users: number): string => {
  const keys = [
    'active',
    'last_rotated',
    'last_used_date',
    'last_used_region',
    'last_used_service',
  ];
  const header = [
    'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed',
    'password_next_rotation,mfa_active',
    ...[1, 2].map((slot) => keys.map((key) => `access_key_${slot}_${key}`).join(',')),
    'cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated',
  ].join(',');
  const key = 'true,2026-03-01T00:00:00Z,2026-11-20T07:15:00Z,eu-west-1,s3';
  const rows = ['<root_account>', ...Array.from({ length: users }, (_, place) => `user-${place}`)];
  return [
    header,
    ...rows.map(
      (name) =>
        `${name},arn:aws:iam::111122223333:user/${name},2026-01-01T00:00:00Z,false,N/A,N/A,N/A,false,${key},${key},false,N/A,false,N/A`,
    ),
  ].join('\n');
};

const answersFor = (users: number): ReadonlyMap<string, string> => {
  const wrapped = (action: string, result: string) =>
    `<${action}Response><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`;
  const content = Buffer.from(reportOf(users)).toString('base64');
  return new Map([
    [
      'AssumeRole',
      wrapped(
        'AssumeRole',
        '<Credentials><AccessKeyId>ASIAEXAMPLE000000001</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2026-11-23T07:00:00Z</Expiration></Credentials>',
      ),
    ],
    ['GenerateCredentialReport', wrapped('GenerateCredentialReport', '<State>COMPLETE</State>')],
    [
      'GetCredentialReport',
      wrapped(
        'GetCredentialReport',
        `<Content>${content}</Content><ReportFormat>text/csv</ReportFormat><GeneratedTime>2026-11-23T05:59:00Z</GeneratedTime>`,
      ),
    ],
  ]);
};

let answers: ReadonlyMap<string, string> = new Map();
let counts = 0;

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => {
    body += part;
  });
  request.on('end', () => {
    counts += 1;
    response.setHeader('content-type', 'text/xml');
    response.end(answers.get(/(?:^|&)Action=(\w+)/.exec(body)?.[1] ?? '') ?? '');
  });
});

/** `{users}` sets the size of the report and answers how many calls came since. */
process.on('message', ({ users }: { readonly users: number }) => {
  const before = counts;
  counts = 0;
  answers = answersFor(users);
  process.send?.({ counts: before });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
