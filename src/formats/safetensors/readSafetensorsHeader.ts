import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { maxAxes } from '../common/checkTensorShape.ts';
import { quoted } from '../common/quoted.ts';
import { HeaderScanner } from './headerScanner.ts';

/** A tensor as a safetensors header declares it. */
export interface DeclaredTensor {
  readonly key: string;
  readonly dtype: string;
  readonly shape: Shape;
  /** The range of its bytes, counted from the end of the header. `end` is after the last byte. */
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads the tensors that a safetensors header declares, in its order. The format forbids repeated keys, which
 * JSON.parse accepts silently; therefore the header has a reader of its own. It refuses at the first invalid character.
 * `name` is what refusals call the file.
 */
export function readSafetensorsHeader(text: string, name: string): Result<readonly DeclaredTensor[]> {
  const scanner = new HeaderScanner(text);
  const tensors = new Map<string, DeclaredTensor>();
  const seen = new Set<string>();
  scanner.list('{', () => {
    const key = uniqueKey(scanner, seen, () => 'the header');
    if (key === '__metadata__') readMetadata(scanner);
    else tensors.set(key, readTensor(scanner, key));
  });
  scanner.end();
  return scanner.problem === null
    ? ok([...tensors.values()])
    : refuse('file', `${name} has a broken safetensors header: ${scanner.problem}.`);
}

function readMetadata(scanner: HeaderScanner): void {
  // Some writers put null in place of no metadata, which the reference implementation reads as none.
  if (scanner.takeNull()) return;
  const seen = new Set<string>();
  scanner.list('{', () => {
    uniqueKey(scanner, seen, () => '__metadata__');
    scanner.string();
  });
}

function readTensor(scanner: HeaderScanner, key: string): DeclaredTensor {
  const tensor = (): string => `tensor ${quoted(key)}`;
  const seen = new Set<string>();
  let dtype = '';
  let shape: Shape = [];
  let offsets: Shape = [];
  scanner.list('{', () => {
    const field = uniqueKey(scanner, seen, tensor);
    if (field === 'dtype') dtype = readDtype(scanner, tensor);
    else if (field === 'shape') shape = readIntegers(scanner, maxAxes, () => `the shape of ${tensor()}`);
    else if (field === 'data_offsets') offsets = readIntegers(scanner, 2, () => `data_offsets of ${tensor()}`);
    else
      scanner.fail(`${tensor()} has an unknown key ${quoted(field)}; only dtype, shape and data_offsets are allowed`);
  });
  for (const field of ['dtype', 'shape', 'data_offsets']) {
    if (!seen.has(field)) scanner.fail(`${tensor()} has no ${field}`);
  }
  const [begin, end] = offsets;
  if (begin === undefined || end === undefined) {
    scanner.fail(`data_offsets of ${tensor()} must be two integers, begin and end`);
    return { key, dtype, shape, begin: 0, end: 0 };
  }
  return { key, dtype, shape, begin, end };
}

function readDtype(scanner: HeaderScanner, tensor: () => string): string {
  const dtype = scanner.string();
  if (!/^\w{1,32}$/.test(dtype)) scanner.fail(`the dtype of ${tensor()} is invalid: ${quoted(dtype)}`);
  return dtype;
}

function uniqueKey(scanner: HeaderScanner, seen: Set<string>, where: () => string): string {
  const key = scanner.string();
  if (seen.has(key)) scanner.fail(`${where()} has the key ${quoted(key)} twice`);
  seen.add(key);
  scanner.expect(':');
  return key;
}

function readIntegers(scanner: HeaderScanner, most: number, what: () => string): Shape {
  const values: number[] = [];
  scanner.list('[', () => {
    values.push(scanner.integer());
    if (values.length > most) scanner.fail(`${what()} has more than ${most} numbers`);
  });
  return values;
}
