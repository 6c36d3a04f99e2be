import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findPython } from '../../../scripts/lab/python.ts';
import { pythonCode } from '../../../src/scenario/code/pythonCode.ts';
import { parseScenario } from '../../../src/scenario/document/parseScenario.ts';
import { scenarioShape } from '../../../src/scenario/document/scenarioShape.ts';

const folder = fileURLToPath(new URL('../../fixtures/onnx-cases/operator', import.meta.url));
const bytesOf = (name: string): ArrayBuffer => Uint8Array.from(readFileSync(`${folder}/${name}`)).buffer;

describe('the program of a 1-D call', () => {
  it('computes what nn.ConvTranspose1d computes, in PyTorch and in NumPy', function () {
    this.timeout(60_000);
    const python = findPython();
    if (!python.ok) {
      console.log(`      skipped: ${python.reason}`);
      return this.skip();
    }
    const tensors = { input: { file: 'oned_x.npy' }, weight: { file: 'oned_w.npy' } };
    const scenario = parseScenario(JSON.stringify({ version: 1, ...tensors, padding: 1 }));
    assert.ok(scenario.ok);
    const files = new Map(['oned_x.npy', 'oned_w.npy'].map((name) => [name, bytesOf(name)]));
    const line = scenarioShape(scenario.value, files);
    assert.ok(line.ok);
    const run = (program: string) => spawnSync(python.path, ['-c', program], { cwd: folder, encoding: 'utf8' });
    for (const library of ['pytorch', 'numpy'] as const) {
      const program = [
        pythonCode(scenario.value, library, { n: 0, c: 0, y: 0, x: 1 }, line.value),
        'import json',
        // oned_y_right.npy is written by torch.nn.functional.conv_transpose1d.
        "right = np.load('oned_y_right.npy')",
        'print(json.dumps(float(np.abs(np.asarray(y).reshape(right.shape) - right).max())))',
      ].join('\n');
      const { status, stdout, stderr } = run(program);
      assert.equal(status, 0, stderr);
      assert.ok(Number(stdout.trim().split('\n').at(-1)) < 1e-5, `${library}: ${stdout}`);
    }
  });
});
