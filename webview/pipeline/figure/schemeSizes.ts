import type { Size } from '../../viewer/place.ts';

/** Sizes of the parts of a Falk scheme: the factors left of and above their product, and the images they come from. */
export interface SchemeSizes {
  readonly topImages: readonly Size[];
  readonly leftImages: readonly Size[];
  /** The factor above the product: its columns are the product's. */
  readonly top: Size;
  /** The factor left of the product: its rows are the product's. */
  readonly left: Size;
  readonly product: Size;
  /** Columns that belong together: an output row. */
  readonly block: number;
  /** What the product is folded into. */
  readonly folded?: Size | null;
}
