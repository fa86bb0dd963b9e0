/**
 * The name of a user's secret. Secrets Manager takes what IAM takes in a user name, but for the comma;
 * a slash stands for it, which no user name has, so that no two users share a secret.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 * @param pattern `lastkey/keys/{user}`
 */
export const secretNameOf = (pattern: string, userName: string): string =>
  pattern.split('{user}').join(userName.replaceAll(',', '/'));
