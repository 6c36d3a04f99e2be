import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileKernels, kernelsDigest } from '../../../../../scripts/build/kernels.mjs';
import { decodeHex } from '../../../../../src/engine/kernels/wasm/memory/decodeHex.ts';
import { kernelBytes } from '../../../../../src/engine/kernels/wasm/memory/kernelBytes.ts';

const wasm = join(import.meta.dirname, '../../../../../src/engine/kernels/wasm/memory');

type FromHex = (text: string) => Uint8Array;

/** On a platform that decodes so, or, given nothing, not at all. */
function withFromHex(fromHex: FromHex | undefined, act: () => void): void {
  const platform = Uint8Array as { fromHex?: FromHex | undefined };
  const own = Object.getOwnPropertyDescriptor(platform, 'fromHex');
  platform.fromHex = fromHex;
  try {
    act();
  } finally {
    delete platform.fromHex;
    if (own !== undefined) Object.defineProperty(platform, 'fromHex', own);
  }
}

describe("the kernels' bytes", () => {
  it('are what the compiler makes of the sources beside them', async () => {
    const module = readFileSync(join(wasm, 'kernelBytes.ts'), 'utf8');
    assert.ok(module.includes(kernelsDigest()), 'npm run build makes them anew');
    assert.equal((await compileKernels()).toString('hex'), kernelBytes);
  });

  it('are hexadecimal, decoded as Node does it', () => {
    withFromHex(undefined, () => {
      assert.deepEqual(Buffer.from(decodeHex(kernelBytes)), Buffer.from(kernelBytes, 'hex'));
      const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      assert.deepEqual(Buffer.from(decodeHex(every.toString('hex'))), every);
      assert.equal(decodeHex('').length, 0);
    });
  });

  it('are decoded by a platform that can do it itself', () => {
    const asked: string[] = [];
    const fromHex: FromHex = (text) => {
      asked.push(text);
      return Buffer.from(text, 'hex');
    };
    withFromHex(fromHex, () => assert.deepEqual([...decodeHex('00ff7a')], [0, 255, 122]));
    assert.deepEqual(asked, ['00ff7a']);
  });

  it('need nothing from outside', () => {
    const module = new WebAssembly.Module(decodeHex(kernelBytes) as Uint8Array<ArrayBuffer>);
    assert.deepEqual(WebAssembly.Module.imports(module), []);
  });
});
