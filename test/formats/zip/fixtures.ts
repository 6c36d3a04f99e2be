import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { refuse } from '../../../src/engine/core/refusal.ts';
import { type ByteSource, bufferSource } from '../../../src/formats/common/byteSource.ts';
import { openTensorFile } from '../../../src/formats/openTensorFile.ts';
import type { TensorFile } from '../../../src/formats/common/tensorFile.ts';

interface ExpectedTensor {
  readonly key: string;
  readonly element: string;
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

interface Case {
  readonly file: string;
  readonly tensors: readonly ExpectedTensor[];
  /** How each line begins. */
  readonly leftOut: readonly string[];
}

const folder = new URL('../../fixtures/zip/', import.meta.url);

/** The output of zip.py: files and their content, and one value pickled by every protocol, as hexadecimal. */
export const { cases, pickles } = JSON.parse(readFileSync(new URL('zip.json', folder), 'utf8')) as {
  readonly cases: readonly Case[];
  readonly pickles: readonly string[];
};

export function fixture(file: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(new URL(file, folder)));
}

/** Opens bytes, or a source, as a file of this name. */
export function open(bytes: Uint8Array<ArrayBuffer> | ByteSource, name: string) {
  const source = bytes instanceof Uint8Array ? bufferSource(bytes.buffer, name) : bytes;
  return openTensorFile(source, (path) => Promise.resolve(refuse('file', path)));
}

export async function opened(bytes: Uint8Array<ArrayBuffer> | ByteSource, name: string): Promise<TensorFile> {
  const result = await open(bytes, name);
  assert.ok(result.ok, result.ok ? '' : result.refusal.message);
  return result.value;
}

/** Returns the sentence with which a file is refused. */
export async function refusalOf(bytes: Uint8Array<ArrayBuffer>, name = 'x.pt'): Promise<string> {
  const result = await open(bytes, name);
  assert.ok(!result.ok, 'it was read');
  assert.equal(result.refusal.argument, 'file');
  assert.ok(result.refusal.message.includes(name), result.refusal.message);
  return result.refusal.message;
}

export async function tensorOf(file: TensorFile, key: string) {
  const entry = file.entries.find((one) => one.key === key);
  assert.ok(entry, `no entry ${key}`);
  const tensor = await file.read(entry);
  assert.ok(tensor.ok, tensor.ok ? '' : tensor.refusal.message);
  return tensor.value;
}
