import { audienceMissing } from './checks/audience-missing.ts';
import { calledWorkflow } from './checks/called-workflow.ts';
import { callerChosenClaim } from './checks/caller-chosen-claim.ts';
import { duplicateKey } from './checks/duplicate-key.ts';
import { everyone } from './checks/everyone.ts';
import { forAllValues } from './checks/for-all-values.ts';
import { foreignTenant } from './checks/foreign-tenant.ts';
import { guardrail } from './checks/guardrail.ts';
import { guestIdentities } from './checks/guest-identities.ts';
import { ifExists } from './checks/if-exists.ts';
import { issuerImpossible } from './checks/issuer-impossible.ts';
import { literalWildcard } from './checks/literal-wildcard.ts';
import { negatedOnly } from './checks/negated-only.ts';
import { networkOnly } from './checks/network-only.ts';
import { nobodyGetsIn } from './checks/nobody-gets-in.ts';
import { providerGone } from './checks/provider-gone.ts';
import { publicIssuer } from './checks/public-issuer.ts';
import { pullRequestSubject } from './checks/pull-request-subject.ts';
import { recyclableName } from './checks/recyclable-name.ts';
import { runPhase } from './checks/run-phase.ts';
import { sessionNameTenancy } from './checks/session-name-tenancy.ts';
import { severalProviders } from './checks/several-providers.ts';
import { subjectBreadth } from './checks/subject-breadth.ts';
import { subjectForms } from './checks/subject-forms.ts';
import { subjectIncomplete } from './checks/subject-incomplete.ts';
import { subjectMissing } from './checks/subject-missing.ts';
import { subjectWildcard } from './checks/subject-wildcard.ts';
import { tagSession } from './checks/tag-session.ts';
import { undecided } from './checks/undecided.ts';
import { unknownKey } from './checks/unknown-key.ts';
import { valueImpossible } from './checks/value-impossible.ts';
import { wrongAction } from './checks/wrong-action.ts';
import { wrongPrefix } from './checks/wrong-prefix.ts';
import { type Check, type CheckSubject, type Finding, severities } from './finding.ts';

export const checks: readonly Check[] = [
  everyone,
  foreignTenant,
  duplicateKey,
  subjectMissing,
  subjectWildcard,
  calledWorkflow,
  callerChosenClaim,
  negatedOnly,
  sessionNameTenancy,
  publicIssuer,
  guestIdentities,
  networkOnly,
  forAllValues,
  ifExists,
  unknownKey,
  wrongPrefix,
  literalWildcard,
  subjectIncomplete,
  valueImpossible,
  issuerImpossible,
  wrongAction,
  nobodyGetsIn,
  tagSession,
  subjectBreadth,
  pullRequestSubject,
  providerGone,
  guardrail,
  undecided,
  severalProviders,
  audienceMissing,
  runPhase,
  recyclableName,
  subjectForms,
];

/** What every check has to say about a judged policy, gravest first. */
export const findFaults = (subject: CheckSubject): readonly Finding[] =>
  checks
    .flatMap(({ id, controls, run }) =>
      run(subject).map((finding): Finding => ({ id, ...finding, controls })),
    )
    .sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
