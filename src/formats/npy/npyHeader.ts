import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { maxAxes } from '../common/checkTensorShape.ts';
import { refuseCutOff } from '../common/refuseCutOff.ts';
import { isElement } from './npyElement.ts';
import { parsePythonLiteral, type PythonLiteral } from './pythonLiteral.ts';

/**
 * The longest header that is read, in bytes. NumPy writes about a hundred bytes, and reads at most 10,000 of an
 * untrusted file.
 */
const longestHeader = 2 ** 20;

/** The first bytes of every `.npy` file: "\x93NUMPY". */
export const npyMagic: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** The header of a `.npy` file: the array, and where its data starts. */
export interface NpyHeader {
  /** The element type as NumPy writes it: byte order, kind and bytes per element, e.g. "<f4". */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: Shape;
  readonly dataOffset: number;
}

/**
 * Reads the header of a `.npy` file, versions 1 to 3
 * (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). The header is a Python literal: it is
 * parsed, never executed. `name` is what refusals call the file.
 */
export function readNpyHeader(bytes: ArrayBuffer, name: string): Result<NpyHeader> {
  const view = new DataView(bytes);
  if (view.byteLength < 10 || npyMagic.some((byte, i) => view.getUint8(i) !== byte)) {
    return refuse('file', `${name} is not a .npy file: it does not start with \\x93NUMPY.`);
  }
  const version = view.getUint8(6);
  if (!isKnown(version)) {
    const found = `${version}.${view.getUint8(7)}`;
    return refuse('file', `${name} has .npy version ${found}; 1.0, 2.0 and 3.0 can be read.`);
  }
  const start = startOf(version);
  if (view.byteLength < start) return refuseCutOff(name, start, view.byteLength);
  const dataOffset = dataOffsetOf(view, version);
  if (dataOffset - start > longestHeader) {
    return refuse(
      'file',
      `${name} has a .npy header of ${dataOffset - start} bytes; at most ${longestHeader} can be read.`,
    );
  }
  if (view.byteLength < dataOffset) return refuseCutOff(name, dataOffset, view.byteLength);
  const text = latin1(new Uint8Array(bytes, start, dataOffset - start));
  const literal = parsePythonLiteral(text.trim());
  return literal.ok
    ? describe(literal.value, dataOffset, name)
    : refuse('file', `${name} has a broken .npy header: ${literal.refusal.message}`);
}

/**
 * Returns how many of the first bytes {@link readNpyHeader} needs, as far as the bytes in `start` tell. Read that many
 * and ask again. If the file is not a .npy file, the result is enough to show that.
 */
export function npyHeaderBytes(start: Uint8Array): number {
  const [prefix, version = 0] = [startOf(2), start[6]];
  if (start.byteLength < prefix || npyMagic.some((byte, i) => start[i] !== byte)) return prefix;
  if (!isKnown(version)) return prefix;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  // If the header is too long, read only enough to report that.
  return Math.min(dataOffsetOf(view, version), startOf(version) + longestHeader);
}

function isKnown(version: number): boolean {
  return version >= 1 && version <= 3;
}

/** Returns where the header's text starts. The length before it takes 2 bytes in version 1, otherwise 4. */
function startOf(version: number): 10 | 12 {
  return version === 1 ? 10 : 12;
}

/** Returns where the header's text ends and the data starts. */
function dataOffsetOf(view: DataView, version: number): number {
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  return startOf(version) + length;
}

function describe(literal: PythonLiteral, dataOffset: number, name: string): Result<NpyHeader> {
  const fields = isDict(literal) ? literal : new Map<string, PythonLiteral>();
  const descr = fields.get('descr');
  const fortranOrder = fields.get('fortran_order');
  const shape = fields.get('shape');
  if (fields.size !== 3 || descr === undefined || fortranOrder === undefined || shape === undefined) {
    const keys = [...fields.keys()].join(', ') || 'none';
    return refuse(
      'file',
      `${name} has a broken .npy header: it must have the keys descr, fortran_order and shape, but has ${keys}.`,
    );
  }
  const type = plainType(descr);
  if (type === null)
    return refuse(
      'file',
      `${name} holds records, which cannot be read: save one field of it, such as numpy.save(file, array[field]).`,
    );
  if (typeof fortranOrder !== 'boolean' || !isShape(shape)) {
    return refuse(
      'file',
      `${name} has a broken .npy header: fortran_order must be True or False, and shape a tuple of sizes.`,
    );
  }
  if (shape.length > maxAxes) {
    return refuse('file', `${name} has ${shape.length} axes; at most ${maxAxes} can be read.`);
  }
  return ok({ descr: type, fortranOrder, shape, dataOffset });
}

/**
 * Returns the element type that a `descr` states, also that of records with one number each. The field of such a record
 * names the type if NumPy does not know it: [('bfloat16', '<V2')].
 */
function plainType(descr: PythonLiteral): string | null {
  if (typeof descr === 'string') return descr;
  const [record, ...others] = isSequence(descr) ? descr : [];
  if (others.length > 0 || record === undefined || !isSequence(record) || record.length !== 2) return null;
  const [field, type] = record;
  if (typeof field !== 'string' || typeof type !== 'string') return null;
  return /^[<>|=]?V[12]$/.test(type) && isElement(field) ? field : type;
}

function isDict(value: PythonLiteral): value is ReadonlyMap<string, PythonLiteral> {
  return value instanceof Map;
}

function isShape(value: PythonLiteral): value is readonly number[] {
  return (
    isSequence(value) && value.every((size) => typeof size === 'number' && Number.isSafeInteger(size) && size >= 0)
  );
}

function isSequence(value: PythonLiteral): value is readonly PythonLiteral[] {
  return Array.isArray(value);
}

/** Decodes Latin-1. Version 3 is UTF-8, which differs only in the field names of records, and records are refused. */
function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
