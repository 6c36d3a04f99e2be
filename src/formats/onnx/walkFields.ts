import { PbfReader } from 'pbf';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { BytesInMemory, ModelBytes, ByteRange } from './modelBytes.ts';

/** Wire types (https://protobuf.dev/programming-guides/encoding/). ONNX has no groups (3 and 4). */
export const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** A field of a protobuf message: its number, and its value or where its bytes are. */
export interface ProtobufField extends ByteRange {
  readonly id: number;
  readonly type: number;
  /**
   * If the field is a varint, the signed integer (beyond 2⁵³ rounded to nearest). If it has 4 or 8 bytes, the float or
   * double. Otherwise 0.
   */
  readonly value: number;
  /** If the field is a varint, the unsigned integer. */
  readonly unsigned: number;
}

/** Handles a field. If the function returns a promise, the next field waits for it. */
export type VisitField = (field: ProtobufField) => Promise<Result<unknown>> | Result<unknown> | undefined;

/** The most bytes of a field's tag together with the varint or length that follows. */
const longestHead = 20;

/**
 * Calls `visit` with each field of a message, in order. The contents of byte fields are skipped, so a message may be
 * larger than memory. Refuses bytes that are not a sequence of fields.
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
        : 'has more protobuf fields than can be read';
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

/**
 * Reads the field at byte `at` of a message that ends at `to`. If the bytes are invalid, returns a text that says what
 * is wrong.
 */
function readField(reader: PbfReader, { base }: BytesInMemory, at: number, to: number): ProtobufField | string {
  try {
    reader.pos = at - base;
    const tag = reader.readVarint();
    const [id, type] = [Math.floor(tag / 8), tag % 8];
    if (id === 0 || tag >= 2 ** 32) return brokenAt(at);
    let [value, unsigned, length] = [0, 0, 0];
    // The library pbf may read beyond the end of the message. The check below detects that.
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
    // The varint has more than 10 bytes, or the file ends within the number.
    return brokenAt(at);
  }
}

function brokenAt(at: number): string {
  return `is broken: no protobuf field starts at byte ${at}`;
}

/**
 * Reads a varint as a signed and as an unsigned integer. A negative one is read twice, so that each value is rounded
 * once.
 */
function readSignedAndNot(reader: PbfReader): readonly [value: number, unsigned: number] {
  const start = reader.pos;
  const value = reader.readVarint(true);
  if (value >= 0) return [value, value];
  reader.pos = start;
  return [value, reader.readVarint()];
}
