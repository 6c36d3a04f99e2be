import type { SourceSize } from './value.ts';

/** A product of symbols with an integer coefficient: 3·s·H. */
export interface FormulaTerm {
  readonly coefficient: number;
  /** The symbols, sorted; a symbol occurs once for each power. Empty for a constant. */
  readonly symbols: readonly string[];
}

/**
 * A size as a polynomial in symbols, such as 2H + 1 or sH − 2p + k. Terms are in the order in which they arose, constants
 * last; no two terms have the same symbols, and no coefficient is 0. The empty list is 0.
 */
export type Formula = readonly FormulaTerm[];

/** Returns the formula of a number. */
export function constantFormula(value: number): Formula {
  return value === 0 ? [] : [{ coefficient: value, symbols: [] }];
}

/** Returns the formula of a symbol: a letter such as "H", or an expression from source code. */
export function symbolFormula(symbol: string): Formula {
  return [{ coefficient: 1, symbols: [symbol] }];
}

/** Returns the value of a formula without symbols; null if it has symbols. */
export function numberOf(formula: Formula): number | null {
  if (formula.length === 0) return 0;
  const [term] = formula;
  return formula.length === 1 && term?.symbols.length === 0 ? term.coefficient : null;
}

/** Adds formulas. */
export function sumOf(...formulas: readonly Formula[]): Formula {
  return collected(formulas.flat());
}

/** Subtracts `b` from `a`. */
export function subtracted(a: Formula, b: Formula): Formula {
  return sumOf(a, scaled(b, -1));
}

/** Multiplies formulas. */
export function productOf(a: Formula, b: Formula): Formula {
  return collected(
    a.flatMap((left) =>
      b.map((right) => ({
        coefficient: left.coefficient * right.coefficient,
        symbols: [...left.symbols, ...right.symbols].sort(),
      })),
    ),
  );
}

/**
 * Returns ⌊formula ÷ divisor⌋. Exact if every coefficient except the constant is a multiple of the divisor; otherwise
 * the quotient is one symbol. The divisor is a positive integer.
 */
export function floorQuotientOf(formula: Formula, divisor: number): Formula {
  const symbolic = formula.filter(({ symbols }) => symbols.length > 0);
  const constant = formula.find(({ symbols }) => symbols.length === 0)?.coefficient ?? 0;
  if (symbolic.every(({ coefficient }) => coefficient % divisor === 0)) {
    const quotients = symbolic.map((term) => ({ ...term, coefficient: term.coefficient / divisor }));
    return sumOf(quotients, constantFormula(Math.floor(constant / divisor)));
  }
  return symbolFormula(`⌊${enclosed(formulaText(formula))}/${divisor}⌋`);
}

/** Returns the larger of a formula and a number: a number if the formula is one, otherwise one symbol. */
export function atLeast(formula: Formula, least: number): Formula {
  const value = numberOf(formula);
  return value === null
    ? symbolFormula(`max(${formulaText(formula)}, ${least})`)
    : constantFormula(Math.max(value, least));
}

/** Replaces a symbol by a formula. */
export function substituted(formula: Formula, symbol: string, by: Formula): Formula {
  return sumOf(
    ...formula.map((term) =>
      term.symbols.reduce<Formula>(
        (product, each) => productOf(product, each === symbol ? by : symbolFormula(each)),
        constantFormula(term.coefficient),
      ),
    ),
  );
}

/** Gives symbols other names, all at once. */
export function renamedSymbols(formula: Formula, names: ReadonlyMap<string, string>): Formula {
  return collected(
    formula.map((term) => ({ ...term, symbols: term.symbols.map((each) => names.get(each) ?? each).sort() })),
  );
}

/** Writes a formula: "2H + 1", "sH − 2p + k", "2·stride·H", "0". A single letter stands directly after its factor. */
export function formulaText(formula: Formula): string {
  if (formula.length === 0) return '0';
  // A formula that begins with a minus is hard to read: 2 − k, not −k + 2.
  const first = formula.findIndex(({ coefficient }) => coefficient > 0);
  const ordered =
    first > 0 ? [...formula.slice(first, first + 1), ...formula.slice(0, first), ...formula.slice(first + 1)] : formula;
  return ordered
    .map((term, index) => {
      const sign = term.coefficient < 0 ? (index === 0 ? '−' : ' − ') : index === 0 ? '' : ' + ';
      return sign + termText(term, formula.length > 1 || term.coefficient !== 1);
    })
    .join('');
}

/** Writes a formula as a size, so that it can stand in a shape or be the symbol of another formula. */
export function sizeOfFormula(formula: Formula): SourceSize {
  return numberOf(formula) ?? { source: formulaText(formula) };
}

function scaled(formula: Formula, factor: number): Formula {
  return formula.map((term) => ({ ...term, coefficient: term.coefficient * factor }));
}

/** Adds up terms with the same symbols. */
function collected(terms: Formula): Formula {
  const sums = new Map<string, FormulaTerm>();
  for (const term of terms) {
    const key = term.symbols.join('\n');
    sums.set(key, { ...term, coefficient: (sums.get(key)?.coefficient ?? 0) + term.coefficient });
  }
  const left = [...sums.values()].filter(({ coefficient }) => coefficient !== 0);
  return [...left.filter(({ symbols }) => symbols.length > 0), ...left.filter(({ symbols }) => symbols.length === 0)];
}

/** A name, an attribute, a call or an index: what binds more tightly than a product. */
const atom = /^(?:[\p{L}_][\p{L}\p{N}_.]*(?:\([^()]*\)|\[[^[\]]*\])*|⌊.*⌋)$/u;

function termText({ coefficient, symbols }: FormulaTerm, inside: boolean): string {
  const size = Math.abs(coefficient);
  if (symbols.length === 0) return String(size);
  // Capital letters are the sizes of the input and stand last: sH.
  const ordered = [...new Set(symbols)].sort((a, b) => rank(a) - rank(b));
  const factors = ordered.map((each) => {
    const power = symbols.filter((symbol) => symbol === each).length;
    const text = inside || symbols.length > 1 ? enclosed(each) : each;
    return power === 1 ? text : text + superscript(power);
  });
  const parts = size === 1 ? factors : [String(size), ...factors];
  return parts
    .map((part, at) => (at === 0 || (letter.test(part) && short.test(parts[at - 1] ?? '')) ? part : `·${part}`))
    .join('');
}

/** A letter, which stands directly after a number or another letter. */
const letter = /^[A-Za-z][₀-₉]*[⁰¹²³⁴-⁹]*$/;
const short = /^(?:\d+|[A-Za-z][₀-₉]*[⁰¹²³⁴-⁹]*)$/;

function superscript(power: number): string {
  return String(power).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(digit)));
}

function rank(symbol: string): number {
  return /^[A-Z][₀-₉]*$/.test(symbol) ? 1 : 0;
}

function enclosed(symbol: string): string {
  return atom.test(symbol) ? symbol : `(${symbol})`;
}

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
