import { nameOfArn, type RoleArn } from '../model/ids.ts';

/** The order that every switch keeps: nothing is taken away before its successor is seen at work. */
export const switchSteps = (role: RoleArn, clientSide: string): readonly string[] => [
  `Check that ${nameOfArn(role)} may do what the key does.`,
  clientSide,
  'Run it once and check who it is: aws sts get-caller-identity shows the role, not the user.',
  'Take the key out of the place where its secret is stored.',
  'Press Disable now. If something still needs the key, Undo brings it back.',
];

/** Ends a set-up: the same order, once the role exists. */
export const afterSetUp = (clientSide: string): readonly string[] => [
  clientSide,
  'Run it once and check who it is: aws sts get-caller-identity shows the role, not the user.',
  'Take the key out of the place where its secret is stored, then press Disable now.',
];
