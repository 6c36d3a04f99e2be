import { overlapCounts } from '../engine/layer/overlap.ts';
import { type CroppedAxis, croppedGeometry } from './croppedAxis.ts';

/** The most cells of an axis in a picture. */
const mostCells = 16;
/** Pixels of a cell, of the margin with the counts, and of a picture's border. */
const [cell, margin] = [12, 16];

/** The size of an axis whose input is not known: the middle of a large one is drawn. */
const unknownInput = 256;

/** The numbers of an axis that decide its overlap. The size of its input is null if it is not known. */
export interface OverlapAxis extends CroppedAxis {
  readonly inputSize: number | null;
}

/**
 * Draws how many taps reach each output element, as an SVG for light and dark backgrounds: the darker a cell, the more
 * taps. The counts of the rows stand at the left, those of the columns above. One axis is drawn as one row.
 */
export function overlapPicture(axes: readonly OverlapAxis[]): string {
  const [down, across] =
    axes.length === 1 ? [[1], countsOf(axes[0] as OverlapAxis)] : (axes.map(countsOf) as [number[], number[]]);
  const [left, top] = [axes.length === 1 ? 0 : margin, margin];
  const [width, height] = [left + across.length * cell + 1, top + down.length * cell + 1];
  const most = Math.max(1, ...down) * Math.max(1, ...across);
  const cells = down.flatMap((rowCount, y) =>
    across.map((columnCount, x) => {
      const opacity = (rowCount * columnCount) / most;
      return `<rect x="${left + x * cell + 0.5}" y="${top + y * cell + 0.5}" width="${cell}" height="${cell}" fill-opacity="${round(opacity)}"/>`;
    }),
  );
  const labels = [
    ...across.map((count, x) => label(left + (x + 0.5) * cell, top - 5, count)),
    ...(axes.length === 1 ? [] : down.map((count, y) => label(left - 7, top + (y + 0.5) * cell + 3, count))),
  ];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<g fill="${tapColour}" stroke="${lineColour}" stroke-opacity="0.5">${cells.join('')}</g>` +
    `<g fill="${lineColour}" font-family="sans-serif" font-size="9" text-anchor="middle">${labels.join('')}</g></svg>`
  );
}

/** Returns an SVG as the address of an image that Markdown can show. */
export function imageAddress(svg: string): string {
  const encoded = encodeURIComponent(svg).replaceAll('(', '%28').replaceAll(')', '%29');
  return `data:image/svg+xml,${encoded}`;
}

/** A blue and a grey with enough contrast on white, on black and on the backgrounds of all themes. */
const [tapColour, lineColour] = ['#2b8af7', '#808080'];

/** Returns the counts of the first outputs of an axis, or of outputs in the middle if its size is not known. */
function countsOf(given: OverlapAxis): number[] {
  const { inputSize, kernelSize, stride, dilation } = given;
  const axis = croppedGeometry(inputSize ?? unknownInput, given);
  if (inputSize !== null) return Array.from(overlapCounts(axis, mostCells));
  const period = Math.min(mostCells, Math.max(2 * stride, 8));
  const reach = Math.ceil((kernelSize * dilation) / stride) * stride;
  return Array.from(overlapCounts(axis, reach + period)).slice(reach);
}

function label(x: number, y: number, count: number): string {
  return `<text x="${round(x)}" y="${round(y)}">${count}</text>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
