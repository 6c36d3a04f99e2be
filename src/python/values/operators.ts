import {
  constantFormula,
  subtracted,
  floorQuotientOf,
  type Formula,
  formulaText,
  numberOf,
  productOf,
  sumOf,
  symbolFormula,
} from '../../dialects/formula.ts';
import type { Abstract } from './abstract.ts';
import { assumedOfAny, formulaOfValue, integer, isTrue, numberOfValue, sizeValue, truth, unknown } from './make.ts';

/** Returns `left operator right`, two values that are no tensors. `source` is the expression. */
export function binary(operator: string, left: Abstract, right: Abstract, source: string): Abstract {
  const assumed = assumedOfAny(left, right);
  if (comparisons.has(operator)) return compare(operator, left, right, source, assumed);
  if (left.kind === 'text' && right.kind === 'text' && operator === '+')
    return { kind: 'text', text: left.text + right.text, assumed };
  if (left.kind === 'text' && operator === '*') {
    const times = numberOfValue(right);
    return times === null || times * left.text.length > 1000
      ? unknown(source)
      : { kind: 'text', text: left.text.repeat(Math.max(0, times)), assumed };
  }
  if (left.kind === 'list' && right.kind === 'list' && operator === '+')
    return { ...left, items: [...left.items, ...right.items], isOpen: left.isOpen || right.isOpen };
  const [list, count] = left.kind === 'list' ? [left, right] : [right, left];
  if (list.kind === 'list' && operator === '*') {
    const times = numberOfValue(count);
    if (times === null || times * list.items.length > 1024) return unknown(source);
    return { ...list, items: Array.from({ length: Math.max(0, times) }, () => list.items).flat() };
  }
  const [a, b] = [numberOfValue(left), numberOfValue(right)];
  if (a !== null && b !== null) {
    const isFloat = left.kind === 'float' || right.kind === 'float' || operator === '/' || (operator === '**' && b < 0);
    const number = calculated(operator, a, b);
    if (number === null || !Number.isFinite(number) || Math.abs(number) > Number.MAX_SAFE_INTEGER)
      return unknown(source);
    return isFloat ? { kind: 'float', number, assumed } : integer(number, assumed);
  }
  const [p, q] = [formulaOfValue(left), formulaOfValue(right)];
  if (p === null || q === null || !isNumeric(left) || !isNumeric(right)) return unknown(source);
  return sizeValue(symbolic(operator, p, q), assumed);
}

function isNumeric(value: Abstract): boolean {
  return value.kind === 'size' || value.kind === 'unknown' || value.kind === 'boolean';
}

/** Longer formulas become one symbol: nobody could read them. */
const longest = 4;

function symbolic(operator: string, a: Formula, b: Formula): Formula {
  const [left, right] = [textIn(a, operator), textIn(b, operator)];
  const divisor = numberOf(b);
  let formula: Formula | null = null;
  if (operator === '+') formula = sumOf(a, b);
  else if (operator === '-') formula = subtracted(a, b);
  else if (operator === '*') formula = productOf(a, b);
  else if (
    // Where nothing is left over, int(ngf * 4 / 2) is 2·ngf.
    (operator === '//' || operator === '/') &&
    divisor !== null &&
    divisor > 0 &&
    a.every(({ coefficient }) => coefficient % divisor === 0)
  )
    formula = floorQuotientOf(a, divisor);
  else if (operator === '**' && divisor !== null && Number.isInteger(divisor) && divisor >= 0 && divisor <= 3)
    formula = Array.from({ length: divisor }, () => a).reduce(productOf, constantFormula(1));
  return formula !== null && formula.length <= longest ? formula : symbolFormula(`${left} ${operator} ${right}`);
}

/** Writes a formula as an operand in Python. */
function textIn(formula: Formula, operator: string): string {
  const text = formulaText(formula).replaceAll('·', ' * ').replaceAll('−', '-');
  return /^[\w.()[\]]+$/.test(text) || operator === '' ? text : `(${text})`;
}

