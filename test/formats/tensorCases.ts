import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Result } from '../../src/engine/core/refusal.ts';
import type { Tensor } from '../../src/engine/core/tensor.ts';
import { readBlocks, readPart } from '../../src/formats/common/readPart.ts';
import { readStrided } from '../../src/formats/common/readStrided.ts';
import type { TensorStorage } from '../../src/formats/common/tensorStorage.ts';
import type { TensorFile } from '../../src/formats/common/tensorFile.ts';
import { flatAt, indexAt } from '../../src/engine/core/flatIndex.ts';
import { elementCount } from '../../src/engine/core/tensor.ts';
import { shapeOfPart, type TensorPart, wholePart } from '../../src/engine/views/tensorPart.ts';

/** The content of a file as the script of the fixture wrote it down: its tensors, and lines about the unreadable ones. */
export interface TensorCase {
  readonly file: string;
  readonly tensors: readonly {
    readonly key: string;
    readonly dtype: string;
    readonly shape: readonly number[];
    readonly values: readonly (number | string)[];
    /** How the tensor is computed from others; absent if the file stores it. */
    readonly through?: string;
  }[];
  readonly leftOut: readonly string[];
}

/** The bytes of a file in test/fixtures. */
export function fixture(path: string): ArrayBuffer {
  return Uint8Array.from(readFileSync(new URL(`../fixtures/${path}`, import.meta.url))).buffer;
}

export function casesOf(path: string): readonly TensorCase[] {
  const { cases } = JSON.parse(Buffer.from(fixture(path)).toString()) as { cases: TensorCase[] };
  assert.ok(cases.length > 0);
  return cases;
}

/** Returns the value, or fails with the sentence of the refusal. */
export function accepted<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.refusal.message);
  return result.value;
}

/** Returns the sentence of a refusal. */
export function refused(result: Result<unknown>): string {
  assert.ok(!result.ok, 'it was accepted');
  assert.equal(result.refusal.argument, 'file');
  assert.match(result.refusal.message, /^[^\n]+[.!]$/);
  return result.refusal.message;
}

export async function readKey(file: TensorFile, key: string): Promise<Result<Tensor>> {
  const entry = file.entries.find((each) => each.key === key);
  assert.ok(entry !== undefined, `no entry ${key}`);
  return await file.read(entry);
}

/** Checks that a file has the tensors of the case in its order, bit for bit, and leaves out the same things. */
export async function assertCase(file: TensorFile, { tensors, leftOut }: TensorCase): Promise<void> {
  const shapes = tensors.map(({ key, shape }) => ({ key, shape }));
  assert.deepEqual(
    file.entries.map(({ key, shape }) => ({ key, shape })),
    shapes,
  );
  assert.deepEqual(file.leftOut, leftOut);
  for (const { key, dtype, shape, values } of tensors) {
    const tensor = accepted(await readKey(file, key));
    assert.equal(tensor.dtype, dtype, key);
    assert.deepEqual(tensor.shape, shape, key);
    assert.deepEqual([...tensor.data], values.map(Number), key);
    await assertParts(file, key, shape, values.map(Number));
  }
}

/** Locates a tensor of a file. */
export async function locateKey(file: TensorFile, key: string): Promise<TensorStorage> {
  const entry = file.entries.find((each) => each.key === key);
  assert.ok(entry !== undefined, `no entry ${key}`);
  return accepted(await file.locate(entry));
}

/** Reads a part of a tensor as numbers, row-major. */
export async function readNumbers(stored: TensorStorage, part: TensorPart): Promise<readonly number[]> {
  const bytes = accepted(await readPart(stored, part));
  const { element, little } = stored;
  return [...readStrided(bytes, { element, little, shape: shapeOfPart(part) }).data];
}

/** Checks that parts of a tensor have the values that the whole has there, and that its blocks have all of its values. */
export async function assertParts(
  file: TensorFile,
  key: string,
  shape: readonly number[],
  values: readonly number[],
): Promise<void> {
  const stored = await locateKey(file, key);
  const parts = [
    wholePart(shape),
    shape.map((size) => ({ from: Math.max(0, size - 1), count: Math.min(1, size), step: 1 })),
    shape.map((size) => ({ from: 0, count: Math.ceil(size / 2), step: 2 })),
    ...shape.map((_, axis) =>
      shape.map((count, i) => ({ from: 0, count: i === axis ? count : Math.min(1, count), step: 1 })),
    ),
  ];
  for (const part of parts) {
    const counts = shapeOfPart(part);
    const expected = Array.from({ length: elementCount(counts) }, (_, i) => {
      const index = indexAt(counts, i).map((at, axis) => (part[axis]?.from ?? 0) + at * (part[axis]?.step ?? 1));
      return values[flatAt(shape, index)];
    });
    assert.deepEqual(await readNumbers(stored, part), expected, `${key} ${JSON.stringify(part)}`);
  }
  const found: number[] = [];
  for await (const block of readBlocks(stored)) found.push(...Array.from(accepted(block)));
  const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => (a < b || Number.isNaN(b) ? -1 : 1));
  assert.deepEqual(ascending(found), ascending(values), key);
}
