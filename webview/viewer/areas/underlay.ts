import { countOf, lengthOf, meet, type PlaceRect, without } from './grid.ts';
import { evenly, lay, type Pixels, roomForPixels, pixelsOf, copyPixels } from '../../colour/pixels.ts';
import type { Raster } from './sample.ts';

/**
 * The sampled picture under the refined one. What it showed before it was panned is moved along; only
 * what has come into sight is sampled anew.
 */
export class Underlay {
  #shown: Pixels | null = null;
  #spare: Pixels | null = null;
  #rect: PlaceRect | null = null;
  /** Whether any of it is coarser than its places. */
  coarse = false;

  /** Nothing of it is of use any more: another matrix, other colours, another size of cells. */
  forget(): void {
    this.#rect = null;
    this.coarse = false;
  }

  /** Covers a rectangle and returns it, one pixel a place; `make` is asked for what is missing. */
  cover(rect: PlaceRect, make: (part: PlaceRect, share: number) => Raster): Pixels {
    const before = this.#rect;
    const kept = before === null ? null : meet(before, rect);
    const next = roomForPixels(lengthOf(rect.columns), lengthOf(rect.rows), this.#spare);
    if (before === null || kept === null || countOf(kept) === 0) this.coarse = false;
    else if (this.#shown !== null) lay(this.#shown, next, ...fromCorner(before, rect));
    const missing = before === null ? [rect] : without(rect, before);
    const all = missing.reduce((sum, part) => sum + countOf(part), 0);
    for (const part of missing) {
      const raster = make(part, countOf(part) / all);
      const made = pixelsOf(raster.pixels, raster.columns, raster.rows);
      const [width, height] = [lengthOf(part.columns), lengthOf(part.rows)];
      if (made.columns === width && made.rows === height) lay(made, next, ...fromCorner(part, rect));
      else {
        this.coarse = true;
        const larger = roomForPixels(width, height);
        copyPixels(made, larger, evenly(made.columns, width), evenly(made.rows, height));
        lay(larger, next, ...fromCorner(part, rect));
      }
    }
    [this.#shown, this.#spare] = [next, this.#shown];
    this.#rect = rect;
    return next;
  }
}

/** Where a rectangle's corner stands, seen from another one's. */
export function fromCorner(rect: PlaceRect, of: PlaceRect): readonly [x: number, y: number] {
  return [rect.columns.from - of.columns.from, rect.rows.from - of.rows.from];
}
