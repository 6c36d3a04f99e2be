/**
 * The one place that writes numbers for people. Negative numbers take U+2212 (as wide as a digit,
 * and never a line break after it), thousands a no-break space; −0 and what rounds to zero is "0".
 * What a machine reads (JSON, code, CSV) is not written here.
 */

const minus = '\u2212';
const noBreakSpace = '\u00a0';
const subscriptZero = 0x2080;

/** "NaN", "+Inf", "−Inf"; null for a finite number. */
function nonFinite(value: number): string | null {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return null;
  return value > 0 ? '+Inf' : `${minus}Inf`;
}

/** With `digits` decimals: "−0.255066", "0.00". */
export function formatFixed(value: number, digits: number): string {
  const special = nonFinite(value);
  if (special !== null) return special;
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && /[1-9]/.test(text) ? minus + text : text;
}

/** As {@link formatFixed}, with a plus where it is positive: "+0.0117", "−0.24", "0.00". */
export function formatSigned(value: number, digits: number): string {
  const text = formatFixed(value, digits);
  return value > 0 && Number.isFinite(value) && /[1-9]/.test(text) ? `+${text}` : text;
}

/** With an exponent: "1.09e−7", "1.04e6"; zero is "0". */
export function formatExponent(value: number, digits = 2): string {
  const special = nonFinite(value);
  if (special !== null) return special;
  if (value === 0) return '0';
  return value.toExponential(digits).replaceAll('-', minus).replace('e+', 'e');
}

/** The shortest of fixed and exponent with at most `significant` digits: "0.009", "1.3e−6", "1e−5", "2.5". */
export function formatShort(value: number, significant = 3): string {
  const special = nonFinite(value);
  if (special !== null) return special;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) {
    return formatExponent(value, significant - 1).replace(/\.?0*e/, 'e');
  }
  return String(Number(value.toPrecision(significant))).replace('-', minus);
}

/** A whole number, in groups of three: "12 150 000". Rounds what is not whole. */
export function formatInteger(value: number): string {
  const special = nonFinite(value);
  if (special !== null) return special;
  return formatFixed(value, 0).replace(/\B(?=(\d{3})+$)/g, noBreakSpace);
}

/** Units in the last place: "3.7", from 1000 on "262 362", from 10¹⁵ on (more than can be counted) "4.19e22". */
export function formatUlp(ulp: number): string {
  if (ulp >= 1e15) return formatExponent(ulp);
  return ulp >= 1000 ? formatInteger(ulp) : formatFixed(ulp, 1);
}

/** Error ÷ bound: "0.009", from 1000 on "1.04e6". */
export function formatRatio(ratio: number): string {
  return ratio >= 1000 ? formatExponent(ratio) : formatFixed(ratio, 3);
}

/** A share of 1 in percent: "13%"; with `digits` 1: "0.0%". */
export function formatPercent(share: number, digits = 0): string {
  return `${formatFixed(share * 100, digits)}%`;
}

/** Memory in decimal units, three digits: "36 B", "2.3 kB", "1.62 MB", "4.83 GB". */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  let value = bytes;
  let unit: string = units[0];
  for (const next of units.slice(1)) {
    // 999.5 would print as 1000 of the smaller unit.
    if (value < 999.5) break;
    value /= 1000;
    unit = next;
  }
  const digits = Number(value.toPrecision(3));
  return `${digits >= 1000 ? formatInteger(digits) : String(digits)}${noBreakSpace}${unit}`;
}

/** A multi-index: "[0, 21, 8, 9]". */
export function formatIndex(index: readonly number[]): string {
  return `[${index.join(', ')}]`;
}

/** A shape: "1×50×28×28"; a 0-d one "scalar". */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 0 ? 'scalar' : shape.join('×');
}

/** A whole number as a subscript: 452 → "₄₅₂". */
export function formatSubscript(value: number): string {
  return String(value)
    .replace('-', '\u208b')
    .replace(/\d/g, (digit) => String.fromCodePoint(subscriptZero + Number(digit)));
}
