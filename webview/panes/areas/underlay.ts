import { countOf, lengthOf, meet, type PlaceRect, without } from './grid.ts';
import type { Raster } from './sample.ts';

/**
 * The sampled picture under the refined one. What it showed before it was panned is moved along; only
 * what has come into sight is sampled anew.
 */
export class Underlay {
  #canvas = document.createElement('canvas');
  #spare = document.createElement('canvas');
  #rect: PlaceRect | null = null;
  /** Whether any of it is coarser than its places. */
  coarse = false;

  /** Nothing of it is of use any more: another matrix, other colours, another size of cells. */
  forget(): void {
    this.#rect = null;
    this.coarse = false;
  }

  /** Covers a rectangle and returns it in the corner of a canvas, one pixel a place; `make` is asked for what is missing. */
  cover(
    rect: PlaceRect,
    make: (part: PlaceRect, share: number) => Raster,
  ): HTMLCanvasElement | null {
    const before = this.#rect;
    const kept = before === null ? null : meet(before, rect);
    const canvas = this.#spare;
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) return null;
    // Larger where it has to be, and left so: a new size is a new buffer.
    if (canvas.width < lengthOf(rect.columns)) canvas.width = lengthOf(rect.columns);
    if (canvas.height < lengthOf(rect.rows)) canvas.height = lengthOf(rect.rows);
    context.imageSmoothingEnabled = false;
    if (before === null || kept === null || countOf(kept) === 0) this.coarse = false;
    else {
      const dx = before.columns.from - rect.columns.from;
      const dy = before.rows.from - rect.rows.from;
      context.drawImage(this.#canvas, dx, dy);
    }
    const missing = before === null ? [rect] : without(rect, before);
    const all = missing.reduce((sum, part) => sum + countOf(part), 0);
    for (const part of missing) {
      const raster = make(part, countOf(part) / all);
      const x = part.columns.from - rect.columns.from;
      const y = part.rows.from - rect.rows.from;
      const width = lengthOf(part.columns);
      const height = lengthOf(part.rows);
      if (raster.columns === width && raster.rows === height) {
        context.putImageData(new ImageData(raster.pixels, width, height), x, y);
      } else {
        this.coarse = true;
        context.drawImage(canvasOf(raster), x, y, width, height);
      }
    }
    [this.#canvas, this.#spare] = [canvas, this.#canvas];
    this.#rect = rect;
    return canvas;
  }
}

/** A raster as something that can be drawn at another size. */
export function canvasOf({ pixels, rows, columns }: Raster): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
  return canvas;
}
