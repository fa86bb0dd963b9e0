import { isJsonObject, type JsonObject, textIn } from './json-object.ts';

/** A CloudTrail record, with what EventBridge vouches for when it came in an envelope. */
export type UnwrappedEvent =
  | { readonly kind: 'record'; readonly record: JsonObject; readonly envelope?: JsonObject }
  | { readonly kind: 'notForUs'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/**
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export const apiCallDetailType = 'AWS API Call via CloudTrail';

/** SQS record in a Lambda, SQS message from the API, CloudTrail LookupEvents: JSON as text. */
const textCarriers = ['body', 'Body', 'CloudTrailEvent'] as const;

/** A queue body holds an envelope holds a record; more layers than this are nobody's format. */
const maximumLayers = 4;

/**
 * The CloudTrail record inside any JSON: a bare record, an EventBridge envelope, an SQS record or
 * its body. Never throws.
 */
export const unwrapEvent = (input: unknown): UnwrappedEvent => {
  let value = input;
  for (let layer = 0; layer < maximumLayers; layer += 1) {
    if (typeof value === 'string') {
      const parsed = parseJson(value);
      if (parsed === undefined) {
        return unreadable(`the text is not JSON; got ${quote(value)}`);
      }
      value = parsed.value;
    }
    if (!isJsonObject(value)) {
      return unreadable(`expected a JSON object; got ${describe(value)}`);
    }
    const carried = carriedText(value);
    if (carried === undefined) return classify(value);
    value = carried;
  }
  return unreadable(`more than ${maximumLayers} layers of JSON inside JSON`);
};

const classify = (value: JsonObject): UnwrappedEvent => {
  if (textIn(value, 'eventName') !== undefined) return { kind: 'record', record: value };
  const detailType = textIn(value, 'detail-type');
  if (detailType !== undefined) {
    if (detailType !== apiCallDetailType) {
      return { kind: 'notForUs', why: `detail-type is ${quote(detailType)}` };
    }
    const detail = value['detail'];
    return isJsonObject(detail)
      ? { kind: 'record', record: detail, envelope: value }
      : unreadable(`"detail" of the EventBridge event is ${describe(detail)}; expected an object`);
  }
  if ('digestS3Object' in value) return { kind: 'notForUs', why: 'a CloudTrail digest file' };
  const category = textIn(value, 'eventCategory');
  if (category !== undefined && category !== 'Management') {
    return { kind: 'notForUs', why: `eventCategory is ${quote(category)}` };
  }
  return unreadable(
    'neither a CloudTrail record ("eventName") nor an EventBridge event ("detail-type"); ' +
      `its keys are ${quote(Object.keys(value).slice(0, 8).join(', '))}`,
  );
};

const carriedText = (value: JsonObject): string | undefined => {
  if (textIn(value, 'eventName') !== undefined || 'detail-type' in value) return undefined;
  for (const carrier of textCarriers) {
    const text = value[carrier];
    if (typeof text === 'string') return text;
  }
  return undefined;
};

const parseJson = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

const unreadable = (why: string): UnwrappedEvent => ({ kind: 'unreadable', why });

/** Enough of a text to find it again, never all of it: it may hold a session token. */
const quote = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

const describe = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
};
