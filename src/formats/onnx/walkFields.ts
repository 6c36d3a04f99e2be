import { PbfReader } from 'pbf';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { BytesInMemory, ModelBytes, ByteRange } from './modelBytes.ts';

/** How a field is encoded (https://protobuf.dev/programming-guides/encoding/). Groups, 3 and 4, ONNX does not have. */
export const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** A field of a message: its number, and its value, or where its bytes are. */
export interface ProtobufField extends ByteRange {
  readonly id: number;
  readonly type: number;
  /** Of a varint the signed integer, beyond 2⁵³ rounded to nearest; of fixed ones the float or double; else 0. */
  readonly value: number;
  /** The same varint without a sign. */
  readonly unsigned: number;
}

/** Looks at a field; a promise of what it has to wait for before the next one is shown. */
export type VisitField = (field: ProtobufField) => Promise<Result<unknown>> | Result<unknown> | undefined;

/** No tag, and no tag with a varint or a length behind it, is longer. */
const longestHead = 20;

/**
 * Shows the fields of a message in their order. Only their heads are read: what lies in a field of bytes
 * is skipped, so that a message may be larger than memory. Refuses what is no sequence of fields.
 */
export async function walkFields(model: ModelBytes, { from, to }: ByteRange, visit: VisitField): Promise<Result<null>> {
  for (let at = from; at < to;) {
    const held = await model.hold(at, Math.min(longestHead, to - at));
    if (!held.ok) return held;
    const { bytes, base } = held.value;
    const reader = new PbfReader(bytes);
    const heldTo = base + bytes.length;
    const last = heldTo >= to ? to - 1 : heldTo - longestHead;
    while (at <= last) {
      const field = model.countField()
        ? readField(reader, held.value, at, to)
        : 'has more fields than can be gone over';
      if (typeof field === 'string') return model.refuse(field);
      at = field.to;
      const visited = visit(field);
      if (visited === undefined) continue;
      const done = await visited;
      if (!done.ok) return done;
      if (visited instanceof Promise) break;
    }
  }
  return ok(null);
}

/** The field at `at` of a message that ends at `to`, or what is wrong with it. */
function readField(reader: PbfReader, { base }: BytesInMemory, at: number, to: number): ProtobufField | string {
  try {
    reader.pos = at - base;
    const tag = reader.readVarint();
    const [id, type] = [Math.floor(tag / 8), tag % 8];
    if (id === 0 || tag >= 2 ** 32) return brokenAt(at);
    let [value, unsigned, length] = [0, 0, 0];
    // pbf's reading is of any bytes that are there: that they are the message's own is checked below.
    if (type === wireTypes.varint) [value, unsigned] = readSignedAndNot(reader);
    else if (type === wireTypes.bytes) length = reader.readVarint();
    else if (type === wireTypes.fixed32) value = reader.readFloat();
    else if (type === wireTypes.fixed64) value = reader.readDouble();
    else return brokenAt(at);
    const from = base + reader.pos;
    const end = from + length;
    if (end <= to) return { id, type, value, unsigned, from, to: end };
    return `is cut off or broken: the field at byte ${at} ends at byte ${end}, its message at byte ${to}`;
  } catch {
    // A varint of more than 10 bytes, or a number that the file ends in.
    return brokenAt(at);
  }
}

function brokenAt(at: number): string {
  return `is broken: byte ${at} starts no field of a protocol-buffers message`;
}

/** A varint, with a sign and without: read twice where that matters, so that either is rounded once. */
function readSignedAndNot(reader: PbfReader): readonly [value: number, unsigned: number] {
  const start = reader.pos;
  const value = reader.readVarint(true);
  if (value >= 0) return [value, value];
  reader.pos = start;
  return [value, reader.readVarint()];
}
