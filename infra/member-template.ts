import { App } from 'aws-cdk-lib';
import { MemberStack } from './member-stack.ts';
import { physicalName } from './names.ts';
import type { Settings } from './settings.ts';

/** The quota for a template that is passed in line. */
const inlineLimit = 51_200;

/**
 * The member stack's template as JSON text, for the StackSet: synthesized on its own, because one
 * stack cannot hold another's finished template.
 */
export const memberTemplate = (settings: Settings): string => {
  const app = new App({ analyticsReporting: false });
  new MemberStack(app, physicalName('member'), { settings });
  const template = JSON.stringify(app.synth().getStackByName(physicalName('member')).template);
  if (Buffer.byteLength(template) > inlineLimit) {
    throw new Error(
      `The member template has ${Buffer.byteLength(template)} bytes; CloudFormation takes ${inlineLimit} in line.`,
    );
  }
  return template;
};
