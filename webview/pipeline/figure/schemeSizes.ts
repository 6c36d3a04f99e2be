import type { Size } from '../../viewer/place.ts';

/** Sizes of the parts of a Falk scheme: the factors left of and above their product, and the images of the factors. */
export interface SchemeSizes {
  readonly topImages: readonly Size[];
  readonly leftImages: readonly Size[];
  /** The factor above the product, with the same columns as the product. */
  readonly top: Size;
  /** The factor left of the product, with the same rows as the product. */
  readonly left: Size;
  readonly product: Size;
  /** Number of columns of one output row. */
  readonly block: number;
  /** The image that the product is folded into. */
  readonly folded?: Size | null;
}
