import assert from 'node:assert/strict';
import { finish } from '../../../src/engine/core/steps.ts';
import { type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { parseScenario } from '../../../src/scenario/document/parseScenario.ts';
import { runScenario } from '../../../src/scenario/run/runScenario.ts';
import { serializeScenario } from '../../../src/scenario/document/serializeScenario.ts';
import { smallestReportOf } from '../../../src/scenario/shrink/smallestCall.ts';
import { implementation, plantedCall } from './bugs.ts';
import { smallestOf } from './smallestOf.ts';

const right = implementation()(plantedCall());

/** Returns the correct output with one wrong element. */
function wrongAt(at: number, value: (right: number) => number): Tensor {
  const tensor = tensorOf(right.dtype, right.shape, right.data);
  tensor.data[at] = value(right.data[at] ?? 0);
  return tensor;
}

for (const [name, actual, verdict] of [
  ['one wrong value', wrongAt(40, (value) => value + 100), 'mismatch'],
  ['one NaN', wrongAt(40, () => NaN), 'non-finite'],
] as const) {
  describe(`the smallest call of an output with ${name}`, () => {
    const found = smallestOf(plantedCall(), actual, 'planted');
    assert.ok(found.ok);
    const { scenario, actual: left, pytorch, numpy, expected, minimal } = found.value;

    it('is a crop of the output, one element with the factors it needs', () => {
      assert.ok(minimal);
      assert.deepEqual(found.value.subject, { kind: 'crop' });
      assert.equal(scenario.name, 'planted: a crop of the output');
      assert.deepEqual([left.data.length, expected.data.length], [1, 1]);
      assert.deepEqual(Array.from(left.data), [actual.data[40]]);
      // The dot product of the element itself, whatever was removed.
      assert.ok(Math.abs((expected.data[0] ?? NaN) - (right.data[40] ?? NaN)) < 1e-6);
    });

    it('shows the same verdict as a document with the output in a file', () => {
      const document = { ...scenario, actual: { file: 'small.npy' } };
      const parsed = parseScenario(serializeScenario(document));
      assert.ok(parsed.ok, JSON.stringify(parsed));
      const files = new Map([['small.npy', writeNpy(left).buffer]]);
      const run = finish(runScenario(parsed.value, files, { memoryCap: 2 ** 30 }));
      assert.ok(run.ok);
      assert.equal(run.value.comparison.verdict, verdict);
      assert.deepEqual(run.value.output, left);
    });

    it('reports what was made smaller', () => {
      const report = smallestReportOf(found.value);
      assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
      assert.ok(report.steps.some(({ what, to }) => what === 'output channels' && to === '1'));
      assert.match(pytorch, /^# planted: a crop of the output\n[\s\S]*is recorded[\s\S]*torch\.testing\.assert_close/);
      assert.match(numpy, /^# planted: a crop of the output\n[\s\S]*is recorded[\s\S]*np\.testing\.assert_allclose/);
    });
  });
}

describe('the smallest call of a correct output', () => {
  it('is refused', () => {
    const found = smallestOf(plantedCall(), right, 'right');
    assert.match(found.ok ? '' : found.refusal.message, /nothing to shrink/);
  });
});
