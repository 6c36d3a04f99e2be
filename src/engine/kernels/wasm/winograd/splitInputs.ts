import type { Geometry } from '../../../geometry/geometry.ts';
import { type TileAxis, tilings } from '../../../geometry/tiles.ts';
import type { Arena } from '../memory/arena.ts';

/**
 * The input's rows in the order in which phases across read them: assembly/winograd/split.ts. In elements, except `at`,
 * an address in bytes.
 */
export interface SplitInput {
  readonly shift: number;
  readonly step: number;
  readonly at: number;
  /** Elements in half a row. */
  readonly half: number;
  /** Distance from a row of all channels to the next; a row of zeros follows the last. */
  readonly pitch: number;
}

/**
 * Lays out the split inputs by phase. Phases whose tiles' elements lie in the same halves share one input, at different
 * offsets.
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

/** Returns the number of elements from a row's start to position `k` of its first tile across. */
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
  // The last vector of a row reads past its end, from any start and from the last position of its tiles.
  const ends = axes.map(
    (axis) => axis.tiles + lanes - 1 + Math.floor(((axis.shift - shift) / step + axis.filter.taps) / 2) * step,
  );
  const half = roundUpToLanes(Math.max(...ends));
  const pitch = cinPerGroup * 2 * half;
  return { shift, step, half, pitch, at: memory.take((h.inputSize + 1) * pitch * elementBytes) };
}
