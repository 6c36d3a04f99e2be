import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPython } from '../../../scripts/lab/python.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { writeNpz } from '../../../src/formats/npy/writeNpz.ts';

const tensors = {
  input: tensorOf('float32', [1, 2, 1, 2], [1.5, -0, NaN, Infinity]),
  'phase-kernel': tensorOf('float64', [2, 2], [1e-300, 2, 3, 0.1]),
  'größe/x': tensorOf('float64', [], [7]),
};
const members = Object.entries(tensors).map(([key, tensor]) => [key, writeNpy(tensor)] as const);

describe('writing .npz', () => {
  it('gives the same bytes for the same tensors', async () => {
    assert.deepEqual(await writeNpz(members), await writeNpz(members));
  });

  it('writes what numpy.load reads', async function () {
    this.timeout(30_000);
    const python = findPython();
    if (!python.ok) {
      console.log(`      skipped: ${python.reason}`);
      return this.skip();
    }
    const folder = mkdtempSync(join(tmpdir(), 'convt-npz-'));
    try {
      writeFileSync(join(folder, 'all.npz'), await writeNpz(members));
      const program =
        'import json, numpy as np\nf = np.load("all.npz")\n' +
        'print(json.dumps({k: [str(f[k].dtype), list(f[k].shape), [repr(float(v)) for v in f[k].ravel()]] for k in f.files}))';
      const done = spawnSync(python.path, ['-c', program], { cwd: folder, encoding: 'utf8' });
      assert.equal(done.status, 0, done.stderr);
      assert.deepEqual(JSON.parse(done.stdout), {
        input: ['float32', [1, 2, 1, 2], ['1.5', '-0.0', 'nan', 'inf']],
        'phase-kernel': ['float64', [2, 2], ['1e-300', '2.0', '3.0', '0.1']],
        'größe/x': ['float64', [], ['7.0']],
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
