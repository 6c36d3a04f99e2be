import type { Areas } from '../../../src/engine/areas/areas.ts';
import { formatInteger, formatShort } from '../../../src/scenario/text/format.ts';
import type { PaneFrame } from '../frame.ts';
import type { Exactness } from './areaPicture.ts';
import type { PixelShows } from '../../store/pixelShows.ts';

/** Returns true if a pixel stands for several cells, so that it shows their mean, min or max. */
export function isZoomedOut({ cellWidth, cellHeight }: PaneFrame): boolean {
  return cellWidth < 1 || cellHeight < 1;
}

/** Returns the cells per CSS pixel, columns × rows: "1 px ≈ 1.4 × 2 cells". Empty if every cell has a pixel. */
export function densityText(frame: PaneFrame): string {
  if (!isZoomedOut(frame)) return '';
  const across = Math.max(1, 1 / frame.cellWidth);
  const down = Math.max(1, 1 / frame.cellHeight);
  return `1 px ≈ ${short(across)} × ${short(down)} cells`;
}

/**
 * Returns the visible part of a matrix that does not fit: "columns 16–39 of 64". Empty if the whole matrix is visible.
 */
export function visiblePartText(frame: PaneFrame): string {
  const part = (name: string, first: number, size: number, length: number): string => {
    if (size >= length - 0.01) return '';
    const from = Math.round(first);
    const to = Math.min(length, Math.round(first + size)) - 1;
    return `${name} ${formatInteger(from)}–${formatInteger(to)} of ${formatInteger(length)}`;
  };
  const rows = part('rows', frame.row, frame.height / frame.cellHeight, frame.rows);
  const columns = part('columns', frame.column, frame.width / frame.cellWidth, frame.columns);
  return [rows, columns].filter((text) => text !== '').join(', ');
}

const short = (n: number): string => String(n < 10 ? Math.round(n * 10) / 10 : Math.round(n));

export const pixelNames: Readonly<Record<PixelShows, string>> = {
  mean: 'area mean',
  min: 'area min',
  max: 'area max',
};

/** Describes the pixels: "area mean" if exact, "sampled, refining …", or "sampled, not refined: …" with the reason. */
export function exactnessText(exactness: Exactness, shows: PixelShows, failure: string | null): string {
  if (exactness === 'exact') return pixelNames[shows];
  return failure === null ? 'sampled, refining …' : `sampled, not refined: ${failure}`;
}

/** Describes an area: "min −2.1, mean 0.03, max 1.9", then the non-finite values and the share of structural zeros. */
export function areaText({ mean, min, max, values, padding, inserted, nonFinite }: Areas, at: number): string {
  const area = values[at] as number;
  const zeros = (padding[at] as number) + (inserted[at] as number);
  const bad = nonFinite[at] as number;
  const parts =
    area > 0
      ? (
          [
            ['min', min],
            ['mean', mean],
            ['max', max],
          ] as const
        ).map(([name, statistic]) => `${name} ${formatShort(statistic[at] as number)}`)
      : [];
  if (bad > 0) parts.push(`${bad} NaN or Inf`);
  if (zeros > 0)
    parts.push(
      parts.length === 0 ? 'structural zeros' : `${Math.round((100 * zeros) / (area + zeros + bad))}% structural zeros`,
    );
  return parts.join(', ');
}
