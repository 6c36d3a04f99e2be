import { countOf, lengthOf, intersectionOf, type PlaceRect, difference } from './grid.ts';
import { evenIndices, blit, type Pixels, allocatePixels, pixelsOf, copyPixels } from '../../colour/pixels.ts';
import type { Raster } from './sample.ts';

/**
 * The sampled picture under the refined one. After panning, samples that are still visible are moved along; only places
 * that have become visible are sampled.
 */
export class Underlay {
  #shown: Pixels | null = null;
  #spare: Pixels | null = null;
  #rect: PlaceRect | null = null;
  /** True if any part is coarser than its places. */
  coarse = false;

  /** Drops all samples, because the matrix, the colours or the size of the cells have changed. */
  forget(): void {
    this.#rect = null;
    this.coarse = false;
  }

  /**
   * Returns an image of a rectangle, one pixel per place. `make` samples the parts that are missing; `share` is the
   * part's share of all missing places.
   */
  cover(rect: PlaceRect, make: (part: PlaceRect, share: number) => Raster): Pixels {
    const before = this.#rect;
    const kept = before === null ? null : intersectionOf(before, rect);
    const next = allocatePixels(lengthOf(rect.columns), lengthOf(rect.rows), this.#spare);
    if (before === null || kept === null || countOf(kept) === 0) this.coarse = false;
    else if (this.#shown !== null) blit(this.#shown, next, ...offsetFrom(before, rect));
    const missing = before === null ? [rect] : difference(rect, before);
    const all = missing.reduce((sum, part) => sum + countOf(part), 0);
    for (const part of missing) {
      const raster = make(part, countOf(part) / all);
      const made = pixelsOf(raster.pixels, raster.columns, raster.rows);
      const [width, height] = [lengthOf(part.columns), lengthOf(part.rows)];
      if (made.columns === width && made.rows === height) blit(made, next, ...offsetFrom(part, rect));
      else {
        this.coarse = true;
        const larger = allocatePixels(width, height);
        copyPixels(made, larger, evenIndices(made.columns, width), evenIndices(made.rows, height));
        blit(larger, next, ...offsetFrom(part, rect));
      }
    }
    [this.#shown, this.#spare] = [next, this.#shown];
    this.#rect = rect;
    return next;
  }
}

/** Returns the offset of a rectangle's corner from the corner of `origin`, in places. */
export function offsetFrom(rect: PlaceRect, origin: PlaceRect): readonly [x: number, y: number] {
  return [rect.columns.from - origin.columns.from, rect.rows.from - origin.rows.from];
}
