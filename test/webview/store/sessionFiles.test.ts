import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ok } from '../../../src/engine/core/refusal.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { scenarioChanged } from '../../../src/protocol/hostMessages.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { parseScenario } from '../../../src/scenario/document/parseScenario.ts';
import { sessionLab, type SessionLab } from './sessionLab.ts';
import { refusedArgument, smallScenario, withStride } from './smallScenario.ts';

describe('the files of a session', () => {
  const numbers = Array.from({ length: 9 }, (_, i) => i / 4);
  const npy = (): ArrayBuffer => writeNpy(tensorOf('float32', [1, 1, 3, 3], numbers)).buffer;
  const ofFile: Scenario = { ...smallScenario, input: { file: 'x.npy' } };

  async function fileLab(): Promise<SessionLab> {
    const lab = await sessionLab(null);
    lab.host.disk.set('x.npy', npy());
    lab.session.form.show(ofFile);
    await lab.paint();
    assert.equal(lab.session.runner.phase.value.kind, 'done');
    return lab;
  }

  it('are read once and given to the worker once, however many steps follow', async () => {
    const lab = await fileLab();
    for (const stride of [3, 4, 5]) {
      lab.session.form.edit(withStride(stride));
      await lab.paint();
    }
    assert.deepEqual(lab.host.reads, ['x.npy']);
    assert.deepEqual(lab.engine.given, [{ path: 'x.npy', byteLength: npy().byteLength }]);
    assert.equal(lab.engine.runs.length, 4);
    assert.ok(lab.engine.runs.every(({ files }) => files.length === 1 && files[0]?.[0] === 'x.npy'));
    assert.deepEqual([...(lab.session.runner.currentRun.value?.run.call.input.data ?? [])], numbers);
  });

  it('are transferred: the page keeps their shapes alone, and validates edits by them', async () => {
    const lab = await fileLab();
    lab.session.form.edit((before) => ({ ...before, weight: { fill: 'randn', shape: [2, 2, 2, 2] } }));
    assert.equal(refusedArgument(lab), 'weight', 'Cin = 1 of the file is not Cin = 2 of the weight');
    assert.equal(lab.engine.runs.length, 1);
  });

  it('are read and given again when the host says that they changed', async () => {
    const lab = await fileLab();
    lab.host.disk.set('x.npy', writeNpy(tensorOf('float32', [1, 1, 2, 2], [1, 2, 3, 4])).buffer);
    lab.host.channel.emit(scenarioChanged, ok(ofFile));
    await lab.paint();
    assert.equal(lab.host.reads.length, 2);
    assert.equal(lab.engine.given.length, 2);
    assert.deepEqual(lab.engine.forgotten, [1]);
    assert.deepEqual([...(lab.session.runner.currentRun.value?.run.call.input.data ?? [])], [1, 2, 3, 4]);
  });

  it('decide the precision of a call for which nobody chose one, with the output to check', async () => {
    const files = ['half_x', 'half_w', 'half_y', 'half_sums', 'half_sums_wrong'].map((name) => `${name}.npy`);
    const lab = await sessionLab(null);
    for (const name of files) {
      const bytes = readFileSync(new URL(`../../fixtures/verdicts/${name}`, import.meta.url));
      lab.host.disk.set(name, new Uint8Array(bytes).buffer);
      lab.host.elements.set(name, name.includes('sums') ? 'float32' : 'float16');
    }
    const { runner, form } = lab.session;
    /** Shows a document; returns the precisions of run and form, and the verdict. */
    const judged = async (actual: string | null, more: object = {}): Promise<readonly unknown[]> => {
      const text = {
        version: 1,
        input: { file: 'half_x.npy' },
        weight: { file: 'half_w.npy' },
        stride: 2,
        padding: 1,
        ...(actual === null ? {} : { actual: { file: actual } }),
        ...more,
      };
      const parsed = parseScenario(JSON.stringify(text));
      assert.ok(parsed.ok);
      form.show(parsed.value);
      await lab.paint();
      assert.equal(form.precision.value, runner.currentRun.value?.run.profile);
      assert.equal(form.callGeometry.value?.dtype, form.precision.value);
      return [form.precision.value, runner.currentRun.value?.run.comparison.verdict];
    };
    assert.deepEqual(await judged(null), ['float16', 'rounding']);
    assert.deepEqual(await judged('half_y.npy'), ['float16', 'rounding']);
    assert.deepEqual(await judged('half_sums.npy'), ['tf32', 'rounding']);
    // The rounding of float16 would hide this error.
    assert.deepEqual(await judged('half_sums_wrong.npy'), ['tf32', 'mismatch']);
    assert.deepEqual(await judged('half_sums_wrong.npy', { dtype: 'float16' }), ['float16', 'rounding']);
    lab.host.elements.set('half_w.npy', 'float32');
    lab.host.channel.emit(scenarioChanged, ok({ ...smallScenario }));
    await lab.paint();
    assert.deepEqual(await judged('half_y.npy'), ['float32', 'mismatch']);
    // The document stays as its author wrote it.
    assert.deepEqual(lab.host.edits, []);
  });

  it('are forgotten when the scenario names them no more', async () => {
    const lab = await fileLab();
    lab.session.form.edit((before) => ({ ...before, input: smallScenario.input }));
    await lab.paint();
    assert.deepEqual(lab.engine.forgotten, [1]);
    assert.deepEqual(lab.engine.runs.at(-1)?.files, []);
  });

  it('are read and given again when the worker that had them has died', async () => {
    const lab = await fileLab();
    lab.engine.manner = 'dies';
    lab.session.form.edit(withStride(3));
    await lab.settle();
    lab.engine.manner = 'answers';
    lab.session.form.runAgain();
    await lab.paint();
    assert.equal(lab.session.runner.phase.value.kind, 'done');
    assert.deepEqual([...(lab.session.runner.currentRun.value?.run.call.input.data ?? [])], numbers);
    assert.equal(lab.host.reads.length, 3, 'once for each worker');
  });

  it('take one request when they are dropped', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    lab.host.opened = ok({ source: { file: 'x.npy' }, element: 'float32', shape: [1, 1, 3, 3], bytes: npy() });
    await lab.session.form.takeTensor('input', 'file:///x.npy');
    await lab.paint();
    assert.deepEqual(lab.host.reads, []);
    assert.deepEqual(
      lab.engine.given.map(({ path }) => path),
      ['x.npy'],
    );
    assert.deepEqual(
      lab.host.edits.map(({ input }) => input),
      [{ file: 'x.npy' }],
    );
    assert.deepEqual([...(lab.session.runner.currentRun.value?.run.call.input.data ?? [])], numbers);
  });

  it('are refused where they cannot be read', async () => {
    const lab = await sessionLab(ofFile);
    await lab.paint();
    assert.equal(lab.session.runner.refusal.value?.message, 'x.npy could not be found.');
    assert.equal(lab.engine.runs.length, 0);
  });
});
