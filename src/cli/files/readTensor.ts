import type { StoredDType } from '../../engine/compare/defaultTolerance.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Shape, Tensor } from '../../engine/core/tensor.ts';
import { type ElementName, elementFormats } from '../../formats/common/element.ts';
import { rawKeyLike } from '../../formats/openRaw.ts';
import { memoryBytesOf } from '../../formats/common/memoryBytes.ts';
import { findTensorEntry } from '../../formats/readTensorAsNpy.ts';
import { tensorPathOf } from '../../formats/common/tensorPath.ts';
import { withFileSources } from './fileSources.ts';
import { refuseLarger } from './refuseLarger.ts';

/** A tensor, and the element type that it has in the file. */
export interface StoredTensor {
  readonly tensor: Tensor;
  readonly element: ElementName;
  /** The type's name in the table of `assert_close`'s default tolerances. */
  readonly stored: StoredDType;
}

/** The shape and the element type of a tensor. */
interface TensorLike {
  readonly shape: Shape;
  readonly element: ElementName;
}

/** Reads two tensors that are compared. One in a file without a header is read as the other one is. */
export async function readTensorPair(
  a: string,
  b: string,
  limit: number,
): Promise<Result<readonly [StoredTensor, StoredTensor]>> {
  const like = (read: Result<StoredTensor>): TensorLike | null =>
    read.ok ? { shape: read.value.tensor.shape, element: read.value.element } : null;
  const second = await readTensor(b, limit);
  const first = await readTensor(a, limit, like(second));
  if (!first.ok) return first;
  const other = second.ok ? second : await readTensor(b, limit, like(first));
  return other.ok ? ok([first.value, other.value]) : other;
}

/**
 * Reads the tensor that `FILE` or `FILE#key` names. It may take at most `limit` bytes. A file without a header is read as a
 * tensor like `like`.
 */
export async function readTensor(
  path: string,
  limit: number,
  like: TensorLike | null = null,
): Promise<Result<StoredTensor>> {
  const { file, key: given } = tensorPathOf(path);
  return await withFileSources(limit, async (sources) => {
    const source = await sources.open(file);
    if (!source.ok) return source;
    const raw = like === null || given !== null ? null : await rawKeyLike(source.value, like.shape, like.element);
    const key = given ?? raw;
    const found = await findTensorEntry(source.value, key, sources.beside(file));
    if (!found.ok) return found;
    const { entry } = found.value;
    const fits = refuseLarger(path, memoryBytesOf(entry), limit);
    if (!fits.ok) return fits;
    const tensor = await found.value.file.read(entry);
    if (!tensor.ok) return tensor;
    const { element } = entry;
    return ok({ tensor: tensor.value, element, stored: elementFormats[element].stored });
  });
}

/** Returns the shape of the tensor that `FILE` or `FILE#key` names, from the header of the file. */
export async function readTensorShape(path: string, limit: number): Promise<Result<Shape>> {
  const { file, key } = tensorPathOf(path);
  return await withFileSources(limit, async (sources) => {
    const source = await sources.open(file);
    if (!source.ok) return source;
    const found = await findTensorEntry(source.value, key, sources.beside(file));
    return found.ok ? ok(found.value.entry.shape) : found;
  });
}
