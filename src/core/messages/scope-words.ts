import type { ExceptionScope } from '../keys/exception.ts';
import { code, plain } from './outside-text.ts';
import { userWords } from './who.ts';

/** What an exception covers, as Slack formatting. */
export const scopeWords = (scope: ExceptionScope): string => {
  switch (scope.kind) {
    case 'key':
      return `key ${code(scope.accessKeyId)} of user ${code(userWords(scope.userName))}`;
    case 'user':
      return `every key of user ${code(userWords(scope.userName))}`;
    case 'workload':
      return 'userPath' in scope.where
        ? `every key of users under path ${code(scope.where.userPath)}`
        : `every key of users tagged ${code(scope.where.userTag)}`;
  }
};

/** The same without formatting: for notifications, screen readers and terminals. */
export const scopeText = (scope: ExceptionScope): string =>
  plain(scopeWords(scope).replaceAll('`', ''), 300);
