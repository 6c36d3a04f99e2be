import { constantFormula, type Formula, productOf, subtracted, sumOf, symbolFormula } from './formula.ts';
import type { SourceSize } from './value.ts';

/**
 * Returns the formula of a size: its number; or of its source, the sums and products of integers and names, so that 2 * r
 * and r add up to 3r. Anything else in the source, such as `width // 2`, is one symbol.
 */
export function formulaOf(size: SourceSize): Formula {
  if (typeof size === 'number') return constantFormula(size);
  return new SourceReader(size.source).read() ?? symbolFormula(size.source);
}

/** A number; a name with attributes, indices and calls of names; or a sign. */
const token = /\s*(?:(\d+)|([\p{L}_][\p{L}\p{N}_.]*(?:\[-?\w*\]|\(\))*)|(\/\/|\*\*|[-+*()]))/uy;

/** The longest source that is read, and the deepest nesting; a longer one is one symbol. */
const longest = 200;
const deepest = 20;

/** Reads a sum of products. A method returns null where the source is something else. */
class SourceReader {
  readonly #tokens: readonly string[] | null;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#tokens = source.length > longest ? null : tokensOf(source);
  }

  read(): Formula | null {
    const sum = this.#tokens === null ? null : this.#sum();
    return this.#tokens !== null && this.#at === this.#tokens.length ? sum : null;
  }

  #sum(): Formula | null {
    let sum = this.#product();
    while (sum !== null && (this.#next() === '+' || this.#next() === '-')) {
      const isMinus = this.#take() === '-';
      const product = this.#product();
      if (product === null) return null;
      sum = isMinus ? subtracted(sum, product) : sumOf(sum, product);
    }
    return sum;
  }

  #product(): Formula | null {
    let product = this.#factor();
    while (product !== null && this.#next() === '*') {
      this.#take();
      const factor = this.#factor();
      product = factor === null ? null : productOf(product, factor);
    }
    return product;
  }

  #factor(): Formula | null {
    const next = this.#take();
    if (next === undefined) return null;
    if (next === '(') {
      const sum = ++this.#depth > deepest ? null : this.#sum();
      return this.#take() === ')' ? sum : null;
    }
    if (next === '-') {
      const factor = ++this.#depth > deepest ? null : this.#factor();
      return factor === null ? null : subtracted([], factor);
    }
    if (/^\d/.test(next)) return Number.isSafeInteger(Number(next)) ? constantFormula(Number(next)) : null;
    return /^[\p{L}_]/u.test(next) ? symbolFormula(next) : null;
  }

  #next(): string | undefined {
    return this.#tokens?.[this.#at];
  }

  #take(): string | undefined {
    return this.#tokens?.[this.#at++];
  }
}

/** Splits a source into tokens; null if it has anything else than numbers, names and signs. */
function tokensOf(source: string): readonly string[] | null {
  const trimmed = source.trimEnd();
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < trimmed.length) {
    const found = token.exec(trimmed);
    if (found === null) return null;
    tokens.push(found[1] ?? found[2] ?? found[3] ?? '');
  }
  return tokens;
}
