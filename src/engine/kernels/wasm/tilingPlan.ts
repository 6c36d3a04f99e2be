import type { Geometry } from '../../geometry.ts';
import { type Tiling, tilings } from '../../geometry/tiles.ts';
import { bytesPerElement, type DType } from '../../tensor.ts';
import { arena } from './arena.ts';
import { stagingBytes } from './plan.ts';
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
  /** Rows and columns of tiles that are computed together, and bytes of a row of V and M for them. */
  readonly tileRows: number;
  readonly tileColumns: number;
  readonly pitch: number;
}

/** Everything about a run of the kernels of minimal filtering but the numbers. */
export interface TilingPlan {
  readonly element: 4 | 8;
  readonly tilings: readonly PlacedTiling[];
  readonly inputs: readonly SplitInput[];
  /** V and M of the tiles that are computed together. */
  readonly tiles: number;
  readonly products: number;
  readonly output: number;
  readonly bias: number;
  readonly scratch: number;
  readonly staging: number;
  /** Rows of an input plane, or planes, that are brought over together; one of them is 1 or all. */
  readonly rowsTogether: number;
  readonly planesTogether: number;
  /** Input channels whose weights are brought over together. */
  readonly channelsTogether: number;
  /** Bytes of the memory. */
  readonly size: number;
}

/** Bytes of V and M that are computed together, about: as much as stays in the second cache beside U. */
const workingSet = 2 ** 18;
/** A vector of four sums, in bytes: the width of a block of tiles. */
const block = 64;

/** Plans a run in `dtype` of a call that winograd serves. */
export function tilingPlanOf(geometry: Geometry, dtype: DType): TilingPlan {
  const { cinPerGroup, coutPerGroup, h, w, columns, taps } = geometry;
  const element = bytesPerElement(dtype);
  const memory = arena();
  const inputs = splitInputs(geometry, element, memory);
  const kernelPitch = oddLines(evenRows(geometry) * cinPerGroup * element);
  const placed = [...tilings(geometry)].map((tiling): PlacedTiling => {
    const together = tilesTogether(geometry, tiling, element);
    return {
      ...tiling,
      ...together,
      at: memory.take(128),
      input: inputs.get(tiling.w.phase) as SplitInput,
      inputRows: memory.take(tiling.h.tiles * tiling.h.filter.points * 8),
      kernels: memory.take(tiling.points * kernelPitch),
      kernelPitch,
      taps: memory.take(tiling.h.filter.taps * tiling.w.filter.taps * 4),
      outputRows: memory.take(tiling.h.tiles * 8),
      outputColumns: memory.take(tiling.w.tiles * 8),
    };
  });
  const rowBytes = w.inputSize * element;
  const planeBytes = h.inputSize * rowBytes;
  const weightBytes = coutPerGroup * taps * element;
  const rowsTogether = atLeastOne(stagingBytes / rowBytes, h.inputSize);
  const planesTogether = atLeastOne(stagingBytes / planeBytes, cinPerGroup);
  const channelsTogether = atLeastOne(stagingBytes / weightBytes, cinPerGroup);
  const most = (bytes: (tiling: PlacedTiling) => number): number =>
    memory.take(Math.max(0, ...placed.map(bytes)));
  return {
    element,
    tilings: placed,
    inputs: [...new Set(inputs.values())],
    tiles: most(({ points, pitch }) => points * cinPerGroup * pitch),
    products: most(({ points, pitch }) => points * evenRows(geometry) * pitch),
    output: memory.take(coutPerGroup * columns * element),
    bias: memory.take(coutPerGroup * element),
    scratch: memory.take(512),
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
export function evenRows({ coutPerGroup }: Geometry): number {
  return 2 * Math.ceil(coutPerGroup / 2);
}

/** Whole rows of tiles as far as V and M of them fit, else part of a row. */
function tilesTogether(
  geometry: Geometry,
  { h, w, points }: Tiling,
  element: number,
): Pick<PlacedTiling, 'tileRows' | 'tileColumns' | 'pitch'> {
  const perTile = points * (geometry.cinPerGroup + evenRows(geometry)) * element;
  const perBlock = block / element;
  const room = Math.max(perBlock, perBlock * Math.floor(workingSet / perTile / perBlock));
  const tileColumns = Math.min(w.tiles, room);
  const tileRows = Math.min(h.tiles, Math.max(1, Math.floor(room / tileColumns)));
  // The last vector of a row of V writes on.
  return { tileRows, tileColumns, pitch: oddLines(tileRows * tileColumns * element + 16) };
}

/** The bytes made an odd number of cache lines: what is so far apart spreads over the sets of the cache. */
function oddLines(bytes: number): number {
  return (Math.ceil(bytes / block) | 1) * block;
}

function atLeastOne(wanted: number, all: number): number {
  return Math.min(all, Math.max(1, Math.floor(wanted)));
}
