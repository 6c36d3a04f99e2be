import type { Geometry } from '../../../geometry/geometry.ts';
import { bytesPerElement, type DType } from '../../../core/tensor.ts';
import { createArena } from '../memory/arena.ts';
import { type PaddedLayout, paddedLayoutOf } from './paddedLayout.ts';
import { phaseClasses } from './phaseClasses.ts';
import { type PhasePass, phasePassOf } from './phasePass.ts';

/** A pass with its places in the kernels' memory, in bytes. */
export interface PlacedPass extends PhasePass {
  /** assembly/pass.ts */
  readonly at: number;
  readonly matrix: number;
  readonly offsets: number;
  /** The same place for passes that are cut alike. */
  readonly vectors: number;
  readonly rowPlaces: number;
  readonly rowBias: number;
  readonly weightPlaces: number;
  readonly kBlock: number;
  readonly tilesTogether: number;
}

/** Everything about a run of the phase kernels but the numbers. */
export interface PhasePlan {
  readonly element: 4 | 8;
  readonly layout: PaddedLayout;
  readonly passes: readonly PlacedPass[];
  /** Input channels in a block of columns. */
  readonly channelsPerBlock: number;
  /** Those of them whose weights are brought over together. */
  readonly channelsTogether: number;
  /** Input planes that are brought over together. */
  readonly planesPerBlock: number;
  /** Rows of a plane, where one is too much. */
  readonly rowsPerBlock: number;
  readonly padded: number;
  readonly staging: number;
  readonly scratch: number;
  readonly output: number;
  /** Bytes of the memory. */
  readonly size: number;
  /** Output channels that are computed together. */
  readonly channelsOut: number;
  /** Multiply-adds of a group and an image, structural zeros and unused lanes included. */
  readonly work: number;
}

/** Columns in a block: what one tile reads of the input in it fits the fastest cache. */
const columnsPerBlock = 256;
/** From planes of a page on every channel is a page of its own, and the first TLB holds about twice so many. */
const page = 4096;
const pagesAtOnce = 64;
/** A kernel matrix of this many bytes or more is read for several tiles at a time. */
const largeMatrix = 2 ** 17;
/** The most multiply-adds that are not interrupted, where it can be helped: about a millisecond. */
const workTogether = 2 ** 25;
/** Bytes brought over at a time, about. */
export const stagingBytes = 2 ** 17;

/** Bytes of assembly/pass.ts, and of a vector's entry in assembly/vectors.ts. */
const passBytes = 68;
const vectorBytes = 24;

/** Plans a run that reads tensors of `from` and computes in `to`. */
export function planOf(geometry: Geometry, from: DType, to: DType): PhasePlan {
  const { cinPerGroup, coutPerGroup, columns, h, w } = geometry;
  const element = bytesPerElement(to);
  const read = bytesPerElement(from);
  const [down, across] = [phaseClasses(h), phaseClasses(w)];
  const layout = paddedLayoutOf(geometry, down, across, element);
  const memory = createArena();
  const cuts = new Map<string, number>();
  const vectorsOf = ({ down: y, across: x, flat, tile, tiles }: PhasePass): number => {
    const key = `${y.size} ${x.size} ${flat} ${tile}`;
    const at = cuts.get(key) ?? memory.take(tiles * tile * vectorBytes);
    cuts.set(key, at);
    return at;
  };
  const passes = down
    .flatMap((y) => across.map((x) => phasePassOf(geometry, layout, [y, x], 16 / element)))
    .map((pass): PlacedPass => {
      const { rows, k, taps } = pass;
      const matrixBytes = rows * k * element;
      return {
        ...pass,
        at: memory.take(passBytes),
        offsets: memory.take(k * 4),
        vectors: vectorsOf(pass),
        rowPlaces: memory.take(rows * 4),
        rowBias: memory.take(rows * element),
        weightPlaces: memory.take(rows * taps * 4),
        matrix: memory.take(matrixBytes),
        kBlock: 0,
        tilesTogether: k > columnsPerBlock || matrixBytes >= largeMatrix ? 4 : 1,
      };
    });
  const mostTaps = Math.max(1, ...passes.map(({ taps }) => taps));
  const channelsPerBlock = Math.min(
    cinPerGroup,
    Math.ceil(cinPerGroup / Math.max(1, Math.round((cinPerGroup * mostTaps) / columnsPerBlock))),
    layout.planePitch * element < page ? cinPerGroup : pagesAtOnce,
  );
  const planeBytes = h.inputSize * w.inputSize * read;
  const rowBytes = w.inputSize * read;
  const rowsPerBlock = Math.min(h.inputSize, Math.max(1, Math.floor(stagingBytes / rowBytes)));
  const planesPerBlock = Math.min(cinPerGroup, Math.max(1, Math.floor(stagingBytes / planeBytes)));
  const weightBytes = coutPerGroup * geometry.taps * read;
  const channelsTogether = Math.min(channelsPerBlock, Math.max(1, Math.floor(stagingBytes / weightBytes)));
  // Multiply-adds of one output channel in the tiles that are computed together.
  const perChannel = Math.max(
    1,
    ...passes.map(
      ({ rows, k, tile, tilesTogether }) => (rows / coutPerGroup) * k * tilesTogether * tile * (16 / element),
    ),
  );
  // Pairs of rows are not parted, nor are three rows.
  const fewest = coutPerGroup <= 3 ? coutPerGroup : 2;
  const channelsOut = Math.max(
    fewest,
    Math.min(outputsTogether(geometry, layout.count * element, element), 2 * Math.floor(workTogether / perChannel / 2)),
  );
  const scratch = Math.max(...passes.map(({ rows, tilesTogether }) => rows * tilesTogether * 64));
  return {
    element,
    layout,
    passes: passes.map((pass) => ({ ...pass, kBlock: channelsPerBlock * pass.taps })),
    channelsPerBlock,
    channelsTogether,
    planesPerBlock,
    rowsPerBlock,
    padded: memory.take(layout.count * element),
    staging: memory.take(
      Math.max(
        channelsTogether * weightBytes + 64,
        Math.max(planesPerBlock > 1 ? planesPerBlock * planeBytes : 0, rowsPerBlock * rowBytes),
      ),
    ),
    scratch: memory.take(scratch),
    output: memory.take(channelsOut * columns * element),
    channelsOut,
    size: memory.size,
    work: passes.reduce((sum, { rows, k, tile, tiles }) => sum + rows * k * tiles * tile * (16 / element), 0),
  };
}

/** What fits the second cache beside the rest, about, in bytes. */
const secondCache = 2 ** 19;

/**
 * Output channels that are computed together: all of them, but only as many as fit the second cache
 * where the padded input fits it too and can be read again for each part. An even number keeps
 * every part at the start of a pair of rows.
 */
function outputsTogether({ coutPerGroup, columns }: Geometry, input: number, element: number): number {
  const plane = columns * element;
  if (input > secondCache / 2 || coutPerGroup * plane <= 2 * secondCache) return coutPerGroup;
  return Math.min(coutPerGroup, Math.max(2, 2 * Math.floor(secondCache / plane / 2)));
}
