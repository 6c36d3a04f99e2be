import type { StoredDType } from '../../engine/compare/defaultTolerance.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import { type ElementName, elementFormats } from '../../formats/common/element.ts';
import { memoryBytesOf, findTensorEntry } from '../../formats/readTensorAsNpy.ts';
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

/** Reads the tensor that `FILE` or `FILE#key` names. It may take at most `limit` bytes. */
export async function readTensor(path: string, limit: number): Promise<Result<StoredTensor>> {
  const { file, key } = tensorPathOf(path);
  return await withFileSources(limit, async (sources) => {
    const source = await sources.open(file);
    if (!source.ok) return source;
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
