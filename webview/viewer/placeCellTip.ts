/** A rectangle in CSS pixels from the window's corner. */
export interface WindowRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Extent {
  readonly width: number;
  readonly height: number;
}

/** Distances in CSS pixels: between the tip and the cell, the tip and the pointer, the tip and the window's edge. */
const gaps = { cell: 6, below: 20, above: 10, aside: 12, edge: 4 } as const;

/**
 * Returns the corner of a tip of a given size for a cell and the pointer in it. The tip is below the cell, or above it
 * if there is no room below, and never covers the cell or the pointer. In a window without room above or below, the tip
 * is beside the cell.
 */
export function placeCellTip(
  cell: WindowRect,
  pointer: { readonly x: number; readonly y: number },
  tip: Extent,
  window: Extent,
): { readonly x: number; readonly y: number } {
  const below = Math.max(cell.y + cell.height + gaps.cell, pointer.y + gaps.below);
  const above = Math.min(cell.y - gaps.cell, pointer.y - gaps.above) - tip.height;
  const x = Math.max(gaps.edge, Math.min(pointer.x + gaps.aside, window.width - tip.width - gaps.edge));
  if (below + tip.height <= window.height - gaps.edge) return { x, y: below };
  if (above >= gaps.edge) return { x, y: above };
  const right = cell.x + cell.width + gaps.aside;
  const y = Math.max(gaps.edge, Math.min(pointer.y, window.height - tip.height - gaps.edge));
  if (right + tip.width <= window.width - gaps.edge) return { x: right, y };
  return { x: cell.x - gaps.aside - tip.width, y };
}
