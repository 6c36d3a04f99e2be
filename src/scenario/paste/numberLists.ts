import { formatInteger } from '../text/format.ts';
import { type CommonFactor, readNumber } from './readNumber.ts';
import type { TextScanner } from './textScanner.ts';

/** Numbers with the shape that their brackets, or their rows, give them. */
export interface ShapedNumbers {
  readonly shape: readonly number[];
  /** Row-major; the first {@link mostPastedValues} of them. */
  readonly values: readonly number[];
  /** The number of values in the text. */
  readonly count: number;
}

/** The largest number of values that a document receives from a text; a larger tensor belongs in a file. */
export const mostPastedValues = 65_536;
/** The deepest nesting that is read. */
const mostAxes = 8;

/** Collects values up to the limit, and counts all. */
class Collected {
  readonly values: number[] = [];
  count = 0;

  add(value: number): void {
    if (this.count < mostPastedValues) this.values.push(value);
    this.count += 1;
  }
}

const numbersOf = (count: number): string => `${formatInteger(count)} ${count === 1 ? 'entry' : 'entries'}`;

/**
 * Reads nested lists or tuples, with or without commas. Stops after the last value before the end of the text, a
 * closing parenthesis of a call, or a keyword argument. Several lists side by side are the entries of an outer list.
 * Returns null after a fault.
 */
export function readNestedLists(scanner: TextScanner, common: CommonFactor): ShapedNumbers | null {
  const { text } = scanner;
  const found = new Collected();
  /** Entries so far of each open list; the first is the list around the text. */
  const entries: number[] = [0];
  /** The closing brackets that are still to come. */
  const closing: string[] = [];
  const sizes: (number | undefined)[] = [];
  /** The nesting of the numbers, known from the first number or empty list on. */
  let leaves: number | null = null;
  const last = { isEntry: false };
  const add = (): void => {
    const depth = entries.length - 1;
    entries[depth] = (entries[depth] ?? 0) + 1;
    last.isEntry = true;
  };
  while (!scanner.hasFailed()) {
    scanner.skipSpace();
    const start = scanner.at;
    const char = text.charAt(start);
    if (char === '[' || char === '(') {
      if (leaves !== null && closing.length >= leaves)
        scanner.fail('a list begins among numbers: every number must be at the same depth.');
      else if (closing.length === mostAxes) scanner.fail(`the lists nest deeper than ${mostAxes} levels.`);
      closing.push(char === '[' ? ']' : ')');
      entries.push(0);
      last.isEntry = false;
      scanner.at += 1;
    } else if (closing.length === 0 && (char === '' || char === ')' || isAfterNumbers(scanner))) {
      break;
    } else if (char === ']' || char === ')') {
      if (char !== closing.pop()) {
        scanner.fail(`"${char}" closes nothing.`);
        break;
      }
      const depth = closing.length;
      const size = entries.pop() ?? 0;
      const known = sizes[depth];
      leaves ??= depth + 1;
      if (size === 0 && leaves > depth + 1) scanner.fail('an empty list is among lists of numbers.');
      if (known === undefined) sizes[depth] = size;
      else if (known !== size)
        scanner.fail(
          `the list that ends here has ${numbersOf(size)}; the lists before it have ${formatInteger(known)}.`,
        );
      scanner.at += 1;
      add();
    } else if (char === ',') {
      // A comma after the whole tensor separates the arguments of a call.
      if (!last.isEntry) scanner.fail('a value is missing before the comma.');
      last.isEntry = false;
      scanner.at += 1;
    } else if (char === '') {
      scanner.fail(`a closing "${closing.at(-1) ?? ']'}" is missing at the end.`);
    } else {
      const value = readNumber(scanner, common);
      leaves ??= closing.length;
      if (closing.length !== leaves)
        scanner.fail('a number is beside a list: every number must be at the same depth.', start);
      found.add(value);
      add();
    }
  }
  if (scanner.hasFailed()) return null;
  const [outer = 0] = entries;
  const inner = sizes as number[];
  return {
    shape: outer === 1 && inner.length > 0 ? inner : [outer, ...inner],
    values: found.values,
    count: found.count,
  };
}

/** A keyword argument, a dtype as argument, a method, and what closes TensorFlow's "<tf.Tensor". */
const afterNumbers =
  /[A-Za-z_]\w*\s*=|(?:torch|np|numpy|jnp|tf)\.(?:b?float|double|half|u?int|long|short|bool)\w*|\.\s*[A-Za-z]|>/y;

/** Returns whether the numbers have ended, and something else of the text follows. */
function isAfterNumbers(scanner: TextScanner): boolean {
  afterNumbers.lastIndex = scanner.at;
  return afterNumbers.test(scanner.text);
}

/** The line above a plane as PyTorch printed it before 0.4: "(0 ,1 ,.,.) =". */
const planeTitle = /\((?:\d+ ?, ?)+\.\s*,\s*\.\) =[ \t]*/y;
const gap = /[ \t\u00a0]*[,;|]?[ \t\u00a0]*/y;
/** The end of a line; a comment belongs to it. */
const lineEnd = /[ \t]*(?:#[^\n]*)?(\r?\n|$)/y;
/** The last line of a tensor as PyTorch printed it before 0.4. */
const sizeLine = /\[torch\.|\[[\w.]*Tensor of size/y;

/**
 * Reads rows of numbers, one a line, with planes separated by empty lines. In a text of one line a semicolon ends a
 * row. The shape is (rows, columns), or (planes, rows, columns). Returns null after a fault.
 */
export function readRows(scanner: TextScanner, common: CommonFactor): ShapedNumbers | null {
  const found = new Collected();
  const isOneLine = !scanner.text.slice(scanner.at).trimEnd().includes('\n');
  /** The sizes of the planes and rows before; null until there is one. */
  const size: { rows: number | null; columns: number | null } = { rows: null, columns: null };
  let planes = 0;
  let rowsHere = 0;
  const endPlane = (at: number): void => {
    if (rowsHere === 0) return;
    planes += 1;
    size.rows ??= rowsHere;
    if (size.rows !== rowsHere)
      scanner.fail(
        `the plane that ends here has ${rowsHere} ${rowsHere === 1 ? 'row' : 'rows'}; the planes before it have ${size.rows}.`,
        at,
      );
    rowsHere = 0;
  };
  while (!scanner.hasEnded() && !scanner.hasFailed()) {
    if (scanner.take(planeTitle) !== null) {
      endPlane(scanner.at);
      scanner.take(lineEnd);
      continue;
    }
    const start = scanner.at;
    if (scanner.take(sizeLine) !== null) {
      scanner.at = start;
      break;
    }
    let count = 0;
    while (!scanner.hasFailed()) {
      const separator = scanner.takeText(gap) ?? '';
      if ((isOneLine && separator.includes(';')) || scanner.take(lineEnd) !== null) break;
      found.add(readNumber(scanner, common));
      count += 1;
    }
    // Between two planes there may be several empty lines.
    if (count === 0) {
      endPlane(start);
      if (scanner.at === start) break;
      continue;
    }
    size.columns ??= count;
    if (size.columns !== count)
      scanner.fail(
        `the row has ${count} ${count === 1 ? 'value' : 'values'}; the rows before it have ${size.columns}.`,
        start,
      );
    rowsHere += 1;
  }
  endPlane(scanner.at);
  if (scanner.hasFailed()) return null;
  const plane = [size.rows ?? 0, size.columns ?? 0];
  return { shape: planes > 1 ? [planes, ...plane] : plane, values: found.values, count: found.count };
}
