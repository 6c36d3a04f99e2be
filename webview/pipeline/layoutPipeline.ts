import type { PixelSize } from '../ui/useSize.ts';

/** The sizes that the user has given to the dot product, in CSS pixels; null for the default. */
export interface DotProductSizes {
  readonly below: number | null;
  readonly right: number | null;
}

/** Where the dot product is: below the figure or to its right, with a size of its own, or after it in one scroll. */
export type PipelineLayout =
  | { readonly form: 'scroll' }
  | {
      readonly form: 'below' | 'right';
      /** Height (below) or width (right) of the dot product, with the least and the largest it may have. */
      readonly size: number;
      readonly least: number;
      readonly most: number;
    };

/** The least width of a tab in which the dot product is to the right: a window of 1700 pixels with a sidebar. */
const wideTab = 1400;
/** The least height of a tab that is divided; in a lower one everything scrolls together. */
const tallTab = 520;

/** The table of nine terms with their names, and the least width that shows three of them. */
const right = { wanted: 676, least: 320, figure: 900 } as const;
/** The height of the table of terms; the least one shows its title alone. */
const below = { wanted: 252, least: 28, figure: 160 } as const;
/** The largest share of a tab's height that the dot product has by default. */
const defaultShare = 0.4;

/** Divides a tab of a given size between the figure and the dot product. */
export function layoutPipeline({ width, height }: PixelSize, sizes: DotProductSizes): PipelineLayout {
  if (width >= wideTab) {
    const wanted = Math.max(right.least, Math.min(right.wanted, width - right.figure));
    return divided('right', sizes.right ?? wanted, right.least, width - right.least);
  }
  if (height < tallTab) return { form: 'scroll' };
  const wanted = Math.min(below.wanted, Math.round(height * defaultShare));
  return divided('below', sizes.below ?? wanted, below.least, height - below.figure);
}

function divided(form: 'below' | 'right', wanted: number, least: number, most: number): PipelineLayout {
  return { form, size: Math.max(least, Math.min(wanted, most)), least, most };
}
