import { ok, type Result } from '../../engine/core/refusal.ts';
import { typedFields } from './dataTypes.ts';
import type { ModelBytes, ByteRange } from './modelBytes.ts';
import { takeIntegers, readString } from './readParts.ts';
import { walkFields, wireTypes } from './walkFields.ts';

/** What a TensorProto (onnx.proto) says of its tensor, nothing checked; its data is only located. */
export interface TensorProto {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  /** Where it is as a whole. */
  readonly range: ByteRange;
  readonly raw: ByteRange | null;
  /** Of the fields that hold numbers one by one, those that are there, and what they hold. */
  readonly typed: ReadonlyMap<number, TypedSize>;
  /** Whether its data is in another file, and the keys and values that say where. */
  readonly isExternal: boolean;
  readonly external: ReadonlyMap<string, string>;
  readonly isSegment: boolean;
}

/** How much a field of numbers has: bytes of packed ones, and how many that stand by themselves. */
export interface TypedSize {
  readonly packedBytes: number;
  readonly single: number;
}

/** ONNX knows five keys of external data. */
const mostEntries = 16;

const none: ByteRange = { from: 0, to: 0 };

/** TensorProto: dims = 1, data_type = 2, segment = 3, name = 8, raw_data = 9, external_data = 13, data_location = 14 (EXTERNAL = 1). */
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
      return ++entries > mostEntries ? tooMany(model, field) : readEntry(model, field, external);
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
  return model.refuse(
    `is broken: the tensor of the external_data at byte ${from} has more than ${mostEntries} of them`,
  );
}

/** StringStringEntryProto: key = 1, value = 2. */
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
  // The keys that ONNX knows; others say nothing about where the data is.
  if (['location', 'offset', 'length'].includes(name.value)) entries.set(name.value, text.value);
  return ok(null);
}
