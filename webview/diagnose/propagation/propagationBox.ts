/** Largest size of a cell in CSS pixels: large enough for the mouse and for its glyph. */
const largest = 22;
/** Least height and width of a map in CSS pixels. */
const least = 18;

/** The size of a map in CSS pixels. */
export interface PropagationBox {
  readonly width: number;
  readonly height: number;
}

/**
 * Fits a map of `rows` × `columns` cells into a box, in CSS pixels. Its cells are square unless the map would be too
 * thin.
 */
export function propagationBoxOf(rows: number, columns: number, width: number, height: number): PropagationBox {
  const fit = Math.min(largest, width / Math.max(1, columns), height / Math.max(1, rows));
  const cell = fit >= 2 ? Math.floor(fit) : fit;
  return {
    width: Math.max(Math.min(least, width), columns * cell),
    height: Math.max(Math.min(least, height), rows * cell),
  };
}
