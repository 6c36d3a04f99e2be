import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { bytesNeeded, type ElementName } from '../common/element.ts';
import { quoted } from '../common/quoted.ts';
import type { DeclaredTensor } from './readSafetensorsHeader.ts';

/** Element types by the names of the format. F8_E4M3 is the kind without infinities, PyTorch's float8_e4m3fn. */
const dtypes: ReadonlyMap<string, ElementName> = new Map([
  ['BOOL', 'bool'],
  ['U8', 'uint8'],
  ['I8', 'int8'],
  ['F8_E5M2', 'float8_e5m2'],
  ['F8_E4M3', 'float8_e4m3fn'],
  ['I16', 'int16'],
  ['U16', 'uint16'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['I32', 'int32'],
  ['U32', 'uint32'],
  ['F32', 'float32'],
  ['F64', 'float64'],
  ['I64', 'int64'],
  ['U64', 'uint64'],
]);

/** Returns the element type of a dtype of the format, or undefined if it cannot be read. */
export function safetensorsElement(dtype: string): ElementName | undefined {
  return dtypes.get(dtype);
}

/**
 * Checks the rules of the format for the `size` bytes after the header: every tensor lies within them and has exactly
 * the bytes that its shape and dtype need, and no two tensors overlap or leave a hole. Returns how many bytes after the last
 * one belong to no tensor: some writers pad a file.
 */
export function checkLayout(tensors: readonly DeclaredTensor[], size: number, name: string): Result<number> {
  for (const tensor of tensors) {
    const problem = checkTensor(tensor, size);
    if (problem !== null) return refuse('file', `${name}: tensor ${quoted(tensor.key)} ${problem}.`);
  }
  let covered = 0;
  const inOrder = [...tensors].sort((a, b) => a.begin - b.begin || a.end - b.end);
  for (const { key, begin, end } of inOrder) {
    if (begin !== covered) {
      const what = begin < covered ? 'overlaps another one' : 'leaves a hole before it';
      return refuse(
        'file',
        `${name}: tensor ${quoted(key)} ${what}: it begins at byte ${begin} of the data, and the one before it ends at byte ${covered}.`,
      );
    }
    covered = end;
  }
  return ok(size - covered);
}

function checkTensor({ dtype, shape, begin, end }: DeclaredTensor, size: number): string | null {
  if (begin > end) return `ends before it begins: its data_offsets are [${begin}, ${end}]`;
  if (end > size)
    return `is cut off: its data_offsets are [${begin}, ${end}], and the file has ${size} bytes of data; copy or download it again`;
  const element = safetensorsElement(dtype);
  if (element === undefined) return null;
  const needed = bytesNeeded(shape, element);
  if (needed === end - begin) return null;
  return `of shape (${shape.join(', ')}) and dtype ${dtype} needs ${needed ?? 'more than 2⁵³'} bytes; its data_offsets [${begin}, ${end}] span ${end - begin}`;
}
