import { constantFormula, type Formula, formulaText, numberOf, symbolFormula } from '../../dialects/formula.ts';
import type { Abstract, Dimensions, GivenArguments, ListValue, Origin, TensorValue } from './abstract.ts';

/** None of Python. */
export const none: Abstract = { kind: 'none' };

/** Returns the value of an integer. */
export function integer(number: number, assumed?: string): Abstract {
  return { kind: 'size', formula: constantFormula(number), assumed };
}

/** Returns the value of an integer that is known as a formula. */
export function sizeValue(formula: Formula, assumed?: string): Abstract {
  return { kind: 'size', formula, assumed };
}

/** Returns the value of a truth value. */
export function truth(boolean: boolean, assumed?: string): Abstract {
  return { kind: 'boolean', boolean, assumed };
}

/** Returns a value of which only the expression is known. */
export function unknown(source: string): Abstract {
  return { kind: 'unknown', source };
}

/** Returns a tuple. */
export function tuple(items: readonly Abstract[]): ListValue {
  return { kind: 'list', items, isTuple: true, isOpen: false };
}

/** Returns a list. */
export function listOf(items: readonly Abstract[], isOpen = false): ListValue {
  return { kind: 'list', items, isTuple: false, isOpen };
}

/** Returns a tensor that no call made. */
export function newTensor(shape: Dimensions, origin: Origin | null = null): TensorValue {
  return { kind: 'tensor', shape, origin, made: [] };
}

/** The arguments of a call without any. */
export const noArguments: GivenArguments = { positional: [], keywords: new Map(), isOpen: false };

/** Returns the arguments of a call that the code does not write, with one value; `source` names it. */
export function oneArgument(value: Abstract, source: string): GivenArguments {
  return { positional: [{ value, from: null, to: 0, source }], keywords: new Map(), isOpen: false };
}

/** Returns the formula of an integer; of an unknown value, its expression as a symbol; null if the value is no integer. */
export function formulaOfValue(value: Abstract): Formula | null {
  switch (value.kind) {
    case 'size':
      return value.formula;
    case 'boolean':
      return constantFormula(value.boolean ? 1 : 0);
    case 'unknown':
      return symbolFormula(value.source);
    case 'float':
      return Number.isInteger(value.number) ? constantFormula(value.number) : null;
    case 'choice': {
      const option = value.primary === null ? undefined : value.options[value.primary];
      return option === undefined ? null : formulaOfValue(option);
    }
    default:
      return null;
  }
}

/** Returns a number; null for everything else, formulas with symbols included. */
export function numberOfValue(value: Abstract | undefined): number | null {
  if (value === undefined) return null;
  if (value.kind === 'float') return value.number;
  if (value.kind === 'boolean') return value.boolean ? 1 : 0;
  return value.kind === 'size' ? numberOf(value.formula) : null;
}

/** Returns the numbers of a list; null if the value is none or one of them is not known. */
export function shapeNumbers(value: Abstract): readonly number[] | null {
  if (value.kind !== 'list' || value.isOpen) return null;
  const numbers = value.items.map(numberOfValue);
  return numbers.every((number) => number !== null) ? numbers : null;
}

/** Returns why a value is assumed; undefined if it is not. */
export function assumedOf(value: Abstract): string | undefined {
  return 'assumed' in value ? value.assumed : undefined;
}

/** Returns the first reason for which one of several values is assumed. */
export function assumedOfAny(...values: readonly Abstract[]): string | undefined {
  for (const value of values) {
    const assumed = assumedOf(value);
    if (assumed !== undefined) return assumed;
  }
  return undefined;
}

/** Returns a value with a reason for which it is only assumed. */
export function assume(value: Abstract, assumed: string | undefined): Abstract {
  if (assumed === undefined || assumedOf(value) !== undefined) return value;
  switch (value.kind) {
    case 'size':
    case 'float':
    case 'boolean':
    case 'text':
    case 'none':
    case 'unknown':
      return { ...value, assumed };
    // A tuple may be copied; a list or a dictionary is changed by others that know it.
    case 'list':
      return value.isTuple ? { ...value, assumed, items: value.items.map((item) => assume(item, assumed)) } : value;
    default:
      return value;
  }
}

/** Returns the first of several values that is meant: the one that the defaults select. */
export function chosen(value: Abstract): Abstract {
  if (value.kind !== 'choice') return value;
  return value.options[value.primary ?? 0] ?? value;
}

/** Returns the expression that stands for a value, for a symbol. */
export function sourceOfValue(value: Abstract): string | null {
  if (value.kind === 'unknown') return value.source;
  if (value.kind === 'size') return formulaText(value.formula);
  if (value.kind === 'float') return String(value.number);
  return value.kind === 'external' ? value.name : null;
}

/** Returns whether a value is true in a condition; null if that is not known. */
export function isTrue(value: Abstract): boolean | null {
  switch (value.kind) {
    case 'boolean':
      return value.boolean;
    case 'none':
      return false;
    case 'text':
      return value.text !== '';
    case 'float':
      return value.number !== 0;
    case 'size': {
      const number = numberOf(value.formula);
      return number === null ? null : number !== 0;
    }
    case 'list':
      return value.items.length > 0 || (value.isOpen ? null : false);
    case 'dictionary':
      return value.entries.size > 0 || (value.isOpen ? null : false);
    case 'unknown':
    case 'choice':
    case 'tensor':
    case 'external':
    case 'container':
      return null;
    default:
      return true;
  }
}
