import type { Geometry } from '../../../geometry/geometry.ts';
import { type TileAxis, tilings } from '../../../geometry/tiles.ts';
import type { Arena } from '../memory/arena.ts';

/** The input's rows as phases across read them: assembly/split.ts. In elements, but for `at`. */
export interface SplitInput {
  readonly shift: number;
  readonly step: number;
  readonly at: number;
  /** Elements in half a row. */
  readonly half: number;
  /** From a row of all channels to the next; behind them stands one of zeros. */
  readonly pitch: number;
}

/** Phases whose tiles' elements lie in the same halves share them, some places apart. */
export function splitInputs(geometry: Geometry, element: 4 | 8, memory: Arena): ReadonlyMap<number, SplitInput> {
  const axes = [...new Map([...tilings(geometry)].map(({ w }) => [w.phase, w])).values()];
  const inputs = new Map<number, SplitInput>();
  for (const axis of axes) {
    if (inputs.has(axis.phase)) continue;
    const alike = axes.filter(({ step, shift }) => step === axis.step && (shift - axis.shift) % step === 0);
    const input = splitInput(geometry, alike, element, memory);
    for (const { phase } of alike) inputs.set(phase, input);
  }
  return inputs;
}

/** Elements from a row's start to place `k` of its first tile across. */
export function placeAcross(axis: TileAxis, input: SplitInput, k: number): number {
  const place = (axis.shift - input.shift) / axis.step + k;
  return (place % 2) * input.half + Math.floor(place / 2) * axis.step;
}

function splitInput(
  { h, cinPerGroup }: Geometry,
  axes: readonly TileAxis[],
  element: 4 | 8,
  memory: Arena,
): SplitInput {
  const { step = 1 } = axes[0] ?? {};
  const shift = Math.min(...axes.map((axis) => axis.shift));
  const lanes = 16 / element;
  const whole = (elements: number): number => Math.ceil(elements / lanes) * lanes;
  // The last vector of a row reads on, from wherever it begins and from the last place of its tiles.
  const ends = axes.map(
    (axis) => axis.tiles + lanes - 1 + Math.floor(((axis.shift - shift) / step + axis.filter.taps) / 2) * step,
  );
  const half = whole(Math.max(...ends));
  const pitch = cinPerGroup * 2 * half;
  return { shift, step, half, pitch, at: memory.take((h.inputSize + 1) * pitch * element) };
}
