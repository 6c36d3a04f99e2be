import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DiagnosisReport } from '../../../src/scenario/report/diagnosisReport.ts';
import type { RunReport } from '../../../src/scenario/report/runReport.ts';
import { serializeScenario } from '../../../src/scenario/document/serializeScenario.ts';
import { calls, type EmulatedCall, outputBytes, scenarioOf } from '../../scenario/run/emulatedCalls.ts';
import { answer, inFolder } from '../convt.ts';

const call = calls.find(({ name }) => name === 'k4 s2 p1') as EmulatedCall;

/** Writes the call in float32 and PyTorch's outputs of it to files. */
async function withFiles<T>(use: (file: (name: string) => string) => Promise<T>): Promise<T> {
  return await inFolder(async (folder) => {
    const file = (name: string): string => join(folder, name);
    writeFileSync(file('call.convt.json'), serializeScenario(scenarioOf(call, 'float32')));
    writeFileSync(file('y.npy'), new Uint8Array(outputBytes(call, 'bfloat16', 'own')));
    writeFileSync(file('wrong.npy'), new Uint8Array(outputBytes(call, 'bfloat16', 'notRotated')));
    return await use(file);
  });
}

describe('convt in an emulated precision', () => {
  it('runs, and names the precision of the bound and of the units', async () => {
    await withFiles(async (file) => {
      const args = ['run', file('call.convt.json'), '--dtype', 'bfloat16'];
      const { stdout, exitCode } = await answer(...args, '--json');
      assert.equal(exitCode, 0);
      const report = JSON.parse(stdout) as RunReport;
      assert.deepEqual([report.dtype, report.output.dtype], ['bfloat16', 'float32']);
      assert.deepEqual([report.error.bound, report.error.ulp], ['bfloat16', 'bfloat16']);
      assert.equal(report.verdict, 'rounding');
      const text = (await answer(...args)).stdout;
      assert.match(text, /→ y 2×5×10×8 bfloat16, summed in float32$/m);
      assert.match(text, /^max ULP +[\d.\s]+ of bfloat16$/m);
      assert.match(text, /^max Δ ÷ bound +0\.\d+ of bfloat16, summed in float32$/m);
    });
  });

  it('checks an output of PyTorch within the bound of --dtype', async () => {
    await withFiles(async (file) => {
      const verdict = async (actual: string, dtype: string): Promise<string> => {
        const args = ['run', file('call.convt.json'), '--actual', file(actual), '--dtype', dtype];
        const { stdout } = await answer(...args, '--json');
        return (JSON.parse(stdout) as RunReport).verdict;
      };
      assert.equal(await verdict('y.npy', 'bfloat16'), 'rounding');
      assert.equal(await verdict('y.npy', 'float32'), 'mismatch');
      assert.equal(await verdict('y.npy', 'tf32'), 'mismatch');
      assert.equal(await verdict('wrong.npy', 'bfloat16'), 'mismatch');
    });
  });

  it('exits with 0 from diagnose if the scenario’s own precision explains the output', async () => {
    await withFiles(async (file) => {
      const diagnosed = async (actual: string, dtype: string) => {
        const args = ['diagnose', file('call.convt.json'), '--actual', file(actual)];
        const { stdout, exitCode } = await answer(...args, '--dtype', dtype, '--json');
        const { verdict, profile, matches } = JSON.parse(stdout) as DiagnosisReport;
        return [exitCode, verdict, profile, matches[0]?.id ?? null];
      };
      assert.deepEqual(await diagnosed('y.npy', 'bfloat16'), [0, 'rounding', 'bfloat16', null]);
      assert.deepEqual(await diagnosed('y.npy', 'float32'), [1, 'mismatch', 'bfloat16', 'precision-bfloat16']);
      assert.deepEqual(await diagnosed('wrong.npy', 'bfloat16'), [1, 'mismatch', null, 'kernel-not-rotated']);
    });
  });

  it('accepts every precision, also from a document', async () => {
    await withFiles(async (file) => {
      for (const dtype of ['tf32', 'float16', 'float16-accumulate'] as const) {
        writeFileSync(file('own.convt.json'), serializeScenario(scenarioOf(call, dtype)));
        const { stdout } = await answer('run', file('own.convt.json'), '--json');
        const report = JSON.parse(stdout) as RunReport;
        assert.deepEqual([report.dtype, report.verdict], [dtype, 'rounding']);
      }
    });
  });
});
