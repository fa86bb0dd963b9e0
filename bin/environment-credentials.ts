/**
 * Stands in for the SDK's chain of credential providers in the functions' bundles: Lambda puts the
 * role's credentials into the environment, and the code for every other source would be almost half
 * of a bundle.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const defaultProvider = () => async () => {
  const accessKeyId = process.env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = process.env['AWS_SECRET_ACCESS_KEY'];
  const sessionToken = process.env['AWS_SESSION_TOKEN'];
  if (!accessKeyId || !secretAccessKey) {
    throw new Error(
      'No credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set. Functions take them from the environment only, as Lambda sets it.',
    );
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
};
