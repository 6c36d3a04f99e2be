import type { AxisGeometry, Geometry } from './geometry.ts';
import { type MinimalFilter, minimalFilterOf } from './minimalFilter.ts';
import { phaseOf, phaseSize, phaseTaps } from './phases.ts';

/**
 * One axis of a stride phase, cut into tiles of two outputs for minimal filtering F(2, r). The phase
 * is a convolution of stride 1: its output number j reads input j + `shift` + k·`step` through its
 * k-th tap, 0 ≤ k < r. The two outputs of a tile are `step` apart, so that they share all its
 * inputs but the outermost two. Tile t holds the outputs {@link tileOutput} (t, 0) and (t, 1).
 */
export interface TileAxis {
  readonly filter: MinimalFilter;
  readonly phase: number;
  /** The rotated taps that reach the phase, ascending: r of them. */
  readonly taps: readonly number[];
  /** Outputs of the phase. */
  readonly size: number;
  readonly step: number;
  readonly shift: number;
  readonly tiles: number;
}

/** The tiles of a pair of stride phases. */
export interface Tiling {
  readonly h: TileAxis;
  readonly w: TileAxis;
  /** Tiles, row by row: h.tiles · w.tiles. */
  readonly tiles: number;
  /** Places of a transformed tile, (h.filter.points · w.filter.points): the products ξ. */
  readonly points: number;
}

/** The tiles of a phase of an axis; null where F(2, 2) and F(2, 3) do not serve it. */
export function tileAxisOf(axis: AxisGeometry, phase: number): TileAxis | null {
  const reaching = phaseTaps(axis, phase);
  const filter = minimalFilterOf(reaching.length);
  const [first, second] = reaching;
  if (filter === null || first === undefined || second === undefined) return null;
  const size = phaseSize(axis, phase);
  const step = second.shift - first.shift;
  const whole = Math.floor(size / (2 * step));
  return {
    filter,
    phase,
    taps: reaching.map(({ a }) => a),
    size,
    step,
    shift: first.shift,
    // What is left over after whole runs of two times `step` outputs begins as many tiles as it has, up to `step`.
    tiles: whole * step + Math.min(step, size - 2 * step * whole),
  };
}

/** Number, in its phase, of output `m` (0 or 1) of tile `t`; may lie behind the last, in a tile that the border cuts. */
export function tileOutput({ step }: TileAxis, t: number, m: number): number {
  return 2 * step * Math.floor(t / step) + (t % step) + m * step;
}

/** The tile of output number `j` of the phase, and which of its two outputs that is: the inverse of {@link tileOutput}. */
export function tileOf({ step }: TileAxis, j: number): { readonly tile: number; readonly m: number } {
  const within = j % (2 * step);
  return {
    tile: step * Math.floor(j / (2 * step)) + (within % step),
    m: Math.floor(within / step),
  };
}

/** Input index at place `k` of tile `t`, 0 ≤ k ≤ r; outside 0 … inputSize − 1 there is padding. */
export function tileInput(axis: TileAxis, t: number, k: number): number {
  return tileOutput(axis, t, 0) + axis.shift + k * axis.step;
}

/** The tiles of the phases (y, x). Only for calls that winograd serves. */
export function tilingOf({ h, w }: Geometry, y: number, x: number): Tiling {
  const [down, across] = [tileAxisOf(h, y), tileAxisOf(w, x)];
  if (down === null || across === null) throw new Error('Minimal filtering of other taps.');
  return {
    h: down,
    w: across,
    tiles: down.tiles * across.tiles,
    points: down.filter.points * across.filter.points,
  };
}

/** The tiles of every pair of phases that has outputs, (0, 0), (0, 1), …. */
export function* tilings(geometry: Geometry): Generator<Tiling, void, void> {
  const { h, w } = geometry;
  for (let y = 0; y < Math.min(h.stride, h.outputSize); y++)
    for (let x = 0; x < Math.min(w.stride, w.outputSize); x++) yield tilingOf(geometry, y, x);
}

/** The tiles of the phases of an output element. */
export function tilingUnder(geometry: Geometry, { y, x }: { readonly y: number; readonly x: number }): Tiling {
  return tilingOf(geometry, phaseOf(geometry.h, y), phaseOf(geometry.w, x));
}
