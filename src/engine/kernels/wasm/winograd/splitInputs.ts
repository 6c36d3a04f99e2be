import type { Geometry } from '../../../geometry/geometry.ts';
import { type TileAxis, tilings } from '../../../geometry/tiles.ts';
import type { Arena } from '../memory/arena.ts';

/**
 * The layout of the input for stride phases across: each row is split into two halves, in the order in which tiles read
 * it (see assembly/winograd/split.ts). Sizes are in elements; `at` is a byte address.
 */
export interface SplitInput {
  readonly shift: number;
  readonly step: number;
  readonly at: number;
  /** Number of elements in half a row. */
  readonly half: number;
  /** Distance from a row (of all channels, side by side) to the next row. A row of zeros follows the last. */
  readonly pitch: number;
}

/**
 * Lays out the split inputs, by stride phase across. Phases that read the same halves at different offsets share one
 * input.
 */
export function splitInputs(geometry: Geometry, elementBytes: 4 | 8, memory: Arena): ReadonlyMap<number, SplitInput> {
  const axes = [...new Map([...tilings(geometry)].map(({ w }) => [w.phase, w])).values()];
  const inputs = new Map<number, SplitInput>();
  for (const axis of axes) {
    if (inputs.has(axis.phase)) continue;
    const sharing = axes.filter(({ step, shift }) => step === axis.step && (shift - axis.shift) % step === 0);
    const input = splitInput(geometry, sharing, elementBytes, memory);
    for (const { phase } of sharing) inputs.set(phase, input);
  }
  return inputs;
}

/** Returns the number of elements from a row's start to position `k` of the row's first tile. */
export function placeAcross(axis: TileAxis, input: SplitInput, k: number): number {
  const place = (axis.shift - input.shift) / axis.step + k;
  return (place % 2) * input.half + Math.floor(place / 2) * axis.step;
}

function splitInput(
  { h, cinPerGroup }: Geometry,
  axes: readonly TileAxis[],
  elementBytes: 4 | 8,
  memory: Arena,
): SplitInput {
  const { step = 1 } = axes[0] ?? {};
  const shift = Math.min(...axes.map((axis) => axis.shift));
  const lanes = 16 / elementBytes;
  const roundUpToLanes = (elements: number): number => Math.ceil(elements / lanes) * lanes;
  // A row's last vector reads past the row's end. Room for it is computed from each phase's start and last position.
  const ends = axes.map(
    (axis) => axis.tiles + lanes - 1 + Math.floor(((axis.shift - shift) / step + axis.filter.taps) / 2) * step,
  );
  const half = roundUpToLanes(Math.max(...ends));
  const pitch = cinPerGroup * 2 * half;
  return { shift, step, half, pitch, at: memory.take((h.inputSize + 1) * pitch * elementBytes) };
}
