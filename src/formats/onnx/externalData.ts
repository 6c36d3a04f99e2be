import { refuse, type Result } from '../../engine/core/refusal.ts';
import type { Beside, ByteSource } from '../common/byteSource.ts';
import { quoted } from '../common/quoted.ts';
import type { ExternalPlace, TensorPlace } from './tensorPlace.ts';

/**
 * Returns where a tensor's external data is (onnx.proto, TensorProto.external_data): a path relative to the model, the
 * first byte, and the length, `needed` bytes. A length that is given must be 0 or at least as long. If the entries are
 * invalid, returns a sentence without its subject that says what is wrong.
 */
export function externalPlaceOf(entries: ReadonlyMap<string, string>, needed: number): TensorPlace | string {
  const location = entries.get('location');
  if (location === undefined) return 'has external data without a location';
  if (!isBeside(location))
    return `has external data at ${quoted(location)}, outside the model's folder; only files in it are read`;
  const offset = integerOf(entries.get('offset') ?? '0');
  if (offset === null)
    return `has external data at offset ${quoted(entries.get('offset') ?? '')}; the offset must be a non-negative integer`;
  // Some writers leave the length 0, or write the length of padded data.
  const length = entries.get('length');
  const given = integerOf(length ?? '0');
  if (given === null || (given !== 0 && given < needed))
    return `needs ${needed} bytes; its external data has length ${quoted(length ?? '')}`;
  return { kind: 'external', place: { location, offset, length: needed } };
}

/** Reads the bytes at an external place; refused like {@link openExternal}. */
export async function readExternal(place: ExternalPlace, beside: Beside, tensor: string): Promise<Result<ArrayBuffer>> {
  const source = await openExternal(place, beside, tensor);
  return source.ok ? await source.value.read(place.offset, place.length) : source;
}

/** Opens the file of an external place; refused if the file is too short. `tensor` names the tensor in refusals. */
export async function openExternal(
  { location, offset, length }: ExternalPlace,
  beside: Beside,
  tensor: string,
): Promise<Result<ByteSource>> {
  const source = await beside(location);
  if (!source.ok) return source;
  const { name, size } = source.value;
  if (offset + length <= size) return source;
  return refuse(
    'file',
    `${name} is cut off: ${tensor} ends at byte ${offset + length} of it, the file at byte ${size}.`,
  );
}

/**
 * Returns true if a path cannot lead out of the model's folder on any platform: it has no root, drive, scheme, ".." or
 * NUL.
 */
function isBeside(path: string): boolean {
  if (path === '' || /^[/\\]|^[^/\\]*:|\0/.test(path)) return false;
  return path.split(/[/\\]/).every((part) => part !== '..');
}

/** Parses a non-negative decimal integer. Returns null for any other text. */
function integerOf(text: string): number | null {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? value : null;
}
