import type { Geometry } from '../../../geometry/geometry.ts';
import { type Tiling, tilings } from '../../../geometry/tiles.ts';
import { bytesPerElement, type DType } from '../../../core/tensor.ts';
import { createArena } from '../memory/arena.ts';
import { stagingBytes } from '../phases/phasePlan.ts';
import { type SplitInput, splitInputs } from './splitInputs.ts';

/** A pair of stride phases with the byte addresses of its data in WebAssembly memory. */
export interface PlacedTiling extends Tiling {
  /** Address of the parameters (see assembly/winograd/tiling.ts). */
  readonly at: number;
  readonly input: SplitInput;
  readonly inputRows: number;
  readonly kernels: number;
  readonly kernelPitch: number;
  readonly taps: number;
  readonly outputRows: number;
  readonly outputColumns: number;
}

/** The sizes and addresses of a run of the minimal-filtering kernels; they do not depend on the tensors' values. */
export interface TilingPlan {
  readonly elementBytes: 4 | 8;
  readonly tilings: readonly PlacedTiling[];
  readonly inputs: readonly SplitInput[];
  /** Addresses of V and M for {@link tilesTogether} tiles, each with the distance in bytes from one ξ to the next. */
  readonly tiles: number;
  readonly tilePitch: number;
  readonly products: number;
  readonly productPitch: number;
  /** Number of tiles that are computed at a time. */
  readonly tilesTogether: number;
  readonly output: number;
  readonly bias: number;
  /** Address of the kernels that are transformed together, side by side, one in each lane of a vector. */
  readonly kernel: number;
  readonly staging: number;
  /**
   * How many rows of an input plane, and how many planes, are copied at a time: either single rows or parts of one
   * plane, or several whole planes.
   */
  readonly rowsTogether: number;
  readonly planesTogether: number;
  /** Number of input channels whose weights are copied at a time. */
  readonly channelsTogether: number;
  /** Size of the WebAssembly memory in bytes. */
  readonly size: number;
}

/**
 * Bytes of four vectors of tiles. With so many tiles, V and M stay in the second-level cache, and the V of one ξ in the
 * first-level cache.
 */
const blockBytes = 64;
/** Distance in bytes from the parameters of one tiling (assembly/winograd/tiling.ts) to those of the next. */
const tilingBytes = 128;

/** Plans a run in `dtype`. The call must be one that winograd supports. */
export function tilingPlanOf(geometry: Geometry, dtype: DType): TilingPlan {
  const { cinPerGroup, coutPerGroup, h, w, columns, taps } = geometry;
  const elementBytes = bytesPerElement(dtype);
  const memory = createArena();
  const inputs = splitInputs(geometry, elementBytes, memory);
  const kernelPitch = oddLines(evenRows(geometry) * cinPerGroup * elementBytes);
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
  // The last vector of a row of tiles writes past the row's end.
  const tilePitch = oddLines((cinPerGroup + 1) * blockBytes);
  const productPitch = oddLines((evenRows(geometry) + 1) * blockBytes);
  const rowBytes = w.inputSize * elementBytes;
  const planeBytes = h.inputSize * rowBytes;
  const weightBytes = coutPerGroup * taps * elementBytes;
  const rowsTogether = atLeastOne(stagingBytes / rowBytes, h.inputSize);
  const planesTogether = atLeastOne(stagingBytes / planeBytes, cinPerGroup);
  const channelsTogether = atLeastOne(stagingBytes / weightBytes, cinPerGroup);
  return {
    elementBytes,
    tilings: placed,
    inputs: [...new Set(inputs.values())],
    tiles: memory.take(points * tilePitch),
    tilePitch,
    products: memory.take(points * productPitch),
    productPitch,
    tilesTogether: blockBytes / elementBytes,
    output: memory.take(coutPerGroup * columns * elementBytes),
    bias: memory.take(coutPerGroup * elementBytes),
    // The last vectors of taps write past their end.
    kernel: memory.take(taps * 16 + blockBytes),
    staging: memory.take(
      Math.max(
        channelsTogether * weightBytes,
        rowsTogether * rowBytes,
        planesTogether > 1 ? planesTogether * planeBytes : 0,
      ) + blockBytes,
    ),
    rowsTogether,
    planesTogether,
    channelsTogether,
    size: memory.size,
  };
}

/** Returns the rows of U and M: the output channels, rounded up to an even number. */
function evenRows({ coutPerGroup }: Geometry): number {
  return 2 * Math.ceil(coutPerGroup / 2);
}

/** Rounds bytes up to an odd number of cache lines. At such distances, data spreads over the sets of the cache. */
function oddLines(bytes: number): number {
  return (Math.ceil(bytes / blockBytes) | 1) * blockBytes;
}

function atLeastOne(wanted: number, all: number): number {
  return Math.min(all, Math.max(1, Math.floor(wanted)));
}
