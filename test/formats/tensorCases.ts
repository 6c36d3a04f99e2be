import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Result } from '../../src/engine/core/refusal.ts';
import type { Tensor } from '../../src/engine/core/tensor.ts';
import type { TensorFile } from '../../src/formats/common/tensorFile.ts';

/** The content of a file as the script of the fixture wrote it down: its tensors, and lines about the unreadable ones. */
export interface TensorCase {
  readonly file: string;
  readonly tensors: readonly {
    readonly key: string;
    readonly dtype: string;
    readonly shape: readonly number[];
    readonly values: readonly (number | string)[];
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
  }
}
