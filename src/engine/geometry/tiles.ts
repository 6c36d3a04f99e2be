import type { AxisGeometry, Geometry } from './geometry.ts';
import { type MinimalFilter, minimalFilterOf } from './minimalFilter.ts';
import { phaseOf, phaseSize, phaseTaps } from './phases.ts';
import { rotateTap } from './indices.ts';
import { flatIndexOf } from './planeOffsets.ts';

/**
 * One axis of a stride phase, cut into tiles of two outputs for minimal filtering F(2, r). The phase is a convolution
 * of stride 1: output number j of the phase reads, through its k-th tap (0 ≤ k < r), input j + `shift` + k·`step`. Tile
 * t holds the outputs {@link tileOutput} (t, 0) and (t, 1). They are `step` apart, so that they share all inputs of the
 * tile except the first and the last.
 */
export interface TileAxis {
  readonly filter: MinimalFilter;
  readonly phase: number;
  /** The rotated taps that reach the phase, ascending: r of them. */
  readonly taps: readonly number[];
  /** Number of outputs in the phase. */
  readonly size: number;
  readonly step: number;
  readonly shift: number;
  readonly tiles: number;
}

/** The tiles of one stride phase down and one across. */
export interface Tiling {
  readonly h: TileAxis;
  readonly w: TileAxis;
  /** Number of tiles, h.tiles · w.tiles. Tiles are numbered row by row. */
  readonly tiles: number;
  /** Number of places ξ in a transformed tile: h.filter.points · w.filter.points. */
  readonly points: number;
}

/** Cuts a stride phase of an axis into tiles; null if the number of its taps is neither 2 nor 3. */
export function tileAxisOf(axis: AxisGeometry, phase: number): TileAxis | null {
  const reaching = phaseTaps(axis, phase);
  const filter = minimalFilterOf(reaching.length);
  const [first, second] = reaching;
  if (filter === null || first === undefined || second === undefined) return null;
  const size = phaseSize(axis, phase);
  const step = second.shift - first.shift;
  const wholeRuns = Math.floor(size / (2 * step));
  return {
    filter,
    phase,
    taps: reaching.map(({ a }) => a),
    size,
    step,
    shift: first.shift,
    // Two outputs of a tile are `step` apart, so a run of 2·`step` outputs has `step` tiles. Of a partial run at the
    // end, each of the first `step` outputs begins a tile.
    tiles: wholeRuns * step + Math.min(step, size - 2 * step * wholeRuns),
  };
}

/**
 * Returns the number, within the phase, of output `m` (0 or 1) of tile `t`. If the border cuts the tile, the number may
 * be beyond the last output.
 */
export function tileOutput({ step }: TileAxis, t: number, m: number): number {
  return 2 * step * Math.floor(t / step) + (t % step) + m * step;
}

/**
 * Returns the tile that contains output number `j` of the phase, and the output's place `m` in the tile (0 or 1).
 * Inverts {@link tileOutput}.
 */
export function tileOf({ step }: TileAxis, j: number): { readonly tile: number; readonly m: number } {
  const within = j % (2 * step);
  return {
    tile: step * Math.floor(j / (2 * step)) + (within % step),
    m: Math.floor(within / step),
  };
}

/** Returns the input index at position `k` of tile `t`, 0 ≤ k ≤ r. An index outside 0 … inputSize − 1 is padding. */
export function tileInput(axis: TileAxis, t: number, k: number): number {
  return tileOutput(axis, t, 0) + axis.shift + k * axis.step;
}

/** Returns the tiles of stride phases `y` and `x`. Only for calls that winograd supports. */
export function tilingOf({ h, w }: Geometry, y: number, x: number): Tiling {
  const [down, across] = [tileAxisOf(h, y), tileAxisOf(w, x)];
  if (down === null || across === null) throw new Error('A stride phase has neither two nor three taps.');
  return {
    h: down,
    w: across,
    tiles: down.tiles * across.tiles,
    points: down.filter.points * across.filter.points,
  };
}

/** Yields the tiles of each pair of stride phases that has outputs: (0, 0), (0, 1), …. */
export function* tilings(geometry: Geometry): Generator<Tiling, void, void> {
  const { h, w } = geometry;
  for (let y = 0; y < Math.min(h.stride, h.outputSize); y++)
    for (let x = 0; x < Math.min(w.stride, w.outputSize); x++) yield tilingOf(geometry, y, x);
}

/** Returns the tiles of the stride phases that contain an output element. */
export function tilingUnder(geometry: Geometry, { y, x }: { readonly y: number; readonly x: number }): Tiling {
  return tilingOf(geometry, phaseOf(geometry.h, y), phaseOf(geometry.w, x));
}

/**
 * Returns the flat index, in a kernel as stored, of tap (i, j) of a phase's kernel g. The taps of g are in the order of
 * the rotated kernel, which is also the order of the input indices that they read.
 */
export function tapPlace({ h, w }: Geometry, tiling: Tiling, i: number, j: number): number {
  const [ay, ax] = [tiling.h.taps[i] as number, tiling.w.taps[j] as number];
  return flatIndexOf(w.kernelSize, rotateTap(h, ay), rotateTap(w, ax));
}
