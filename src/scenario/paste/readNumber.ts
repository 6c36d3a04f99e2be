import type { TextScanner } from './textScanner.ts';

/** What every number of a text is multiplied by: PyTorch before 1.0 printed a common factor, "1e-02 *". */
export type CommonFactor = { readonly exponent: number } | { readonly factor: number };

export const noFactor: CommonFactor = { exponent: 0 };

const decimal = /[+\-\u2212]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+\-\u2212]?\d+)?/y;
const named = /([+\-\u2212]?)(?:(?:np|numpy|torch|math|jnp)\.)?(nan|inf|infinity|true|false)(?![\w.(])/iy;
const quotedNumber = /([+\-\u2212]?)float\(\s*(["'])([+\-\u2212]?)(nan|inf|infinity)\2\s*\)/iy;
/** NumPy 2 writes the scalars of a list as "np.float32(1.5)". */
const scalarType = /(?:np|numpy)\.(?:float|int|uint)\d*\(/y;
const slash = /\//y;

const namedValues: Readonly<Record<string, number>> = {
  nan: NaN,
  inf: Infinity,
  infinity: Infinity,
  true: 1,
  false: 0,
};
const ellipsis =
  'the text was printed with an ellipsis, so that values are missing: print it whole with ' +
  'torch.set_printoptions(threshold=1_000_000) or np.set_printoptions(threshold=1_000_000).';

/**
 * Reads a number: a decimal, a fraction of two decimals, NaN, an infinity, True or False. Returns NaN after a fault.
 * With a power of ten as common factor, the result is the float64 nearest to the product.
 */
export function readNumber(scanner: TextScanner, common: CommonFactor = noFactor): number {
  const start = scanner.at;
  const plain = scanner.takeText(decimal);
  if (plain === null) return readNamed(scanner);
  const value = scaled(plain, common);
  const code = scanner.text.charCodeAt(scanner.at);
  // Most numbers end at a separator.
  if (isSeparator(code)) return value;
  if (scanner.take(slash) !== null) return readQuotient(scanner, value, start);
  return refuseWord(scanner, start);
}

function readQuotient(scanner: TextScanner, numerator: number, start: number): number {
  const denominator = scanner.takeText(decimal);
  if (denominator === null || !isSeparator(scanner.text.charCodeAt(scanner.at))) return refuseWord(scanner, start);
  return numerator / scaled(denominator, noFactor);
}

function readNamed(scanner: TextScanner): number {
  const start = scanner.at;
  const [word, sign = '', name = ''] = scanner.take(named) ?? [];
  if (word !== undefined) return signed(sign, namedValues[name.toLowerCase()] ?? NaN);
  const [call, outer = '', , inner = '', kind = ''] = scanner.take(quotedNumber) ?? [];
  if (call !== undefined) return signed(outer, signed(inner, namedValues[kind.toLowerCase()] ?? NaN));
  if (scanner.take(scalarType) !== null) {
    const value = readNumber(scanner);
    if (scanner.take(/\)/y) === null) scanner.fail('a closing ")" is missing.');
    return value;
  }
  return refuseWord(scanner, start);
}

/** Refuses the word at `start`, and says what it is if it is known. */
function refuseWord(scanner: TextScanner, start: number): number {
  scanner.at = start;
  const word = scanner.word();
  const rest = scanner.text.slice(start, start + 4);
  if (rest.startsWith('...') || rest.startsWith('…')) scanner.fail(ellipsis);
  else if (rest.startsWith('--')) scanner.fail('the array is masked: paste x.filled(0), or another value for "--".');
  else if (/[\d.][jJ]$/.test(word)) scanner.fail(`"${word}" is complex: only real tensors are computed.`);
  else scanner.fail(`"${word}" is not a number.`);
  return NaN;
}

function signed(sign: string, value: number): number {
  return sign === '-' || sign === '\u2212' ? -value : value;
}

function scaled(text: string, common: CommonFactor): number {
  const fast = Number(text);
  if (common === noFactor && !Number.isNaN(fast)) return fast;
  const plain = text.replaceAll('\u2212', '-').replaceAll('_', '');
  if ('factor' in common) return Number(plain) * common.factor;
  const [digits = '', exponent = '0'] = plain.split(/e/i);
  return Number(`${digits}e${Number(exponent) + common.exponent}`);
}

/** Returns the common factor that a text such as "1.00000e-02" stands for. */
export function commonFactorOf(text: string): CommonFactor {
  const value = Number(text);
  const exponent = Math.round(Math.log10(value));
  return Number(`1e${exponent}`) === value ? { exponent } : { factor: value };
}

/** Returns true for white space, a bracket, a comma, a semicolon, "#", ">", and the end of the text. */
function isSeparator(code: number): boolean {
  if (Number.isNaN(code) || code <= 0x20 || code === 0xa0) return true;
  return (
    code === 0x2c || code === 0x5d || code === 0x29 || code === 0x5b || code === 0x3b || code === 0x23 || code === 0x3e
  );
}
