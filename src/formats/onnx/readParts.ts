import { PbfReader } from 'pbf';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { decodeUtf8 } from '../common/utf8.ts';
import type { ModelBytes, ByteRange } from './modelBytes.ts';
import { type ProtobufField, wireTypes } from './walkFields.ts';

/** The longest name, in bytes, and the longest list of integers that are read. No model has longer ones. */
const maxNameBytes = 65_536;
export const mostIntegers = 64;

/** Reads a string of a model as UTF-8. */
export async function readString(model: ModelBytes, range: ByteRange): Promise<Result<string>> {
  const length = range.to - range.from;
  if (length > maxNameBytes)
    return model.refuse(`has a name of ${length} bytes at byte ${range.from}; at most ${maxNameBytes} are read`);
  const bytes = await model.bytes(range);
  if (!bytes.ok) return bytes;
  const text = decodeUtf8(bytes.value);
  return text === null ? model.refuse(`is broken: the name at byte ${range.from} is not UTF-8 text`) : ok(text);
}

/**
 * Appends a repeated field of integers, packed or not, to `values`. Stops after {@link mostIntegers} + 1, so that the
 * caller sees that the list is too long.
 */
export function takeIntegers(
  model: ModelBytes,
  field: ProtobufField,
  values: number[],
): Promise<Result<null>> | undefined {
  if (field.type === wireTypes.bytes) return takePacked(model, field, values);
  if (field.type === wireTypes.varint && values.length <= mostIntegers) values.push(field.value);
  return undefined;
}

async function takePacked(model: ModelBytes, { from, to }: ByteRange, values: number[]): Promise<Result<null>> {
  const bytes = await model.bytes({ from, to: Math.min(to, from + 10 * (mostIntegers + 1)) });
  if (!bytes.ok) return bytes;
  const whole = readVarints(bytes.value, (value) => values.push(value) <= mostIntegers);
  return whole || values.length > mostIntegers
    ? ok(null)
    : model.refuse(`is broken: no list of integers starts at byte ${from}`);
}

/**
 * Calls `take` with each varint of a packed field until it returns false. Returns true if all bytes were valid varints
 * and all were taken.
 */
export function readVarints(bytes: Uint8Array, take: (value: number) => boolean, signed = true): boolean {
  const reader = new PbfReader(bytes);
  try {
    while (reader.pos < bytes.length) if (!take(reader.readVarint(signed))) return false;
  } catch {
    return false;
  }
  return reader.pos === bytes.length;
}
