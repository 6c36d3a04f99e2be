import { sizeText } from '../dialects/pythonText.ts';
import type { SourceSize } from '../dialects/value.ts';
import type { SiteShape } from '../python/callSite.ts';

/** Writes a shape: "1×64×8×8", "N×64×2H×2W". An expression of several terms is enclosed: "(2H + 1)×(2W + 1)". */
export function siteShapeText(shape: SiteShape): string {
  if (shape.length === 1) return sizeText(shape[0] ?? 0);
  return shape.map((size) => factorText(sizeText(size))).join('×');
}

/** Encloses an expression that a neighbouring product would take apart. */
function factorText(text: string): string {
  return /^[\w.₀-₉]+(?:\([^()]*\)|\[[^[\]]*\]|\.\w+)*$|^⌊[^⌊⌋]*⌋$/u.test(text) ? text : `(${text})`;
}

/** Writes one value for all axes, or one for each: "2", "(2, 1)". */
export function axesText(sizes: readonly SourceSize[]): string {
  const texts = sizes.map(sizeText);
  return texts.every((text) => text === texts[0]) ? (texts[0] ?? '') : `(${texts.join(', ')})`;
}

/** Returns the product of sizes; null if one of them is not known. */
export function productOfSizes(sizes: readonly SourceSize[]): number | null {
  let product = 1;
  for (const size of sizes) {
    if (typeof size !== 'number') return null;
    product *= size;
  }
  return product;
}
