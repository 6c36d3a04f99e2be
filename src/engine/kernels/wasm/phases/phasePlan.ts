import type { Geometry } from '../../../geometry/geometry.ts';
import { bytesPerElement, type DType } from '../../../core/tensor.ts';
import { createArena } from '../memory/arena.ts';
import { type PaddedLayout, paddedLayoutOf } from './paddedLayout.ts';
import { phaseClasses } from './phaseClasses.ts';
import { type PhasePass, phasePassOf } from './phasePass.ts';

/** A pass with the byte addresses of its data in WebAssembly memory. */
export interface PlacedPass extends PhasePass {
  /** Address of the parameters (see assembly/phases/pass.ts). */
  readonly at: number;
  readonly matrix: number;
  readonly offsets: number;
  /** Address of the vectors of positions. Passes that are cut in the same way share them. */
  readonly vectors: number;
  readonly rowPlaces: number;
  readonly rowBias: number;
  readonly weightPlaces: number;
  readonly kBlock: number;
  readonly tilesTogether: number;
}

/** The sizes and addresses of a run of the phase kernels; they do not depend on the tensors' values. */
export interface PhasePlan {
  readonly elementBytes: 4 | 8;
  readonly layout: PaddedLayout;
  readonly passes: readonly PlacedPass[];
  /** Number of input channels in a block of columns. */
  readonly channelsPerBlock: number;
  /** Number of input channels whose weights are copied at a time. */
  readonly channelsTogether: number;
  /** Number of input planes that are copied at a time. */
  readonly planesPerBlock: number;
  /** Number of rows that are copied at a time if a single plane is too large. */
  readonly rowsPerBlock: number;
  readonly padded: number;
  readonly staging: number;
  readonly scratch: number;
  readonly output: number;
  /** Size of the WebAssembly memory in bytes. */
  readonly size: number;
  /** Number of output channels that are computed at a time. */
  readonly channelsOut: number;
  /** Multiply-adds for one group of one image, including those with padding and in unused lanes. */
  readonly work: number;
}

/** Number of columns in a block. The input that a tile reads for them fits the first-level cache. */
const columnsPerBlock = 256;
/**
 * Bytes of a memory page. If a plane is at least this large, each channel lies on pages of its own. `channelsPerTlb`
 * such channels take about half of the first-level TLB.
 */
const pageBytes = 4096;
const channelsPerTlb = 64;
/** A kernel matrix of at least this many bytes is read once for several tiles. */
const largeMatrix = 2 ** 17;
/** The most multiply-adds between two progress steps, if possible: about a millisecond. */
const workTogether = 2 ** 25;
/** Approximate number of bytes that are copied at a time. */
export const stagingBytes = 2 ** 17;

/**
 * Bytes of the parameters of a pass (assembly/phases/pass.ts), and of an entry for a vector
 * (assembly/phases/vectors.ts).
 */
const passBytes = 68;
const vectorBytes = 24;

/** Plans a run that reads tensors of dtype `from` and computes in `to`. */
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
  // Rows that are computed together, pairs or groups of three, must not be divided.
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

/** Approximate number of bytes that fit the second-level cache besides everything else. */
const secondCache = 2 ** 19;

/**
 * Returns the number of output channels that are computed at a time, usually all of them. If the padded input fits the
 * second-level cache, reading it several times is cheap: then only as many channels as also fit that cache. The number
 * is even, so that every part starts with a whole pair of rows.
 */
function outputsTogether({ coutPerGroup, columns }: Geometry, input: number, elementBytes: number): number {
  const plane = columns * elementBytes;
  if (input > secondCache / 2 || coutPerGroup * plane <= 2 * secondCache) return coutPerGroup;
  return Math.min(coutPerGroup, Math.max(2, 2 * Math.floor(secondCache / plane / 2)));
}
