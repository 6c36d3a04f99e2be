/** A picture in memory: a number for each pixel, row-major, whose bytes are RGBA. */
export interface Pixels {
  readonly columns: number;
  readonly rows: number;
  readonly data: Uint32Array<ArrayBuffer>;
}

/** Room for a picture: the buffer of `spare` where it is of the same size. What it holds is undefined. */
export function roomForPixels(columns: number, rows: number, spare: Pixels | null = null): Pixels {
  const fits = spare?.data.length === columns * rows;
  return { columns, rows, data: fits ? spare.data : new Uint32Array(columns * rows) };
}

/** RGBA bytes as a picture; the memory stays the same. */
export function pixelsOf({ buffer }: Uint8ClampedArray<ArrayBuffer>, columns: number, rows: number): Pixels {
  return { columns, rows, data: new Uint32Array(buffer, 0, columns * rows) };
}

/** Lays a picture into another with its corner at (x, y), which may be outside; what does not fit is left out. */
export function lay(from: Pixels, to: Pixels, x: number, y: number): void {
  const [left, right] = [Math.max(0, x), Math.min(to.columns, x + from.columns)];
  if (left >= right) return;
  const bottom = Math.min(to.rows, y + from.rows);
  for (let row = Math.max(0, y); row < bottom; row++) {
    const start = (row - y) * from.columns;
    to.data.set(from.data.subarray(start + left - x, start + right - x), row * to.columns + left);
  }
}

/** Fills a picture: its pixel (column, row) is that of `from` at (`across[column]`, `down[row]`). */
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
 * The pixels of `length` that `count` parts of an axis stand on: the first of them, and which of the parts each shows.
 * `edge`: where a part begins, a whole pixel that may be out of sight.
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

/** For each of `length` pixels which of `count` it shows when they are stretched evenly. */
export function evenly(count: number, length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => Math.floor(((i + 0.5) * count) / length));
}
