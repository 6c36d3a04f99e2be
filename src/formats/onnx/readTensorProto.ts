import { ok, type Result } from '../../engine/core/refusal.ts';
import { typedFields } from './dataTypes.ts';
import type { ModelBytes, ByteRange } from './modelBytes.ts';
import { takeIntegers, readString } from './readParts.ts';
import { walkFields, wireTypes } from './walkFields.ts';

/**
 * A TensorProto (onnx.proto) as it is in the file, not validated. Says where the data is, but does not contain the
 * data.
 */
export interface TensorProto {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  /** Where the whole message is in the file. */
  readonly range: ByteRange;
  readonly raw: ByteRange | null;
  /** For each field that holds numbers one by one, by its field number: how many it holds. */
  readonly typed: ReadonlyMap<number, TypedSize>;
  /** True if the data is in another file. Then `external` has the keys and values that say where. */
  readonly isExternal: boolean;
  readonly external: ReadonlyMap<string, string>;
  readonly isSegment: boolean;
}

/** How many numbers a field holds: the bytes of packed numbers, and the count of unpacked ones. */
export interface TypedSize {
  readonly packedBytes: number;
  readonly single: number;
}

/** The most entries of external_data that are read; ONNX defines five keys. */
const maxEntries = 16;

const none: ByteRange = { from: 0, to: 0 };

/**
 * Reads a TensorProto. Field numbers: dims = 1, data_type = 2, segment = 3, name = 8, raw_data = 9, external_data = 13,
 * data_location = 14 (EXTERNAL = 1).
 */
export async function readTensorProto(model: ModelBytes, range: ByteRange): Promise<Result<TensorProto>> {
  const dims: number[] = [];
  const typed = new Map<number, TypedSize>();
  const external = new Map<string, string>();
  const found: { name: ByteRange | null; raw: ByteRange | null } = { name: null, raw: null };
  let dataType = 0;
  let entries = 0;
  let [isExternal, isSegment] = [false, false];
  const walked = await walkFields(model, range, (field) => {
    const { id, type, value } = field;
    if (id === 1) return takeIntegers(model, field, dims);
    if (id === 2 && type === wireTypes.varint) dataType = value;
    else if (id === 3) isSegment = true;
    else if (id === 8 && type === wireTypes.bytes) found.name = field;
    else if (id === 9 && type === wireTypes.bytes) found.raw = field;
    else if (id === 13 && type === wireTypes.bytes)
      return ++entries > maxEntries ? tooMany(model, field) : readEntry(model, field, external);
    else if (id === 14 && type === wireTypes.varint) isExternal = value === 1;
    else if (typedFields.some((each) => each.id === id)) {
      const { packedBytes, single } = typed.get(id) ?? { packedBytes: 0, single: 0 };
      const packed = type === wireTypes.bytes;
      typed.set(id, {
        packedBytes: packedBytes + (packed ? field.to - field.from : 0),
        single: single + (packed ? 0 : 1),
      });
    }
    return undefined;
  });
  if (!walked.ok) return walked;
  const text = await readString(model, found.name ?? none);
  if (!text.ok) return text;
  return ok({ name: text.value, dims, dataType, range, raw: found.raw, typed, isExternal, external, isSegment });
}

function tooMany(model: ModelBytes, { from }: ByteRange): Result<never> {
  return model.refuse(`is broken: a tensor has more than ${maxEntries} entries of external_data, at byte ${from}`);
}

/** Reads a StringStringEntryProto. Field numbers: key = 1, value = 2. */
async function readEntry(model: ModelBytes, range: ByteRange, entries: Map<string, string>): Promise<Result<null>> {
  let key = none;
  let value = none;
  const walked = await walkFields(model, range, (field) => {
    if (field.id === 1 && field.type === wireTypes.bytes) key = field;
    if (field.id === 2 && field.type === wireTypes.bytes) value = field;
    return undefined;
  });
  if (!walked.ok) return walked;
  const [name, text] = [await readString(model, key), await readString(model, value)];
  if (!name.ok) return name;
  if (!text.ok) return text;
  // Other keys do not say where the data is.
  if (['location', 'offset', 'length'].includes(name.value)) entries.set(name.value, text.value);
  return ok(null);
}
