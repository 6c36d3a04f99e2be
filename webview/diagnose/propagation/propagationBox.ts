/** Cells that one can point at and that have room for their glyph. */
const largest = 22;
/** An axis of few cells is drawn at least this high or wide. */
const least = 18;

export interface PropagationBox {
  readonly width: number;
  readonly height: number;
}

/** How large a map of `rows` × `columns` cells is drawn in so much room, in CSS pixels: square cells unless that left a strip too thin. */
export function propagationBoxOf(rows: number, columns: number, width: number, height: number): PropagationBox {
  const fit = Math.min(largest, width / Math.max(1, columns), height / Math.max(1, rows));
  const cell = fit >= 2 ? Math.floor(fit) : fit;
  return {
    width: Math.max(Math.min(least, width), columns * cell),
    height: Math.max(Math.min(least, height), rows * cell),
  };
}
