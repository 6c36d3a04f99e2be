import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileKernels, kernelsDigest } from '../../../scripts/build/kernels.mjs';
import { decodeHex } from '../../../src/engine/kernels/wasm/decodeHex.ts';
import { kernelBytes } from '../../../src/engine/kernels/wasm/kernelBytes.ts';

const wasm = join(import.meta.dirname, '../../../src/engine/kernels/wasm');

describe("the kernels' bytes", () => {
  it('are what the compiler makes of the sources beside them', async () => {
    const module = readFileSync(join(wasm, 'kernelBytes.ts'), 'utf8');
    assert.ok(module.includes(kernelsDigest()), 'npm run build makes them anew');
    assert.equal((await compileKernels()).toString('hex'), kernelBytes);
  });

  it('are hexadecimal, decoded as Node does it', () => {
    assert.deepEqual(Buffer.from(decodeHex(kernelBytes)), Buffer.from(kernelBytes, 'hex'));
    const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    assert.deepEqual(Buffer.from(decodeHex(every.toString('hex'))), every);
    assert.equal(decodeHex('').length, 0);
  });

  it('need nothing from outside', () => {
    const module = new WebAssembly.Module(decodeHex(kernelBytes) as Uint8Array<ArrayBuffer>);
    assert.deepEqual(WebAssembly.Module.imports(module), []);
  });
});
