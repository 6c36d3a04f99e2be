import type { Tensor } from '../../core/tensor.ts';
import { formats, type HalfFormat } from '../../rounding/formats.ts';
import { areRepresentable } from '../../rounding/roundTo.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';

/**
 * Returns the format of 16 bits in which an output was computed or stored before it was widened: all of its values are
 * numbers of that format, and most of them need its last bits. Null if there is none, or if the call's precision is narrow
 * itself.
 */
export function widenedFrom({ actual: { data }, rounding }: DiagnosisTarget): HalfFormat | null {
  if (rounding !== undefined) return null;
  // Most numbers of bfloat16 are numbers of float16, too.
  return (['bfloat16', 'float16'] as const).find((format) => showsFormat(data, format)) ?? null;
}

/** The fewest values that show a format. */
const fewest = 8;

function showsFormat(data: Tensor['data'], format: HalfFormat): boolean {
  if (!areRepresentable(data, format)) return false;
  const finite = data.filter((value) => value !== 0 && Number.isFinite(value));
  const long = finite.filter((value) => needsLastBits(value, format));
  return long.length > finite.length / 2 && new Set(long).size >= fewest;
}

/** Returns true if one of the last two bits of a number is set, as in three of four numbers of a format. */
function needsLastBits(value: number, format: HalfFormat): boolean {
  const { fractionBits, minExponent } = formats[format];
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), minExponent);
  return !Number.isInteger(value / 2 ** (exponent - fractionBits + 2));
}
