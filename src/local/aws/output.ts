/** An answer before it has a wire form: a Date becomes ISO text in XML and epoch seconds in JSON. */
export type OutputValue =
  | string
  | number
  | boolean
  | Date
  | undefined
  | readonly OutputValue[]
  | Output;
export interface Output {
  readonly [name: string]: OutputValue;
}
