/*
 * Writes numbers for people; nothing else does. Negative numbers have U+2212, which is as wide as a digit and never
 * ends a line. Thousands are separated by a no-break space. −0 and numbers that round to zero are "0". Text for machines
 * (JSON, code, CSV) is not written here.
 */

import { groupedDigits, inDecimalUnits, noBreakSpace } from '../../engine/core/amounts.ts';

const minus = '\u2212';
const subscriptZero = 0x2080;

/** Returns "NaN", "+Inf" or "−Inf", or null for a finite number. */
function nonFinite(value: number): string | null {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return null;
  return value > 0 ? '+Inf' : `${minus}Inf`;
}

/** Writes a number with `digits` decimals: "−0.255066", "0.00". */
export function formatFixed(value: number, digits: number): string {
  const special = nonFinite(value);
  if (special !== null) return special;
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && /[1-9]/.test(text) ? minus + text : text;
}

/** Writes a number as {@link formatFixed} does, with a plus if it is positive: "+0.0117", "−0.24", "0.00". */
export function formatSigned(value: number, digits: number): string {
  const text = formatFixed(value, digits);
  return value > 0 && Number.isFinite(value) && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Writes a number with an exponent: "1.09e−7", "1.04e6"; zero is "0". */
export function formatExponent(value: number, digits = 2): string {
  const special = nonFinite(value);
  if (special !== null) return special;
  if (value === 0) return '0';
  return value.toExponential(digits).replaceAll('-', minus).replace('e+', 'e');
}

/** Sizes that are written without an exponent: from 10⁻³ up to 10⁵. */
const [leastPlain, leastLarge] = [1e-3, 1e5];

/**
 * Writes a number with about `significant` digits: plain from 10⁻³ to 10⁵ ("0.009", "2.5", "12 345"), and otherwise with
 * an exponent ("1.3e−6", "1e20"). Digits before the decimal point are never rounded away.
 */
export function formatShort(value: number, significant = 3): string {
  const special = nonFinite(value);
  if (special !== null) return special;
  const size = Math.abs(value);
  if (size !== 0 && (size < leastPlain || size >= leastLarge)) {
    return formatExponent(value, significant - 1).replace(/\.?0*e/, 'e');
  }
  if (size >= 10 ** significant) return formatInteger(value);
  return groupedDigits(String(Number(value.toPrecision(significant))).replace('-', minus));
}

/** Writes an integer in groups of three: "12 150 000". Other numbers are rounded. */
export function formatInteger(value: number): string {
  const special = nonFinite(value);
  if (special !== null) return special;
  return groupedDigits(formatFixed(value, 0));
}

/** Writes units in the last place: "3.7"; from 1000 on "26 236"; from 10⁵ on "4.19e22". */
export function formatUlp(ulp: number): string {
  if (ulp >= leastLarge) return formatExponent(ulp);
  return ulp >= 1000 ? formatInteger(ulp) : formatFixed(ulp, 1);
}

/** Writes error ÷ bound: "0.140"; below 10⁻³ "4.1e−4"; from 1000 on "12 619"; from 10⁵ on "1.04e6". */
export function formatRatio(ratio: number): string {
  if (ratio >= leastLarge || (ratio > 0 && ratio < leastPlain)) return formatShort(ratio);
  return ratio >= 1000 ? formatInteger(ratio) : formatFixed(ratio, 3);
}

/** Writes a share of 1 in percent: "13%"; with `digits` 1: "0.0%". */
export function formatPercent(share: number, digits = 0): string {
  return `${formatFixed(share * 100, digits)}%`;
}

/** Writes a share in percent with one decimal. A share that would be rounded to none or to all is written as less or more. */
export function formatShare(part: number, count: number): string {
  const share = part / count;
  if (part > 0 && share < 0.0005) return '<0.1%';
  return share > 0.9995 && part < count ? '>99.9%' : formatPercent(share, 1);
}

/** Writes bytes in decimal units with three digits: "36 B", "2.3 KB", "1.62 MB", "4.83 GB", "1e30 TB". */
export function formatBytes(bytes: number): string {
  const { value, unit } = inDecimalUnits(bytes);
  const digits = Number(value.toPrecision(3));
  const text = digits >= 1e6 ? formatShort(digits) : digits >= 1000 ? formatInteger(digits) : String(digits);
  return `${text}${noBreakSpace}${unit}`;
}

/** Writes an amount of memory for comparison with another, with at most one decimal: "412 MB", "1.0 GB", "23.7 GB". */
export function formatMemory(bytes: number): string {
  const { value, unit } = inDecimalUnits(bytes);
  if (unit === 'B' || value >= 99.95) return formatBytes(bytes);
  return `${formatFixed(value, 1)}${noBreakSpace}${unit}`;
}

/** Writes a multi-index: "[0, 21, 8, 9]". */
export function formatIndex(index: readonly number[]): string {
  return `[${index.join(', ')}]`;
}

/** Writes a shape: "1×50×28×28"; a 0-d shape is "scalar". */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 0 ? 'scalar' : shape.join('×');
}

/** Writes an integer as a subscript: 452 → "₄₅₂". */
export function formatSubscript(value: number): string {
  return String(value)
    .replace('-', '\u208b')
    .replace(/\d/g, (digit) => String.fromCodePoint(subscriptZero + Number(digit)));
}
