/** `33 %`, and never `0 %` of something that was seen. */
export const percent = (share: number): string =>
  share < 0.01 ? 'under 1 %' : `${Math.round(share * 100)} %`;
