/** The part of a 2D context that draws a glyph. */
type GlyphContext = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'fillRect'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'fill'
  | 'stroke'
>;

/**
 * Draws the glyph of a non-finite value: NaN ✕, +Infinity ▲, −Infinity ▼, white on black. The glyphs are paths, not
 * text, so that they are legible in cells of a few pixels. Coordinates are device pixels.
 */
export function drawNonFinite(
  context: GlyphContext,
  value: number,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  context.fillStyle = '#111';
  context.fillRect(x, y, width, height);
  const middleX = x + width / 2;
  const middleY = y + height / 2;
  const reach = Math.max(1.5, Math.min(width, height) * 0.2);
  context.fillStyle = context.strokeStyle = '#fff';
  context.lineWidth = Math.max(1, reach / 3);
  context.beginPath();
  if (Number.isNaN(value)) {
    context.moveTo(middleX - reach, middleY - reach);
    context.lineTo(middleX + reach, middleY + reach);
    context.moveTo(middleX + reach, middleY - reach);
    context.lineTo(middleX - reach, middleY + reach);
    context.stroke();
    return;
  }
  const tip = value > 0 ? -reach : reach;
  context.moveTo(middleX - reach, middleY - tip * 0.8);
  context.lineTo(middleX + reach, middleY - tip * 0.8);
  context.lineTo(middleX, middleY + tip);
  context.closePath();
  context.fill();
}
