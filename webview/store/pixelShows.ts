/** The value that a pixel shows if it covers many cells. */
export type PixelShows = 'mean' | 'min' | 'max';

/** The choices in the order of the menu. */
export const pixelChoices: readonly PixelShows[] = ['mean', 'min', 'max'];
