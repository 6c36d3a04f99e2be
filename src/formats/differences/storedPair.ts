import type { ComparedPart } from '../../engine/compare/comparedPart.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Tensor } from '../../engine/core/tensor.ts';
import { blocksOf, shapeOfPart, type TensorPart, wholePart } from '../../engine/views/tensorPart.ts';
import { elementBytes } from '../common/element.ts';
import { readPart } from '../common/readPart.ts';
import { isRowMajor, readStrided } from '../common/readStrided.ts';
import type { TensorEntry, TensorFile } from '../common/tensorFile.ts';
import { storedInMemory, type TensorStorage } from '../common/tensorStorage.ts';
import { memoryBytesOf } from '../common/memoryBytes.ts';
import type { MemoryCheck } from '../readTensorAsNpy.ts';

/** Two tensors of the same shape, where they are stored. */
export interface StoredPair {
  readonly a: TensorStorage;
  readonly b: TensorStorage;
}

/** Consecutive elements of a tensor in row-major order: where the first one is, how many there are, and as a part. */
export interface BlockPlace {
  readonly first: number;
  readonly count: number;
  readonly part: TensorPart;
}

/** Elements that are read at a time of each tensor. */
const blockElements = 1 << 20;
/** Tensors of at most this many bytes are read whole, which also checks an archive's checksums. */
const wholeBytes = 1 << 24;

/**
 * Locates a tensor to be compared block by block. A tensor that must be kept in memory to be read in blocks is passed to
 * `admit` before it is read.
 */
export async function locateForComparison(
  file: TensorFile,
  entry: TensorEntry,
  admit: MemoryCheck,
): Promise<Result<TensorStorage>> {
  const bytes = memoryBytesOf(entry);
  if (bytes <= wholeBytes) {
    const admitted = admit(bytes);
    if (!admitted.ok) return admitted;
    const tensor = await file.read(entry);
    return tensor.ok ? ok(storedInMemory(tensor.value)) : tensor;
  }
  const stored = await file.locate(entry);
  if (!stored.ok || stored.value.isDirect) return stored;
  const admitted = admit(bytes);
  return admitted.ok ? stored : admitted;
}

/** Cuts two tensors into blocks of consecutive elements. */
export function blockPlacesOf({ a }: StoredPair): readonly BlockPlace[] {
  const places: BlockPlace[] = [];
  let first = 0;
  for (const part of blocksOf(wholePart(a.shape), blockElements)) {
    const count = elementCount(shapeOfPart(part));
    places.push({ first, count, part });
    first += count;
  }
  return places;
}

/** Reads a block of both tensors. */
export async function readPairBlock({ a, b }: StoredPair, place: BlockPlace): Promise<Result<ComparedPart>> {
  const actual = await readBlock(a, place);
  if (!actual.ok) return actual;
  const expected = await readBlock(b, place);
  if (!expected.ok) return expected;
  const { first, count } = place;
  return ok({ actual: actual.value, expected: expected.value, first, plane: Math.max(1, count) });
}

/** Reads a block of one tensor. */
export async function readBlock(stored: TensorStorage, { first, count, part }: BlockPlace): Promise<Result<Tensor>> {
  const { element, little, shape, strides, start } = stored;
  const size = elementBytes(element);
  const bytes = isRowMajor(shape, strides)
    ? await stored.read(start + first * size, count * size)
    : await readPart(stored, part);
  return bytes.ok ? ok(readStrided(bytes.value, { element, little, shape: [count] })) : bytes;
}

/** Reads the number of one element. */
export async function readElement(stored: TensorStorage, index: readonly number[]): Promise<Result<number>> {
  const { element, little } = stored;
  const bytes = await readPart(
    stored,
    index.map((from) => ({ from, count: 1, step: 1 })),
  );
  return bytes.ok ? ok(readStrided(bytes.value, { element, little, shape: [1] }).data[0] ?? NaN) : bytes;
}
