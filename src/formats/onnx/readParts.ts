import { PbfReader } from 'pbf';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { decodeUtf8 } from '../common/utf8.ts';
import type { ModelBytes, ByteRange } from './modelBytes.ts';
import { type ProtobufField, wireTypes } from './walkFields.ts';

/** Longer names, and more numbers in a list, no model has. */
const longestName = 65_536;
export const mostIntegers = 64;

/** A string of a model. */
export async function readString(model: ModelBytes, range: ByteRange): Promise<Result<string>> {
  const length = range.to - range.from;
  if (length > longestName)
    return model.refuse(`has a name of ${length} bytes at byte ${range.from}; at most ${longestName} are read`);
  const bytes = await model.bytes(range);
  if (!bytes.ok) return bytes;
  const text = decodeUtf8(bytes.value);
  return text === null ? model.refuse(`is broken: the name at byte ${range.from} is no UTF-8 text`) : ok(text);
}

/** Appends a repeated integer field to `values`, packed or not: up to one more than any list has, which shows that there are too many. */
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
    : model.refuse(`is broken: byte ${from} starts no list of integers`);
}

/** Shows the integers of packed varints until `take` says no; whether they were varints to the end, and all taken. */
export function readVarints(bytes: Uint8Array, take: (value: number) => boolean, signed = true): boolean {
  const reader = new PbfReader(bytes);
  try {
    while (reader.pos < bytes.length) if (!take(reader.readVarint(signed))) return false;
  } catch {
    return false;
  }
  return reader.pos === bytes.length;
}
