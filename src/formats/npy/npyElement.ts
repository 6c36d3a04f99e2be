import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { type ElementName, elementFormats } from '../common/element.ts';
import { numpyCodes } from '../common/numpyCodes.ts';
import { quoted } from '../common/quoted.ts';

/** Element types by NumPy's kind and size in bytes. ml_dtypes writes float8_e5m2 as f1, and bfloat16 was g2 for a time. */
const kinds: Readonly<Record<string, ElementName>> = {
  ...numpyCodes,
  f1: 'float8_e5m2',
  g2: 'bfloat16',
  b1: 'bool',
};

/** Other words that NumPy takes for an element type of the same size everywhere. */
const words: Readonly<Record<string, ElementName>> = {
  half: 'float16',
  single: 'float32',
  double: 'float64',
  float: 'float64',
  bool_: 'bool',
  byte: 'int8',
  ubyte: 'uint8',
  e: 'float16',
  f: 'float32',
  d: 'float64',
  b: 'int8',
  B: 'uint8',
  h: 'int16',
  H: 'uint16',
  i: 'int32',
  I: 'uint32',
  q: 'int64',
  Q: 'uint64',
  '?': 'bool',
};

/** What elements of "V1" and "V2" may be: NumPy writes so the types of ml_dtypes (JAX, TensorFlow), whose names it does not know. */
const untyped: Readonly<Record<string, readonly ElementName[]>> = {
  V1: ['float8_e4m3fn', 'float8_e5m2'],
  V2: ['bfloat16', 'float16'],
};

/** The element type of a `.npy` file and its byte order. */
export interface NpyElement {
  readonly element: ElementName;
  readonly little: boolean;
}

/**
 * Returns the element types that a `descr` such as "<f4" or "bfloat16" may stand for, in order of likelihood. Several
 * are possible if it gives only a size ("|V2"); the reader of the file then has to choose. Refuses objects, strings,
 * complex numbers and dates. `name` is what the refusal calls the file.
 */
export function npyElementsOf(descr: string, name: string): Result<readonly NpyElement[]> {
  const [, order = '', type = ''] = /^([<>|=]?)([\w?]+)$/.exec(descr) ?? [];
  const known = own(kinds, type) ?? own(words, type) ?? (isElement(type) ? type : undefined);
  const elements = known === undefined ? own(untyped, type) : [known];
  return elements === undefined
    ? refuse(
        'file',
        `${name} has the dtype ${quoted(descr)}, which cannot be read: ${insteadOf(type === '' ? descr.replace(/^[<>|=]/, '') : type)}.`,
      )
    : ok(elements.map((element) => ({ element, little: order !== '>' })));
}

/** Explains why a dtype cannot be read, and what to save instead. */
function insteadOf(type: string): string {
  if (/^[fg]\d+$|^longdouble$/.test(type)) return "save it as float64, with astype('float64')";
  if (/^c\d+$|^[FDG]$/.test(type)) return 'save its real and its imaginary part';
  if (/^O\d*$/.test(type)) return 'it holds Python objects, not numbers';
  if (/^[SUa]\d*$/.test(type)) return 'it holds text, not numbers';
  if (/^[Mm]/.test(type)) return "it holds dates or times; save them as numbers, with astype('int64')";
  return 'only real numbers and bool can';
}

/** Returns true if a word of a header names an element type by itself. */
export function isElement(type: string): type is ElementName {
  return Object.hasOwn(elementFormats, type);
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
