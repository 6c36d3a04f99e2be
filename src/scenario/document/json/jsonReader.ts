import { refuse, type Argument, type DocumentPlace, type Refusal } from '../../../engine/core/refusal.ts';
import { didYouMean } from '../../text/nearestWord.ts';

/** The path of the document itself, as the subject of a sentence. */
export const wholeDocument = 'The scenario';

/** An object in a JSON document. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads the fields of a JSON document and remembers the first fault. A method that finds a fault records it and returns
 * a stand-in, so that reading a document needs no check after each field; the caller checks `problem` at the end.
 */
export class JsonReader {
  problem: Refusal | null = null;

  /** Records a fault at `path`, or at the `key` of the object at `path`; only the first fault is kept. */
  complain(path: string, message: string, key?: string): void {
    const place: DocumentPlace =
      key === undefined ? { path: stepsOf(path), part: 'value' } : { path: [...stepsOf(path), key], part: 'key' };
    this.problem ??= refuse(argumentOf(path), message, { place }).refusal;
  }

  /** Reads an object whose keys are all in `known`. */
  object(value: unknown, path: string, known: readonly string[]): JsonObject {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.complain(path, `${path} must be an object, but is ${quotedValue(value)}.`);
      return {};
    }
    const unknownKey = Object.keys(value).find((key) => !known.includes(key));
    if (unknownKey !== undefined) {
      const rest = didYouMean(unknownKey, known) || ` Its keys are ${known.join(', ')}.`;
      this.complain(path, `${path} has an unknown key ${quotedValue(unknownKey)}.${rest}`, unknownKey);
    }
    return value as JsonObject;
  }

  string(value: unknown, path: string): string {
    if (typeof value === 'string') return value;
    this.complain(path, `${path} must be a string, but is ${quotedValue(value)}.`);
    return '';
  }

  boolean(value: unknown, path: string): boolean {
    if (typeof value === 'boolean') return value;
    this.complain(path, `${path} must be true or false, but is ${quotedValue(value)}.`);
    return false;
  }

  /** Reads an integer that a double holds exactly. The caller checks its range. */
  integer(value: unknown, path: string): number {
    if (Number.isSafeInteger(value)) return value as number;
    this.complain(path, `${path} must be an integer, but is ${quotedValue(value)}.`);
    return 0;
  }

  /** Reads an integer from 0 to 2⁵³ − 1. */
  natural(value: unknown, path: string): number {
    const integer = this.integer(value, path);
    if (integer >= 0) return integer;
    this.complain(path, `${path} must not be negative, but is ${integer}.`);
    return 0;
  }

  array(value: unknown, path: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    this.complain(path, `${path} must be a list, but is ${quotedValue(value)}.`);
    return [];
  }

  oneOf<T extends string>(value: unknown, path: string, choices: readonly T[]): T {
    const choice = choices.find((each) => each === value);
    if (choice !== undefined) return choice;
    const rest = typeof value === 'string' ? didYouMean(value, choices) : '';
    this.complain(path, `${path} must be one of ${choices.join(', ')}, but is ${quotedValue(value)}.${rest}`);
    return choices[0] as T;
  }
}

/** Quotes a value of the document, shortened for a sentence. */
export function quotedValue(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  switch (typeof value) {
    case 'undefined':
      return 'missing';
    case 'string':
      return JSON.stringify(value.length > 40 ? `${value.slice(0, 38)}…` : value);
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return value === null ? 'null' : 'an object';
  }
}

const argumentsOfKeys: Readonly<Record<string, Argument>> = {
  dtype: 'dtype',
  input: 'input',
  weight: 'weight',
  bias: 'bias',
  actual: 'actual',
  stride: 'stride',
  padding: 'padding',
  padding_end: 'padding_end',
  output_padding: 'output_padding',
  dilation: 'dilation',
  groups: 'groups',
  seed: 'seed',
  formulation: 'formulation',
  'tolerance.rtol': 'rtol',
  'tolerance.atol': 'atol',
};

/** Returns the argument that a path belongs to: "stride[1]" belongs to stride. */
function argumentOf(path: string): Argument {
  const whole = argumentsOfKeys[path];
  return whole ?? argumentsOfKeys[/^\w+/.exec(path)?.[0] ?? ''] ?? 'scenario';
}

/** Returns the keys and indices of a path: "weight.shape[1]" has three; the name of the whole document has none. */
function stepsOf(path: string): readonly (string | number)[] {
  if (path === wholeDocument) return [];
  return (path.match(/[^.[\]]+/g) ?? []).map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
