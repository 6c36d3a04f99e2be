import { indexAt } from '../../engine/core/flatIndex.ts';
import { elementCount, type Shape } from '../../engine/core/tensor.ts';
import { wholePart } from '../../engine/views/tensorPart.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { elementBytes } from '../common/element.ts';
import { readPart } from '../common/readPart.ts';
import { isRowMajor, rowMajorStrides } from '../common/readStrided.ts';
import type { TensorStorage } from '../common/tensorStorage.ts';

/** A box of a tensor, and its elements where they are stored. */
export interface StoredChunk {
  readonly offsets: Shape;
  readonly stored: TensorStorage;
}

/**
 * Returns a tensor whose boxes are stored apart as one row-major storage. The boxes must cover the tensor, each element once,
 * and have one element type and byte order. Of a box only the range is read that a read of the tensor touches.
 */
export function assembled(shape: Shape, chunks: readonly [StoredChunk, ...StoredChunk[]]): TensorStorage {
  const { element, little } = chunks[0].stored;
  const size = elementBytes(element);
  const pieces = chunks.map((chunk) => pieceOf(shape, chunk));
  return {
    element,
    little,
    shape,
    strides: rowMajorStrides(shape),
    start: 0,
    isDirect: chunks.every(({ stored }) => stored.isDirect),
    read: async (from, length) => {
      const bytes = new Uint8Array(length);
      for (const piece of pieces) {
        const failed = await copyPiece(piece, size, from, bytes);
        if (failed !== null) return failed;
      }
      return ok(bytes.buffer);
    },
  };
}

/** A box as runs: consecutive elements of the box that are consecutive in the tensor as well. */
interface Piece {
  readonly stored: TensorStorage;
  /** Elements of a run. */
  readonly run: number;
  /** The runs along the axes before the one that a run ends on. */
  readonly outer: Shape;
  /** The element of the tensor with which the first run begins, and the elements between runs along each outer axis. */
  readonly first: number;
  readonly steps: readonly number[];
}

function pieceOf(shape: Shape, { offsets, stored }: StoredChunk): Piece {
  const sizes = stored.shape;
  // A run goes on along the axes that the box spans from end to end, and along one more.
  let axes = shape.length;
  while (axes > 0 && sizes[axes - 1] === shape[axes - 1]) axes--;
  const outerAxes = Math.max(0, axes - 1);
  const strides = rowMajorStrides(shape);
  return {
    stored: isRowMajor(sizes, stored.strides) ? stored : inRows(stored),
    run: elementCount(sizes.slice(outerAxes)),
    outer: sizes.slice(0, outerAxes),
    first: offsets.reduce((at, offset, axis) => at + offset * (strides[axis] as number), 0),
    steps: strides.slice(0, outerAxes),
  };
}

/** Copies what a piece has of the bytes from byte `from` of the tensor on. */
async function copyPiece(piece: Piece, size: number, from: number, bytes: Uint8Array): Promise<Result<never> | null> {
  const { stored } = piece;
  const [run, end] = [piece.run * size, from + bytes.length];
  const runs = elementCount(piece.outer);
  const beginOf = (i: number): number => beginOfRun(piece, i) * size;
  const first = firstAmong(runs, (i) => beginOf(i) + run > from);
  const after = firstAmong(runs, (i) => beginOf(i) >= end);
  if (first >= after) return null;
  // Runs follow one another in the box as they do in the tensor.
  const skipped = Math.max(0, from - beginOf(first));
  const low = first * run + skipped;
  const high = (after - 1) * run + Math.min(run, end - beginOf(after - 1));
  const read = await stored.read(stored.start + low, high - low);
  if (!read.ok) return read;
  const source = new Uint8Array(read.value);
  for (let i = first; i < after; i++) {
    const begin = beginOf(i);
    const [start, stop] = [Math.max(from, begin), Math.min(end, begin + run)];
    const at = i * run + start - begin - low;
    bytes.set(source.subarray(at, at + stop - start), start - from);
  }
  return null;
}

/** Returns the element of the tensor with which a run begins. */
function beginOfRun({ outer, first, steps }: Piece, run: number): number {
  return indexAt(outer, run).reduce((at, index, axis) => at + index * (steps[axis] as number), first);
}

/** Returns the first of `count` numbers for which a test is true, which it is for all after it; `count` if there is none. */
function firstAmong(count: number, test: (i: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Returns a stored tensor whose elements are in another order as one in row-major order, which is read once and kept. */
function inRows(stored: TensorStorage): TensorStorage {
  let whole: Promise<Result<ArrayBuffer>> | null = null;
  return {
    ...stored,
    strides: rowMajorStrides(stored.shape),
    start: 0,
    isDirect: false,
    read: async (from, length) => {
      const bytes = await (whole ??= readPart(stored, wholePart(stored.shape)));
      return bytes.ok ? ok(bytes.value.slice(from, from + length)) : bytes;
    },
  };
}
