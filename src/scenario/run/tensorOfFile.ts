import { ok, type Result } from '../../engine/core/refusal.ts';
import { castTensor, type DType, type Tensor } from '../../engine/core/tensor.ts';
import { readNpy } from '../../formats/npy/readNpy.ts';
import { fileIn, type FilesByPath } from '../document/filesByPath.ts';

/**
 * The tensor of a file that a scenario names, rounded to `dtype`, or in its own precision without one. The caller may
 * give it away: a tensor that `files` keeps is copied. Bytes in the platform's own number format are not copied.
 */
export function tensorOfFile(path: string, files: FilesByPath, dtype?: DType): Result<Tensor> {
  const content = fileIn(path, files);
  if (!content.ok) return content;
  if (!(content.value instanceof ArrayBuffer)) return ok(copyInto(content.value, dtype ?? content.value.dtype));
  const tensor = readNpy(content.value, path);
  return tensor.ok && dtype !== undefined ? ok(castTensor(tensor.value, dtype)) : tensor;
}

function copyInto(tensor: Tensor, dtype: DType): Tensor {
  return tensor.dtype === dtype ? ({ ...tensor, data: tensor.data.slice() } as Tensor) : castTensor(tensor, dtype);
}
