import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileKernels, kernelsDigest } from '../../../scripts/build/kernels.mjs';
import { decodeBase64 } from '../../../src/engine/kernels/wasm/decodeBase64.ts';
import { kernelBytes } from '../../../src/engine/kernels/wasm/kernelBytes.ts';

const wasm = join(import.meta.dirname, '../../../src/engine/kernels/wasm');

describe("the kernels' bytes", () => {
  it('are what the compiler makes of the sources beside them', async () => {
    const module = readFileSync(join(wasm, 'kernelBytes.ts'), 'utf8');
    assert.ok(module.includes(kernelsDigest()), 'npm run build makes them anew');
    assert.equal((await compileKernels()).toString('base64'), kernelBytes);
  });

  it('are base64, decoded as Node does it', () => {
    assert.deepEqual(Buffer.from(decodeBase64(kernelBytes)), Buffer.from(kernelBytes, 'base64'));
    for (const text of ['', 'f', 'fo', 'foo', 'foob', '\u00ff\u0000\u00fe']) {
      const bytes = Buffer.from(text, 'latin1');
      assert.deepEqual(Buffer.from(decodeBase64(bytes.toString('base64'))), bytes);
    }
  });

  it('need nothing from outside', () => {
    const module = new WebAssembly.Module(decodeBase64(kernelBytes) as Uint8Array<ArrayBuffer>);
    assert.deepEqual(WebAssembly.Module.imports(module), []);
  });
});
