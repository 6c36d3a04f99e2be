import type { Geometry } from '../../../geometry/geometry.ts';
import { type Tiling, tilings } from '../../../geometry/tiles.ts';
import { bytesPerElement, type DType } from '../../../core/tensor.ts';
import { createArena } from '../memory/arena.ts';
import { stagingBytes } from '../phases/plan.ts';
import { type SplitInput, splitInputs } from './splitInputs.ts';

/** A pair of phases with its places in the kernels' memory, in bytes. */
export interface PlacedTiling extends Tiling {
  /** assembly/tiling.ts */
  readonly at: number;
  readonly input: SplitInput;
  readonly inputRows: number;
  readonly kernels: number;
  readonly kernelPitch: number;
  readonly taps: number;
  readonly outputRows: number;
  readonly outputColumns: number;
}

/** Everything about a run of the kernels of minimal filtering but the numbers. */
export interface TilingPlan {
  readonly element: 4 | 8;
  readonly tilings: readonly PlacedTiling[];
  readonly inputs: readonly SplitInput[];
  /** V and M of {@link tilesTogether} tiles, and bytes from a ξ to the next. */
  readonly tiles: number;
  readonly tilePitch: number;
  readonly products: number;
  readonly productPitch: number;
  /** Tiles that are computed together. */
  readonly tilesTogether: number;
  readonly output: number;
  readonly bias: number;
  /** As many kernels as a vector has lanes, side by side. */
  readonly kernel: number;
  readonly staging: number;
  /** Rows of an input plane, or planes, that are brought over together; one of them is 1 or all. */
  readonly rowsTogether: number;
  readonly planesTogether: number;
  /** Input channels whose weights are brought over together. */
  readonly channelsTogether: number;
  /** Bytes of the memory. */
  readonly size: number;
}

/** Four vectors of tiles, in bytes: V and M of them stay in the second cache, V of one ξ in the first. */
const block = 64;
/** From one to the next of the places of assembly/tiling.ts. */
const tilingBytes = 128;

/** Plans a run in `dtype` of a call that winograd serves. */
export function tilingPlanOf(geometry: Geometry, dtype: DType): TilingPlan {
  const { cinPerGroup, coutPerGroup, h, w, columns, taps } = geometry;
  const element = bytesPerElement(dtype);
  const memory = createArena();
  const inputs = splitInputs(geometry, element, memory);
  const kernelPitch = oddLines(evenRows(geometry) * cinPerGroup * element);
  const all = [...tilings(geometry)];
  const first = memory.take(all.length * tilingBytes);
  const placed = all.map((tiling, i): PlacedTiling => ({
    ...tiling,
    at: first + i * tilingBytes,
    input: inputs.get(tiling.w.phase) as SplitInput,
    inputRows: memory.take(tiling.h.tiles * tiling.h.filter.points * 4),
    kernels: memory.take(tiling.points * kernelPitch),
    kernelPitch,
    taps: memory.take(tiling.h.filter.taps * tiling.w.filter.taps * 4),
    outputRows: memory.take(tiling.h.tiles * 8),
    outputColumns: memory.take(tiling.w.tiles * 8),
  }));
  const points = Math.max(0, ...placed.map((tiling) => tiling.points));
  // The last vector of a row of tiles writes on.
  const tilePitch = oddLines((cinPerGroup + 1) * block);
  const productPitch = oddLines((evenRows(geometry) + 1) * block);
  const rowBytes = w.inputSize * element;
  const planeBytes = h.inputSize * rowBytes;
  const weightBytes = coutPerGroup * taps * element;
  const rowsTogether = atLeastOne(stagingBytes / rowBytes, h.inputSize);
  const planesTogether = atLeastOne(stagingBytes / planeBytes, cinPerGroup);
  const channelsTogether = atLeastOne(stagingBytes / weightBytes, cinPerGroup);
  return {
    element,
    tilings: placed,
    inputs: [...new Set(inputs.values())],
    tiles: memory.take(points * tilePitch),
    tilePitch,
    products: memory.take(points * productPitch),
    productPitch,
    tilesTogether: block / element,
    output: memory.take(coutPerGroup * columns * element),
    bias: memory.take(coutPerGroup * element),
    // The last vectors of taps write on.
    kernel: memory.take(taps * 16 + block),
    staging: memory.take(
      Math.max(
        channelsTogether * weightBytes,
        rowsTogether * rowBytes,
        planesTogether > 1 ? planesTogether * planeBytes : 0,
      ) + block,
    ),
    rowsTogether,
    planesTogether,
    channelsTogether,
    size: memory.size,
  };
}

/** Rows of U and M: output channels, made even. */
function evenRows({ coutPerGroup }: Geometry): number {
  return 2 * Math.ceil(coutPerGroup / 2);
}

/** The bytes made an odd number of cache lines: what is so far apart spreads over the sets of the cache. */
function oddLines(bytes: number): number {
  return (Math.ceil(bytes / block) | 1) * block;
}

function atLeastOne(wanted: number, all: number): number {
  return Math.min(all, Math.max(1, Math.floor(wanted)));
}
