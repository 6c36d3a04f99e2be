import { ok, type Result } from '../../engine/core/refusal.ts';
import { type Tensor, zeros } from '../../engine/core/tensor.ts';
import { type ElementName, elementFormats } from '../common/element.ts';
import { quoted } from '../common/quoted.ts';
import type { TensorEntry } from '../common/tensorFile.ts';
import type { TypedField } from './dataTypes.ts';
import type { ModelBytes, ByteRange } from './modelBytes.ts';
import { readVarints } from './readParts.ts';
import { walkFields, wireTypes } from './walkFields.ts';

/** Reads a tensor whose numbers are in a field of its TensorProto, packed or not. */
export async function readTypedData(
  model: ModelBytes,
  { key, element, shape }: TensorEntry,
  range: ByteRange,
  field: TypedField,
): Promise<Result<Tensor>> {
  const tensor = zeros(elementFormats[element].dtype, shape);
  const { data } = tensor;
  const number = numberOf(element, field);
  let count = 0;
  const take = (value: number): boolean => {
    if (count < data.length) data[count] = number(value);
    return ++count <= data.length;
  };
  const broken = (): Result<never> =>
    model.refuse(
      `is broken: the ${field.name} of tensor ${quoted(key)} must hold as many numbers as its shape (${shape.join(', ')}) needs: ${data.length}`,
    );
  const walked = await walkFields(model, range, (part) => {
    if (part.id !== field.id) return undefined;
    if (part.type === field.type) return take(isSigned(field) ? part.value : part.unsigned) ? undefined : broken();
    if (part.type !== wireTypes.bytes) return broken();
    return takePacked(model, part, field, take).then((taken) => (taken.ok && !taken.value ? broken() : taken));
  });
  if (!walked.ok) return walked;
  return count === data.length ? ok(tensor) : broken();
}

async function takePacked(
  model: ModelBytes,
  range: ByteRange,
  field: TypedField,
  take: (value: number) => boolean,
): Promise<Result<boolean>> {
  const held = await model.bytes(range);
  if (!held.ok) return held;
  const bytes = held.value;
  if (field.type === wireTypes.varint) return ok(readVarints(bytes, take, isSigned(field)));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length % field.bytes !== 0) return ok(false);
  for (let at = 0; at < bytes.length; at += field.bytes) {
    const value = field.bytes === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true);
    if (!take(value)) return ok(false);
  }
  return ok(true);
}

const word = new DataView(new ArrayBuffer(4));

function isSigned(field: TypedField): boolean {
  return field.name !== 'uint64_data';
}

/**
 * Returns the function that converts a number of the field to an element. In int32_data, the element's bits are the low
 * bits of an integer.
 */
function numberOf(element: ElementName, field: TypedField): (value: number) => number {
  if (field.name !== 'int32_data') return (value) => value;
  return (value) => {
    word.setInt32(0, value, true);
    return elementFormats[element].read(word, 0, true);
  };
}
