import { AwsError } from '../aws-error.ts';
import type { Input } from '../input.ts';
import { optionalInteger, optionalText } from '../input.ts';

/**
 * One page of a list as IAM gives it: `MaxItems` 1 to 1000, 100 when absent; the marker is opaque.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
 */
export const page = <Member>(
  members: readonly Member[],
  input: Input,
): {
  readonly members: readonly Member[];
  readonly more: { readonly IsTruncated: boolean; readonly Marker?: string };
} => {
  const size = optionalInteger(input, 'MaxItems') ?? 100;
  if (size < 1 || size > 1000) {
    throw new AwsError('ValidationError', 400, `MaxItems must be 1 to 1000, got ${size}.`);
  }
  const marker = optionalText(input, 'Marker');
  const start = marker === undefined ? 0 : placeOf(marker);
  const end = start + size;
  return {
    members: members.slice(start, end),
    more:
      end < members.length
        ? { IsTruncated: true, Marker: Buffer.from(`place:${end}`).toString('base64') }
        : { IsTruncated: false },
  };
};

const placeOf = (marker: string): number => {
  const place = /^place:(\d+)$/.exec(Buffer.from(marker, 'base64').toString('utf8'))?.[1];
  if (place === undefined) throw new AwsError('ValidationError', 400, 'Invalid Marker.');
  return Number(place);
};
