/** What a pixel shows of the cells it stands for. */
export type PixelShows = 'mean' | 'min' | 'max';

/** In the order of the menu that chooses one. */
export const pixelChoices: readonly PixelShows[] = ['mean', 'min', 'max'];
