/** Sizes as a text shows them; the first may be unknown, as the batch of (None, 3, 224, 224). */
export type SizesText = readonly (number | null)[];

const wrapped =
  /^(?:[\w.]*\bshape\s*[=:]?\s*)?(?:(?:torch\.)?Size|(?:tf\.)?TensorShape)?\s*\(?\s*([[(]?)\s*([^()[\]]*?)\s*,?\s*([\])]?)\s*\)?\s*$/i;
const size = /^[+]?\d{1,15}$/;
const unknownBatch = /^(none|-1|\?|n|b|batch|batch_size)$/i;

/** The longest text that is read as sizes. */
const longest = 200;

/**
 * Reads two sizes or more: "1x64x56x56", "1×64×56×56", "(1, 64, 56, 56)", "torch.Size([1, 64, 56, 56])", "2 64 56".
 * Returns null for any other text, such as a single number.
 */
export function readSizes(text: string): SizesText | null {
  if (text.length > longest) return null;
  const body = wrapped.exec(text.trim())?.[2];
  if (body === undefined) return null;
  const parts = body.split(/\s*[,x×X*]\s*|\s+/);
  if (parts.length < 2) return null;
  const sizes = parts.map((part, index) => (index === 0 && unknownBatch.test(part) ? null : sizeOf(part)));
  return sizes.includes(undefined) ? null : (sizes as SizesText);
}

function sizeOf(part: string): number | undefined {
  return size.test(part) ? Number(part) : undefined;
}

/** What may stand before the sizes. */
const beginnings = ['torch.size(', 'size(', 'tensorshape(', '(', '['] as const;

/** Returns whether a text may become several sizes when more of the text is typed: "1x", "(1, 64", "torch.Si". */
export function isUnfinishedShape(text: string): boolean {
  const typed = text.trim().toLowerCase();
  if (typed === '' || typed.length > longest) return false;
  if (beginnings.some((beginning) => beginning.startsWith(typed))) return true;
  const beginning = beginnings.find((each) => typed.startsWith(each)) ?? '';
  return /^(?:|(?:[[(]|\d)[\d\s,x×*\])]*)$/.test(typed.slice(beginning.length));
}
