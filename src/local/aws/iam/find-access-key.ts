import type { AccessKeyState, AccountState } from './account-state.ts';

export interface FoundAccessKey {
  readonly key: AccessKeyState;
  /** `undefined` for a key of the root user. */
  readonly userName: string | undefined;
}

/** The key with this id among all users of an account, root included. */
export const findAccessKey = (
  account: AccountState,
  accessKeyId: string,
): FoundAccessKey | null => {
  for (const user of account.users.values()) {
    const key = user.accessKeys.find((candidate) => candidate.accessKeyId === accessKeyId);
    if (key) return { key, userName: user.userName };
  }
  const key = account.rootAccessKeys.find((candidate) => candidate.accessKeyId === accessKeyId);
  return key ? { key, userName: undefined } : null;
};
