import { formatExponent, formatFixed } from './format.ts';

/** The signs that stand for what is not a number: NaN ✕, +Inf ▲, −Inf ▼; null for a finite number. */
export function nonFiniteGlyph(value: number): '✕' | '▲' | '▼' | null {
  if (Number.isNaN(value)) return '✕';
  if (Number.isFinite(value)) return null;
  return value > 0 ? '▲' : '▼';
}

/**
 * A number for a matrix cell that has room for `characters` characters, with at most `digits`
 * decimals: "0.8", "−1.2", ".02" where the zero does not fit, "3e−7" where no decimal would show
 * anything. A non-finite number gives its glyph. Empty where nothing true fits.
 */
export function cellText(value: number, characters: number, digits = 2): string {
  const glyph = nonFiniteGlyph(value);
  if (glyph !== null) return characters >= 1 ? glyph : '';
  return candidates(value, digits).find((text) => text.length <= characters) ?? '';
}

/** The ways to write it, best first. */
function candidates(value: number, digits: number): string[] {
  if (value === 0) return ['0'];
  const fixed = Array.from({ length: digits + 1 }, (_, i) => digits - i)
    .map((decimals) => formatFixed(value, decimals))
    .filter((text) => /[1-9]/.test(text))
    .map((text) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text))
    .flatMap((text) => [text, text.replace(/^(\D?)0\./, '$1.')]);
  // 3e2 is no better than 300 where both fit, so the exponents come last.
  return [...fixed, formatExponent(value, 1).replace('.0e', 'e'), formatExponent(value, 0)];
}
