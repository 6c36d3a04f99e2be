import type { ElementName } from '../common/element.ts';
import { wireTypes } from './walkFields.ts';

/** A field of TensorProto (such as float_data) that holds numbers one by one, and how they are encoded. */
export interface TypedField {
  readonly id: number;
  readonly name: string;
  readonly type: number;
  /** Bytes of a number in the packed field; for varints, the smallest possible number. */
  readonly bytes: number;
}

const floatData: TypedField = { id: 4, name: 'float_data', type: wireTypes.fixed32, bytes: 4 };
const int32Data: TypedField = { id: 5, name: 'int32_data', type: wireTypes.varint, bytes: 1 };
const int64Data: TypedField = { id: 7, name: 'int64_data', type: wireTypes.varint, bytes: 1 };
const doubleData: TypedField = { id: 10, name: 'double_data', type: wireTypes.fixed64, bytes: 8 };
const uint64Data: TypedField = { id: 11, name: 'uint64_data', type: wireTypes.varint, bytes: 1 };

export const typedFields: readonly TypedField[] = [floatData, int32Data, int64Data, doubleData, uint64Data];

/**
 * A data type of TensorProto.DataType. `stored` is null if the type cannot be read. `field` is the field that holds the
 * numbers if the tensor has no raw_data.
 */
export interface DataType {
  readonly name: string;
  readonly stored: { readonly element: ElementName; readonly field: TypedField } | null;
}

const read = (name: string, element: ElementName, field: TypedField): DataType => ({
  name,
  stored: { element, field },
});
const unread = (name: string): DataType => ({ name, stored: null });

/** The data types by their numbers (onnx.proto, TensorProto.DataType). */
export const dataTypes: ReadonlyMap<number, DataType> = new Map([
  [1, read('FLOAT', 'float32', floatData)],
  [2, read('UINT8', 'uint8', int32Data)],
  [3, read('INT8', 'int8', int32Data)],
  [4, read('UINT16', 'uint16', int32Data)],
  [5, read('INT16', 'int16', int32Data)],
  [6, read('INT32', 'int32', int32Data)],
  [7, read('INT64', 'int64', int64Data)],
  [8, unread('STRING')],
  [9, read('BOOL', 'bool', int32Data)],
  [10, read('FLOAT16', 'float16', int32Data)],
  [11, read('DOUBLE', 'float64', doubleData)],
  [12, read('UINT32', 'uint32', uint64Data)],
  [13, read('UINT64', 'uint64', uint64Data)],
  [14, unread('COMPLEX64')],
  [15, unread('COMPLEX128')],
  [16, read('BFLOAT16', 'bfloat16', int32Data)],
  [17, read('FLOAT8E4M3FN', 'float8_e4m3fn', int32Data)],
  [18, unread('FLOAT8E4M3FNUZ')],
  [19, read('FLOAT8E5M2', 'float8_e5m2', int32Data)],
  [20, unread('FLOAT8E5M2FNUZ')],
  [21, unread('UINT4')],
  [22, unread('INT4')],
  [23, unread('FLOAT4E2M1')],
  [24, unread('FLOAT8E8M0')],
  [25, unread('UINT2')],
  [26, unread('INT2')],
]);
