import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findPython } from '../../../scripts/lab/python.ts';
import { bufferSource } from '../../../src/formats/common/byteSource.ts';
import { findTensorEntry } from '../../../src/formats/readTensorAsNpy.ts';
import { tensorPathOf } from '../../../src/formats/common/tensorPath.ts';
import { fileExpression, filePrelude } from '../../../src/scenario/code/filePrelude.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/cli-files', import.meta.url));
const paths = [
  'w.npy',
  'tensors.npz#w',
  'model.pt#model.dec.w',
  'one.pt',
  'one.onnx#up.w',
  'x.raw:float32:2x3',
  'x.raw:>i2:12',
  'x.raw:bfloat16',
];

async function numbersOf(path: string): Promise<readonly number[]> {
  const { file, key } = tensorPathOf(path);
  const bytes = new Uint8Array(readFileSync(`${fixtures}/${file}`)).buffer;
  const found = await findTensorEntry(bufferSource(bytes, file), key, () => Promise.reject(new Error('no')));
  assert.ok(found.ok, JSON.stringify(found));
  const tensor = await found.value.file.read(found.value.entry);
  assert.ok(tensor.ok);
  return [...tensor.value.data];
}

describe('the Python code of a tensor in a file', () => {
  it('reads the same numbers as the debugger from every format', async function () {
    this.timeout(60_000);
    const python = findPython();
    if (!python.ok) {
      console.log(`      skipped: ${python.reason}`);
      return this.skip();
    }
    const program = [
      'import json',
      'import numpy as np',
      ...filePrelude(paths.map((file) => ({ file }))),
      ...paths.map((path) => `print(json.dumps(np.asarray(${fileExpression(path)}, np.float64).ravel().tolist()))`),
    ].join('\n');
    const done = spawnSync(python.path, ['-c', program], { cwd: fixtures, encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
    const lines = done.stdout.trim().split('\n');
    for (const [i, path] of paths.entries()) {
      assert.deepEqual(JSON.parse(lines[i] ?? ''), await numbersOf(path), path);
    }
  });

  it('is plain NumPy for a plain .npy file', () => {
    assert.equal(fileExpression('run#1/x.npy'), 'np.load("run#1/x.npy")');
    assert.deepEqual(filePrelude([{ file: 'x.npy' }, { fill: 'ones', shape: [1] }]), []);
  });
});
