import { refuse, type Result } from '../../engine/core/refusal.ts';
import { checkTensorShape } from '../common/checkTensorShape.ts';
import { bytesAfter, type NpyArray, npyArrayOf, npyEnd } from './npyArray.ts';
import { npyHeaderBytes, readNpyHeader } from './npyHeader.ts';

/** Bytes that are read first; they hold nearly every header. */
const usualHeader = 128;

/** The bytes of a `.npy` file, wherever it is. */
interface NpyBytes {
  readonly size: number;
  read(from: number, length: number): Promise<Result<ArrayBuffer>>;
}

/** Reads the header of a `.npy` file and checks it against the size of the file. Refusals call the file `name`. */
export async function openNpyArray(source: NpyBytes, name: string): Promise<Result<NpyArray>> {
  const { size } = source;
  let start = await source.read(0, Math.min(size, usualHeader));
  if (!start.ok) return start;
  const wanted = Math.min(size, npyHeaderBytes(new Uint8Array(start.value)));
  if (wanted > start.value.byteLength) start = await source.read(0, wanted);
  if (!start.ok) return start;
  const header = readNpyHeader(start.value, name);
  if (!header.ok) return header;
  const shaped = checkTensorShape(header.value.shape);
  if (!shaped.ok) return refuse('file', shaped.refusal.message.replace(/^it/, name));
  const end = npyEnd(header.value, name);
  if (!end.ok) return end;
  const next = end.value < size ? await source.read(end.value, Math.min(bytesAfter, size - end.value)) : null;
  if (next?.ok === false) return next;
  return npyArrayOf(header.value, size, new Uint8Array(next?.value ?? new ArrayBuffer(0)), name);
}
