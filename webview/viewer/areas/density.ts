import type { Areas } from '../../../src/engine/areas/areas.ts';
import { formatShort } from '../../../src/scenario/text/format.ts';
import type { PaneFrame } from '../frame.ts';
import type { Exactness } from './areaPicture.ts';
import type { PixelShows } from '../../store/pixelShows.ts';

/** Whether a pixel stands for several cells, so that it can show their mean or an extreme. */
export function isZoomedOut({ cellWidth, cellHeight }: PaneFrame): boolean {
  return cellWidth < 1 || cellHeight < 1;
}

/** Cells a CSS pixel, columns × rows: "1 px ≈ 1.4 × 2 cells". Empty where every cell has a pixel. */
export function densityText(frame: PaneFrame): string {
  if (!isZoomedOut(frame)) return '';
  const across = Math.max(1, 1 / frame.cellWidth);
  const down = Math.max(1, 1 / frame.cellHeight);
  return `1 px ≈ ${short(across)} × ${short(down)} cells`;
}

const short = (n: number): string => String(n < 10 ? Math.round(n * 10) / 10 : Math.round(n));

export const pixelNames: Readonly<Record<PixelShows, string>> = {
  mean: 'area mean',
  min: 'area min',
  max: 'area max',
};

/** How a pixel came by its colour: "area mean", or that it is not that yet, or will not be, and why. */
export function exactnessText(exactness: Exactness, shows: PixelShows, failure: string | null): string {
  if (exactness === 'exact') return pixelNames[shows];
  return failure === null ? 'sampled, refining …' : `sampled, not refined: ${failure}`;
}

/** The values in a place: "min −2.1, mean 0.03, max 1.9", and what of it is no finite value. */
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
        ).map(([name, of]) => `${name} ${formatShort(of[at] as number)}`)
      : [];
  if (bad > 0) parts.push(`${bad} NaN or Inf`);
  if (zeros > 0)
    parts.push(
      parts.length === 0 ? 'structural zeros' : `${Math.round((100 * zeros) / (area + zeros + bad))}% structural zeros`,
    );
  return parts.join(', ');
}
