import type { AddressRanges } from './address-kind.ts';
import shipped from './address-ranges.json' with { type: 'json' };

/** The address ranges that came with this version; `asOf` and `sources` say how good they are. */
export const shippedAddressRanges: AddressRanges = shipped;
