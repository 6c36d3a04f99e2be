/** A rectangle in CSS pixels of the page. */
export interface TipBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Size = Pick<TipBox, 'width' | 'height'>;

/** Pixels between a tip and its anchor, and between a tip and the page's edges. */
const gap = 4;

/**
 * Returns the corner of a tip: below its anchor, above it if there is no room below, and always inside the page where the
 * page is large enough.
 */
export function placeTermTip(anchor: TipBox, tip: Size, page: Size): Pick<TipBox, 'left' | 'top'> {
  const below = anchor.top + anchor.height + gap;
  const above = anchor.top - gap - tip.height;
  const top = below + tip.height + gap <= page.height || above < gap ? below : above;
  const inside = (start: number, size: number, room: number): number =>
    Math.max(gap, Math.min(start, room - gap - size));
  return { left: inside(anchor.left, tip.width, page.width), top: inside(top, tip.height, page.height) };
}
