import { CellKind } from '../../../src/engine/geometry.ts';
import type { MatrixView } from '../../../src/engine/view.ts';
import { entryOf, type Scale } from '../../colour/scale.ts';
import { type AxisPlan, cellOfRead, type SamplePlan } from './sampling.ts';

/** Colours of what is not on the scale, as [r, g, b]. */
export interface Tones {
  readonly padding: readonly [number, number, number];
  readonly inserted: readonly [number, number, number];
}

/** Any NaN or infinity in a pixel blackens it: one bad value among thousands must not average away. */
const black = 17;

/**
 * The matrix at one place a pixel (or one a cell, where cells are larger): RGBA bytes,
 * `plan.rows.places` × `plan.columns.places`. A place takes the colour of the mean of the values in
 * its area, mixed with the hatch tones by the share of structural zeros; cells on a border count
 * for both sides by the area that lies in each.
 */
export function areaMean(
  view: MatrixView,
  plan: SamplePlan,
  scale: Scale,
  tones: Tones,
): Uint8ClampedArray<ArrayBuffer> {
  const { rows, columns } = plan;
  const across = spread(columns);
  const down = spread(rows);
  const width = columns.places;
  const pixels = new Uint8ClampedArray(width * rows.places * 4);
  const line = new Line(width);
  let here = new Line(width);
  let below = new Line(width);
  let place = 0;
  const flush = (): void => {
    here.colour(pixels, place * width * 4, scale, tones);
    here.clear();
    [here, below] = [below, here];
    place += 1;
  };
  for (let r = 0; r < rows.reads; r++) {
    while ((down.place[r] as number) > place) flush();
    line.clear();
    line.read(view, cellOfRead(rows, r), across, columns.reads);
    here.add(line, down.share[r] as number);
    if ((down.share[r] as number) < down.extent) {
      below.add(line, down.extent - (down.share[r] as number));
    }
  }
  while (place < rows.places) flush();
  return pixels;
}

/** For every read: its cell, the place its area begins in, and how much of the area lies in that place. */
interface Spread {
  readonly cell: Float64Array;
  readonly place: Int32Array;
  readonly share: Float64Array;
  /** Area of one read, in places: at most 1. */
  readonly extent: number;
}

function spread(plan: AxisPlan): Spread {
  const extent = plan.places / plan.reads;
  const result: Spread = {
    cell: new Float64Array(plan.reads),
    place: new Int32Array(plan.reads),
    share: new Float64Array(plan.reads),
    extent,
  };
  for (let i = 0; i < plan.reads; i++) {
    const start = i * extent;
    const place = Math.min(plan.places - 1, Math.floor(start + 1e-9));
    const share = Math.min(extent, place + 1 - start);
    result.cell[i] = cellOfRead(plan, i);
    result.place[i] = place;
    // A rest of rounding is no share of the next place.
    result.share[i] = extent - share < 1e-9 || place === plan.places - 1 ? extent : share;
  }
  return result;
}

/** Sums along one row of places. */
class Line {
  readonly #value: Float64Array;
  readonly #weight: Float64Array;
  readonly #padding: Float64Array;
  readonly #inserted: Float64Array;
  readonly #bad: Uint8Array;

  constructor(places: number) {
    this.#value = new Float64Array(places + 1);
    this.#weight = new Float64Array(places + 1);
    this.#padding = new Float64Array(places + 1);
    this.#inserted = new Float64Array(places + 1);
    this.#bad = new Uint8Array(places + 1);
  }

  clear(): void {
    this.#value.fill(0);
    this.#weight.fill(0);
    this.#padding.fill(0);
    this.#inserted.fill(0);
    this.#bad.fill(0);
  }

  read(view: MatrixView, row: number, across: Spread, reads: number): void {
    for (let i = 0; i < reads; i++) {
      const column = across.cell[i] as number;
      const place = across.place[i] as number;
      const share = across.share[i] as number;
      const rest = across.extent - share;
      // A structural zero reads 0: only of a zero has its kind to be asked.
      const value = view.value(row, column);
      const kind = value === 0 ? view.kind(row, column) : CellKind.value;
      if (kind === CellKind.value) {
        if (value - value !== 0) {
          this.#bad[place] = 1;
          continue;
        }
        this.#value[place] = (this.#value[place] as number) + value * share;
        this.#value[place + 1] = (this.#value[place + 1] as number) + value * rest;
        this.#weight[place] = (this.#weight[place] as number) + share;
        this.#weight[place + 1] = (this.#weight[place + 1] as number) + rest;
        continue;
      }
      const zeros = kind === CellKind.padding ? this.#padding : this.#inserted;
      zeros[place] = (zeros[place] as number) + share;
      zeros[place + 1] = (zeros[place + 1] as number) + rest;
    }
  }

  add(line: Line, share: number): void {
    for (let i = 0; i < this.#value.length - 1; i++) {
      this.#value[i] = (this.#value[i] as number) + (line.#value[i] as number) * share;
      this.#weight[i] = (this.#weight[i] as number) + (line.#weight[i] as number) * share;
      this.#padding[i] = (this.#padding[i] as number) + (line.#padding[i] as number) * share;
      this.#inserted[i] = (this.#inserted[i] as number) + (line.#inserted[i] as number) * share;
      this.#bad[i] = (this.#bad[i] as number) | (line.#bad[i] as number);
    }
  }

  colour(pixels: Uint8ClampedArray, offset: number, scale: Scale, tones: Tones): void {
    for (let i = 0; i < this.#value.length - 1; i++) {
      const at = offset + i * 4;
      pixels[at + 3] = 255;
      if (this.#bad[i] === 1) {
        pixels[at] = pixels[at + 1] = pixels[at + 2] = black;
        continue;
      }
      const weight = this.#weight[i] as number;
      const padding = this.#padding[i] as number;
      const inserted = this.#inserted[i] as number;
      const total = weight + padding + inserted;
      const entry = weight > 0 ? entryOf(scale, (this.#value[i] as number) / weight) * 3 : 0;
      for (let c = 0; c < 3; c++) {
        pixels[at + c] =
          ((scale.lut[entry + c] as number) * weight +
            (tones.padding[c] as number) * padding +
            (tones.inserted[c] as number) * inserted) /
          total;
      }
    }
  }
}