function calculated(operator: string, a: number, b: number): number | null {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? null : a / b;
    case '//':
      return b === 0 ? null : Math.floor(a / b);
    case '%':
      return b === 0 ? null : a - b * Math.floor(a / b);
    case '**':
      return a ** b;
    case '<<':
      return a * 2 ** b;
    case '>>':
      return Math.floor(a / 2 ** b);
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    default:
      return null;
  }
}

const comparisons = new Set(['==', '!=', '<', '>', '<=', '>=', 'is', 'is not', 'in', 'not in']);

function compare(
  operator: string,
  left: Abstract,
  right: Abstract,
  source: string,
  assumed: string | undefined,
): Abstract {
  if (operator === 'in' || operator === 'not in') {
    const found = contains(right, left);
    return found === null ? unknown(source) : truth(found === (operator === 'in'), assumed);
  }
  if (operator === '==' || operator === 'is' || operator === '!=' || operator === 'is not') {
    const same = isSame(left, right);
    return same === null ? unknown(source) : truth(same === (operator === '==' || operator === 'is'), assumed);
  }
  const [a, b] = [numberOfValue(left), numberOfValue(right)];
  if (a === null || b === null) return unknown(source);
  if (operator === '<') return truth(a < b, assumed);
  if (operator === '>') return truth(a > b, assumed);
  return truth(operator === '<=' ? a <= b : a >= b, assumed);
}

function contains(container: Abstract, value: Abstract): boolean | null {
  if (container.kind === 'dictionary')
    return value.kind === 'text' ? container.entries.has(value.text) || (container.isOpen ? null : false) : null;
  if (container.kind === 'text') return value.kind === 'text' ? container.text.includes(value.text) : null;
  if (container.kind !== 'list') return null;
  const found = container.items.map((item) => isSame(item, value));
  if (found.includes(true)) return true;
  return found.includes(null) || container.isOpen ? null : false;
}

/** Returns whether two values are equal; null if that is not known. */
export function isSame(left: Abstract, right: Abstract): boolean | null {
  if (left === right) return true;
  const [a, b] = [numberOfValue(left), numberOfValue(right)];
  if (a !== null && b !== null) return a === b;
  if (left.kind === 'size' && right.kind === 'size') {
    const difference = numberOf(subtracted(left.formula, right.formula));
    return difference === null ? null : difference === 0;
  }
  if (left.kind === 'text' && right.kind === 'text') return left.text === right.text;
  if (left.kind === 'external' && right.kind === 'external')
    return left.name.split('.').at(-1) === right.name.split('.').at(-1);
  if (left.kind === 'list' && right.kind === 'list' && !left.isOpen && !right.isOpen) {
    if (left.items.length !== right.items.length) return false;
    const same = left.items.map((item, index) => isSame(item, right.items[index] ?? item));
    return same.includes(false) ? false : same.includes(null) ? null : true;
  }
  if (left.kind === 'unknown' || right.kind === 'unknown' || left.kind === 'choice' || right.kind === 'choice')
    return null;
  if (left.kind === 'size' || right.kind === 'size')
    return left.kind === 'none' || right.kind === 'none' || left.kind === 'text' || right.kind === 'text'
      ? false
      : null;
  if (left.kind === 'external' || right.kind === 'external') {
    const other = left.kind === 'external' ? right : left;
    return other.kind === 'none' || other.kind === 'class' ? false : null;
  }
  return left.kind === right.kind ? (left.kind === 'none' ? true : null) : false;
}

/** Returns `operator value`. */
export function unary(operator: string, value: Abstract, source: string): Abstract {
  const assumed = assumedOfAny(value);
  if (operator === 'not') {
    const is = isTrue(value);
    return is === null ? unknown(source) : truth(!is, assumed);
  }
  if (operator === '+') return value;
  if (operator !== '-') return unknown(source);
  if (value.kind === 'float') return { kind: 'float', number: -value.number, assumed };
  const formula = formulaOfValue(value);
  return formula === null ? unknown(source) : sizeValue(subtracted([], formula), assumed);
}
