import { formats } from '../../rounding/formats.ts';
import { isRepresentable } from '../../rounding/roundTo.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';

/** A format of 16 bits. */
export type HalfFormat = 'float16' | 'bfloat16';

/**
 * Returns the format of 16 bits in which an output was computed or stored before it was widened: all of its values are
 * numbers of that format, and most of them need its last bits. Null if there is none, or if the call's precision is narrow
 * itself.
 */
export function widenedFrom({ actual: { data }, rounding }: DiagnosisTarget): HalfFormat | null {
  if (rounding !== undefined) return null;
  // Most numbers of bfloat16 are numbers of float16, too.
  return (['bfloat16', 'float16'] as const).find((format) => isOfFormat(data, format)) ?? null;
}

/** The fewest values that show a format. */
const fewest = 8;

function isOfFormat(data: Iterable<number>, format: HalfFormat): boolean {
  const values = new Set<number>();
  let [long, all] = [0, 0];
  for (const value of data) {
    if (!isRepresentable(value, format)) return false;
    if (value === 0 || !Number.isFinite(value)) continue;
    all += 1;
    if (!needsLastBits(value, format)) continue;
    long += 1;
    if (values.size < fewest) values.add(value);
  }
  return values.size === fewest && long > all / 2;
}

/** Returns true if one of the last two bits of a number is set, as in three of four numbers of a format. */
function needsLastBits(value: number, format: HalfFormat): boolean {
  const { fractionBits, minExponent } = formats[format];
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), minExponent);
  return !Number.isInteger(value / 2 ** (exponent - fractionBits + 2));
}
