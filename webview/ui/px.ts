/** Returns a length in pixels for a style: Preact 11 adds no unit to a number. */
export const px = (length: number): string => `${length}px`;
