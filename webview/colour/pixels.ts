/** An image in memory: one 32-bit number per pixel, row-major, whose bytes are RGBA. */
export interface Pixels {
  readonly columns: number;
  readonly rows: number;
  readonly data: Uint32Array<ArrayBuffer>;
}

/** Returns an image with undefined content. If `spare` has as many pixels, the image takes its buffer. */
export function allocatePixels(columns: number, rows: number, spare: Pixels | null = null): Pixels {
  const fits = spare?.data.length === columns * rows;
  return { columns, rows, data: fits ? spare.data : new Uint32Array(columns * rows) };
}

/** Returns RGBA bytes as an image that shares their memory. */
export function pixelsOf({ buffer }: Uint8ClampedArray<ArrayBuffer>, columns: number, rows: number): Pixels {
  return { columns, rows, data: new Uint32Array(buffer, 0, columns * rows) };
}

/**
 * Copies an image into another with its corner at (x, y), which may lie outside; pixels that do not fit are skipped.
 */
export function blit(from: Pixels, to: Pixels, x: number, y: number): void {
  const [left, right] = [Math.max(0, x), Math.min(to.columns, x + from.columns)];
  if (left >= right) return;
  const bottom = Math.min(to.rows, y + from.rows);
  for (let row = Math.max(0, y); row < bottom; row++) {
    const start = (row - y) * from.columns;
    to.data.set(from.data.subarray(start + left - x, start + right - x), row * to.columns + left);
  }
}

/** Fills `to`: its pixel (column, row) is the pixel of `from` at (`across[column]`, `down[row]`). */
export function copyPixels(from: Pixels, to: Pixels, across: Int32Array, down: Int32Array): void {
  const { columns, rows, data } = to;
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    if (row > 0 && down[row] === down[row - 1]) {
      data.copyWithin(at, at - columns, at);
      continue;
    }
    const start = (down[row] as number) * from.columns;
    for (let i = 0; i < columns; i++) data[at + i] = from.data[start + (across[i] as number)] as number;
  }
}

/**
 * Maps the pixels of an axis to its parts. Returns the first of the `length` pixels that shows one of the `count`
 * parts, and the index of the part for that pixel and each one after it. `edge` gives the pixel at which a part begins;
 * the pixel is whole and may lie outside.
 */
export function pixelsOn(
  count: number,
  edge: (part: number) => number,
  length: number,
): { readonly first: number; readonly shows: Int32Array } {
  const within = (part: number): number => Math.max(0, Math.min(length, edge(part)));
  const first = within(0);
  const shows = new Int32Array(Math.max(0, within(count) - first));
  for (let part = 0; part < count; part++) shows.fill(part, within(part) - first, within(part + 1) - first);
  return { first, shows };
}

/** Returns for each of `length` pixels the index of the part it shows when `count` parts are stretched evenly. */
export function evenIndices(count: number, length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => Math.floor(((i + 0.5) * count) / length));
}
