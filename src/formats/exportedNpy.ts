import { ok, type Result } from '../engine/core/refusal.ts';
import { elementCount, type Tensor } from '../engine/core/tensor.ts';
import { wholePart } from '../engine/views/tensorPart.ts';
import { elementBytes, type ElementName, writeElement } from './common/element.ts';
import { readPart } from './common/readPart.ts';
import type { TensorEntry, TensorFile } from './common/tensorFile.ts';
import { type NpyElementName, writeNpyHeader } from './npy/writeNpy.ts';

/** The element types that NumPy has no code for, and the narrowest one that holds all of their numbers. */
const nearest = {
  bfloat16: 'float32',
  float8_e4m3fn: 'float16',
  float8_e5m2: 'float16',
} as const satisfies Readonly<Record<Exclude<ElementName, NpyElementName>, NpyElementName>>;

/** Returns the element type in which a tensor is written as `.npy`: its own, or the nearest one that loses nothing. */
export function exportedElement(element: ElementName): NpyElementName {
  return element in nearest ? nearest[element as keyof typeof nearest] : (element as NpyElementName);
}

/** Returns how many bytes the data of an exported tensor takes. */
export function exportedBytes({ element, shape }: TensorEntry): number {
  return elementCount(shape) * elementBytes(exportedElement(element));
}

/**
 * Returns a tensor of a file as the bytes of a `.npy` file in which every number is what it was, so that the file can take
 * the tensor's place: `numpy.save`'s bytes in {@link exportedElement}.
 */
export async function exportedNpy(file: TensorFile, entry: TensorEntry): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const element = exportedElement(entry.element);
  const header = writeNpyHeader(element, entry.shape);
  const stored = isBeyondDoubles(element) ? await storedBytes(file, entry) : ok(null);
  const data = stored.ok && stored.value === null ? await writtenBytes(file, entry, element) : stored;
  if (!data.ok) return data;
  const content = new Uint8Array(data.value ?? new ArrayBuffer(0));
  const bytes = new Uint8Array(header.length + content.length);
  bytes.set(header);
  bytes.set(content, header.length);
  return ok(bytes);
}

/** Returns true if a float64, which is what a file's integers are read as, does not hold all numbers of the type. */
function isBeyondDoubles(element: NpyElementName): boolean {
  return element === 'int64' || element === 'uint64';
}

async function writtenBytes(
  file: TensorFile,
  entry: TensorEntry,
  element: NpyElementName,
): Promise<Result<ArrayBuffer>> {
  const tensor = await file.read(entry);
  return tensor.ok ? ok(writtenNumbers(tensor.value, element)) : tensor;
}

function writtenNumbers({ data }: Tensor, element: NpyElementName): ArrayBuffer {
  const size = elementBytes(element);
  const view = new DataView(new ArrayBuffer(data.length * size));
  for (let i = 0; i < data.length; i++) writeElement(view, i * size, element, data[i] as number);
  return view.buffer;
}

/** Returns the bytes of a tensor as they are stored, row-major and little-endian; null if they are not stored as such. */
async function storedBytes(file: TensorFile, entry: TensorEntry): Promise<Result<ArrayBuffer | null>> {
  const stored = await file.locate(entry);
  if (!stored.ok) return stored;
  if (stored.value.element !== entry.element) return ok(null);
  const bytes = await readPart(stored.value, wholePart(entry.shape));
  if (!bytes.ok || stored.value.little) return bytes;
  const size = elementBytes(stored.value.element);
  const view = new Uint8Array(bytes.value);
  for (let at = 0; at < view.length; at += size) view.subarray(at, at + size).reverse();
  return bytes;
}
