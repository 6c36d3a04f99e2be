import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { type ElementName, elementFormats } from '../common/element.ts';

/** The dtypes of PyTorch's storage classes, by the part of the name before "Storage": `torch.FloatStorage`. */
const storages: Readonly<Record<string, string>> = {
  Double: 'float64',
  Float: 'float32',
  Half: 'float16',
  BFloat16: 'bfloat16',
  Long: 'int64',
  Int: 'int32',
  Short: 'int16',
  Char: 'int8',
  Byte: 'uint8',
  Bool: 'bool',
  ComplexDouble: 'complex128',
  ComplexFloat: 'complex64',
  // The integers of quantised tensors.
  QInt8: 'int8',
  QUInt8: 'uint8',
  QInt32: 'int32',
  QUInt4x2: 'quantised quint4x2',
  QUInt2x4: 'quantised quint2x4',
  Untyped: 'uint8',
  _Untyped: 'uint8',
};

/**
 * Returns the element type of a storage class. If the type cannot be read, the refusal is a noun phrase: "a complex64
 * tensor".
 */
export function storageElement(name: string): Result<ElementName> {
  const [, kind = ''] = /^torch\.(?:cuda\.|storage\.)?(\w+)Storage$/.exec(name) ?? [];
  // Newer dtypes have a storage class of the same name: Float8_e4m3fnStorage.
  const dtype = (Object.hasOwn(storages, kind) ? storages[kind] : undefined) ?? kind.toLowerCase();
  const known = Object.hasOwn(storages, kind) || isElement(dtype);
  const found = known ? dtypeElement(`torch.${dtype}`) : null;
  return found ?? refuse('file', `a tensor in a storage of class ${name}`);
}

/** Returns the element type of a dtype such as `torch.float8_e5m2`, or null if the name is not that of a dtype. */
export function dtypeElement(name: string): Result<ElementName> | null {
  const [, dtype] = /^torch\.((?:quantised )?[a-z][\w ]*)$/.exec(name) ?? [];
  if (dtype === undefined) return null;
  return isElement(dtype) ? ok(dtype) : refuse('file', `a ${dtype} tensor`);
}

function isElement(name: string): name is ElementName {
  return Object.hasOwn(elementFormats, name);
}
