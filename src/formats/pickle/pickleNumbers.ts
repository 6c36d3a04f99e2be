import type { ByteReader } from './byteReader.ts';
import type { PickleValue } from './pickleValue.ts';

/** The longest integer, in bytes, that is converted. Converting digits takes quadratic time. */
const maxIntegerBytes = 256;

/** An integer that is too long to be converted. */
const longNumber: PickleValue = { kind: 'bytes', type: 'int', from: 0, length: 0, encoding: 'raw' };

/** Reads the argument of INT or LONG, a line with a decimal number. INT also encodes booleans; a LONG ends in an L. */
export function decimalInteger(reader: ByteReader): PickleValue {
  const line = reader.line();
  if (line === '00' || line === '01') return line === '01';
  const [, digits] = /^\s*([+-]?\d+)L?\s*$/.exec(line) ?? [];
  if (digits === undefined) return reader.fault('it has an invalid int');
  if (digits.length > 2 * maxIntegerBytes) return longNumber;
  return BigInt(digits.replace('+', ''));
}

/** Reads the argument of LONG1 or LONG4: `length` bytes, little-endian two's complement. */
export function longInteger(reader: ByteReader, length: number): PickleValue {
  if (length < 0) return reader.fault('it has an int of a negative length');
  if (length > maxIntegerBytes) {
    reader.skip(length);
    return longNumber;
  }
  const bytes = reader.bytes(length);
  let value = 0n;
  for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] as number);
  return BigInt.asIntN(Math.max(8 * length, 1), value);
}

/** Reads the argument of FLOAT: a line with a number as Python's repr writes it. */
export function decimalFloat(reader: ByteReader): number {
  const line = reader.line().trim();
  const [, sign, word] = /^([+-]?)(inf|nan)$/i.exec(line) ?? [];
  if (word !== undefined) return word.toLowerCase() === 'nan' ? NaN : sign === '-' ? -Infinity : Infinity;
  const value = /^[+-]?[\d.]/.test(line) ? Number(line) : NaN;
  return Number.isNaN(value) ? reader.fault('it has an invalid float') : value;
}
