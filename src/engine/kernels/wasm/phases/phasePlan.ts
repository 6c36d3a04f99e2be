import type { Geometry } from '../../../geometry/geometry.ts';
import { bytesPerElement, type DType } from '../../../core/tensor.ts';
import { createArena } from '../memory/arena.ts';
import { type PaddedLayout, paddedLayoutOf } from './paddedLayout.ts';
import { phaseClasses } from './phaseClasses.ts';
import { type PhasePass, phasePassOf } from './phasePass.ts';

/** A pass with its addresses in the kernels' memory, in bytes. */
export interface PlacedPass extends PhasePass {
  /** Address of the fields of assembly/phases/pass.ts. */
  readonly at: number;
  readonly matrix: number;
  readonly offsets: number;
  /** Shared by passes that are cut in the same way. */
  readonly vectors: number;
  readonly rowPlaces: number;
  readonly rowBias: number;
  readonly weightPlaces: number;
  readonly kBlock: number;
  readonly tilesTogether: number;
}

/** A run of the phase kernels without its numbers: sizes and addresses. */
export interface PhasePlan {
  readonly elementBytes: 4 | 8;
  readonly layout: PaddedLayout;
  readonly passes: readonly PlacedPass[];
  /** Input channels in a block of columns. */
  readonly channelsPerBlock: number;
  /** Input channels whose weights are copied together. */
  readonly channelsTogether: number;
  /** Input planes that are copied together. */
  readonly planesPerBlock: number;
  /** Rows copied together if a single plane is too large. */
  readonly rowsPerBlock: number;
  readonly padded: number;
  readonly staging: number;
  readonly scratch: number;
  readonly output: number;
  /** Size of the memory in bytes. */
  readonly size: number;
  /** Output channels that are computed together. */
  readonly channelsOut: number;
  /** Multiply-adds of a group and an image, structural zeros and unused lanes included. */
  readonly work: number;
}

/** Columns in a block: the input that one tile reads for them fits the first-level cache. */
const columnsPerBlock = 256;
/**
 * If a plane is at least a page, every channel lies on a page of its own; the first-level TLB holds about twice this
 * number.
 */
const pageBytes = 4096;
const channelsPerTlb = 64;
/** A kernel matrix of at least this many bytes is read for several tiles at a time. */
const largeMatrix = 2 ** 17;
/** The most multiply-adds between two progress steps if possible: about a millisecond. */
const workTogether = 2 ** 25;
/** Approximate bytes copied at a time. */
export const stagingBytes = 2 ** 17;

/** Bytes of the fields of assembly/phases/pass.ts, and of a vector's entry in assembly/phases/vectors.ts. */
const passBytes = 68;
const vectorBytes = 24;

/** Plans a run that reads tensors of `from` and computes in `to`. */
export function phasePlanOf(geometry: Geometry, from: DType, to: DType): PhasePlan {
  const { cinPerGroup, coutPerGroup, columns, h, w } = geometry;
  const elementBytes = bytesPerElement(to);
  const inputBytes = bytesPerElement(from);
  const [down, across] = [phaseClasses(h), phaseClasses(w)];
  const layout = paddedLayoutOf(geometry, down, across, elementBytes);
  const memory = createArena();
  const cuts = new Map<string, number>();
  const vectorsOf = ({ down: y, across: x, flat, tile, tiles }: PhasePass): number => {
    const key = `${y.size} ${x.size} ${flat} ${tile}`;
    const at = cuts.get(key) ?? memory.take(tiles * tile * vectorBytes);
    cuts.set(key, at);
    return at;
  };
  const passes = down
    .flatMap((y) => across.map((x) => phasePassOf(geometry, layout, [y, x], 16 / elementBytes)))
    .map((pass): PlacedPass => {
      const { rows, k, taps } = pass;
      const matrixBytes = rows * k * elementBytes;
      return {
        ...pass,
        at: memory.take(passBytes),
        offsets: memory.take(k * 4),
        vectors: vectorsOf(pass),
        rowPlaces: memory.take(rows * 4),
        rowBias: memory.take(rows * elementBytes),
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
    layout.planePitch * elementBytes < pageBytes ? cinPerGroup : channelsPerTlb,
  );
  const planeBytes = h.inputSize * w.inputSize * inputBytes;
  const rowBytes = w.inputSize * inputBytes;
  const rowsPerBlock = Math.min(h.inputSize, Math.max(1, Math.floor(stagingBytes / rowBytes)));
  const planesPerBlock = Math.min(cinPerGroup, Math.max(1, Math.floor(stagingBytes / planeBytes)));
  const weightBytes = coutPerGroup * geometry.taps * inputBytes;
  const channelsTogether = Math.min(channelsPerBlock, Math.max(1, Math.floor(stagingBytes / weightBytes)));
  // Multiply-adds of one output channel in the tiles that are computed together.
  const perChannel = Math.max(
    1,
    ...passes.map(
      ({ rows, k, tile, tilesTogether }) => (rows / coutPerGroup) * k * tilesTogether * tile * (16 / elementBytes),
    ),
  );
  // Pairs of rows, and groups of three rows, stay together.
  const fewest = coutPerGroup <= 3 ? coutPerGroup : 2;
  const channelsOut = Math.max(
    fewest,
    Math.min(
      outputsTogether(geometry, layout.count * elementBytes, elementBytes),
      2 * Math.floor(workTogether / perChannel / 2),
    ),
  );
  const scratch = Math.max(...passes.map(({ rows, tilesTogether }) => rows * tilesTogether * 64));
  return {
    elementBytes,
    layout,
    passes: passes.map((pass) => ({ ...pass, kBlock: channelsPerBlock * pass.taps })),
    channelsPerBlock,
    channelsTogether,
    planesPerBlock,
    rowsPerBlock,
    padded: memory.take(layout.count * elementBytes),
    staging: memory.take(
      Math.max(
        channelsTogether * weightBytes + 64,
        Math.max(planesPerBlock > 1 ? planesPerBlock * planeBytes : 0, rowsPerBlock * rowBytes),
      ),
    ),
    scratch: memory.take(scratch),
    output: memory.take(channelsOut * columns * elementBytes),
    channelsOut,
    size: memory.size,
    work: passes.reduce((sum, { rows, k, tile, tiles }) => sum + rows * k * tiles * tile * (16 / elementBytes), 0),
  };
}

/** Approximate bytes that fit the second-level cache beside everything else. */
const secondCache = 2 ** 19;

/**
 * Returns the number of output channels that are computed together. Usually all of them; but if the padded input fits
 * the second-level cache and can be read again for each part, only as many as fit that cache too. An even number keeps
 * every part at the start of a pair of rows.
 */
function outputsTogether({ coutPerGroup, columns }: Geometry, input: number, elementBytes: number): number {
  const plane = columns * elementBytes;
  if (input > secondCache / 2 || coutPerGroup * plane <= 2 * secondCache) return coutPerGroup;
  return Math.min(coutPerGroup, Math.max(2, 2 * Math.floor(secondCache / plane / 2)));
}
