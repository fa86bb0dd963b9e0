import type { OidcProvider } from '../federated-role.ts';
import type { ThumbprintFinding } from './thumbprint-finding.ts';

const github = 'token.actions.githubusercontent.com';
const usualAtGithub = 'sts.amazonaws.com';

/**
 * The client ID list decides which audiences STS takes at all; every role that pins none takes each
 * of them.
 * @param before the list as the last run saw it; `undefined` when this is the first
 */
export const audienceFindings = (
  provider: Pick<OidcProvider, 'url' | 'clientIds'>,
  before: readonly string[] | undefined,
): readonly ThumbprintFinding[] => {
  const { clientIds } = provider;
  if (clientIds.length === 0) {
    return [
      {
        id: 'audience.none',
        severity: 'Medium',
        message:
          'The provider lists no client ID, so STS refuses every token with "Incorrect token audience". Add the audience that the workload asks for, or remove the provider.',
      },
    ];
  }
  const findings: ThumbprintFinding[] = [];
  const added = before === undefined ? [] : clientIds.filter((each) => !before.includes(each));
  if (added.length > 0) {
    findings.push({
      id: 'audience.added',
      severity: 'Medium',
      message: `The client ID list has grown by ${quoted(added)}. Every role of this provider whose trust policy pins no audience takes those tokens now. Remove what nobody asked for.`,
    });
  }
  const unusual = clientIds.filter((each) => each !== usualAtGithub);
  if (provider.url === github && unusual.length > 0) {
    findings.push({
      id: 'audience.unusual',
      severity: 'Low',
      message: `The provider takes ${quoted(unusual)} beside or instead of ${usualAtGithub}, which the AWS action asks for. Remove what no workflow uses.`,
    });
  }
  return findings;
};

const quoted = (values: readonly string[]): string =>
  values.map((each) => JSON.stringify(each)).join(', ');
