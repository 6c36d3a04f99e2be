import { formatExponent, formatFixed } from './format.ts';

/** Returns the sign for a non-finite number (NaN ✕, +Inf ▲, −Inf ▼), or null for a finite number. */
export function nonFiniteGlyph(value: number): '✕' | '▲' | '▼' | null {
  if (Number.isNaN(value)) return '✕';
  if (Number.isFinite(value)) return null;
  return value > 0 ? '▲' : '▼';
}

/**
 * Writes a number for a matrix cell with room for `characters` characters and at most `digits` decimals: "0.8", "−1.2",
 * ".02" if the zero does not fit, "3e−7" if decimals would show only zeros. A non-finite number gives its sign. Returns
 * "" if no correct text fits.
 */
export function cellText(value: number, characters: number, digits = 2): string {
  const glyph = nonFiniteGlyph(value);
  if (glyph !== null) return characters >= 1 ? glyph : '';
  return candidates(value, digits).find((text) => text.length <= characters) ?? '';
}

/** Returns the ways to write a number, best first. */
function candidates(value: number, digits: number): string[] {
  if (value === 0) return ['0'];
  const fixed = Array.from({ length: digits + 1 }, (_, i) => digits - i)
    .map((decimals) => formatFixed(value, decimals))
    .filter((text) => /[1-9]/.test(text))
    .map((text) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text))
    .flatMap((text) => [text, text.replace(/^(\D?)0\./, '$1.')]);
  // Exponents come last, because 300 is better than 3e2 if both fit.
  return [...fixed, formatExponent(value, 1).replace('.0e', 'e'), formatExponent(value, 0)];
}
