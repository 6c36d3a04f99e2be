import { bytesNeeded } from '../common/element.ts';
import type { TensorEntry } from '../common/tensorFile.ts';
import { type DataType, dataTypes, typedFields } from './dataTypes.ts';
import { externalPlaceOf } from './externalData.ts';
import type { TensorPlace } from './tensorPlace.ts';
import { mostIntegers } from './readParts.ts';
import type { TensorProto } from './readTensorProto.ts';

/** A readable tensor and where its numbers are. */
export interface LocatedTensor {
  readonly entry: TensorEntry;
  readonly place: TensorPlace;
}

/**
 * Finds where the numbers of a tensor are stored, and checks that there are as many bytes as the declared shape needs.
 * `key` is the tensor's name in the file. The path of external data must stay in the model's folder; the data itself is
 * checked when it is read. If the tensor cannot be read, returns what it is: "a STRING tensor", "has no data_type".
 */
export function locateTensor(key: string, proto: TensorProto): LocatedTensor | string {
  const { dims: shape, dataType } = proto;
  if (dataType === 0) return 'a tensor without a data_type';
  const type = dataTypes.get(dataType) ?? { name: `data_type ${dataType}`, stored: null };
  if (type.stored === null) return `a ${type.name} tensor`;
  if (proto.isSegment) return 'a segment of a tensor';
  if (shape.length > mostIntegers) return `a tensor with more than ${mostIntegers} dims`;
  const negative = shape.find((size) => !Number.isSafeInteger(size) || size < 0);
  if (negative !== undefined) return `a tensor with a size of ${negative} in its dims`;
  const needed = bytesNeeded(shape, type.stored.element);
  if (needed === null) return `a tensor of shape (${shape.join(', ')}), which needs more than 2⁵³ bytes`;
  const place = proto.isExternal
    ? externalPlaceOf(proto.external, needed)
    : placeOf(proto, type.name, type.stored, needed);
  if (typeof place === 'string') return `a tensor that ${place}`;
  return { entry: { key, element: type.stored.element, shape }, place };
}

/**
 * Returns where the model holds the tensor's numbers: raw_data, or the one field for its type. If neither fits, returns
 * a text that says what is wrong.
 */
function placeOf(
  { raw, typed, range, dims }: TensorProto,
  typeName: string,
  { element, field }: NonNullable<DataType['stored']>,
  needed: number,
): TensorPlace | string {
  const what = `the shape (${dims.join(', ')}) of ${typeName}`;
  const other = typedFields.find(({ id }) => typed.has(id) && id !== field.id);
  if (other !== undefined) return `has ${other.name}; ${typeName} must be in raw_data or ${field.name}`;
  const size = typed.get(field.id);
  if (raw !== null) {
    if (size !== undefined) return `has both raw_data and ${field.name}`;
    const there = raw.to - raw.from;
    return there === needed
      ? { kind: 'raw', range: raw }
      : `needs ${needed} bytes for ${what}; its raw_data has ${there}`;
  }
  if (size === undefined) return needed === 0 ? { kind: 'none' } : `has no data for ${what}`;
  const count = needed / (bytesNeeded([], element) ?? 1);
  // Varints have no fixed size, so a packed field of them must be read before its numbers can be counted.
  const most = size.packedBytes / field.bytes + size.single;
  const fits = field.bytes === 1 ? count <= most : count === most;
  return fits
    ? { kind: 'typed', range, field }
    : `needs ${count} numbers for ${what}; its ${field.name} has ${Math.floor(most)}`;
}
