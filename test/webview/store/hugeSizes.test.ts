import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shapeOf, type Pair } from '../../../src/engine/core/call.ts';
import { elementCount } from '../../../src/engine/core/tensor.ts';
import { denseMultiplyAdds } from '../../../src/engine/geometry/multiplyAdds.ts';
import { axisSearchOf, pairSolutions, takeFirst } from '../../../src/engine/layer/solveOutputSize.ts';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { pythonCode } from '../../../src/scenario/code/pythonCode.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { findPreset } from '../../../src/scenario/presets/presets.ts';
import { checkerboardOf, zeroShare } from '../../../src/scenario/report/checkerboard.ts';
import { formatBytes, formatInteger } from '../../../src/scenario/text/format.ts';
import { legalGroupsOf, legalOf } from '../../../webview/form/legalOf.ts';
import { overlapSentences } from '../../../webview/overlap/overlapText.ts';
import {
  mostWrittenOut,
  withBatch,
  withBias,
  withGroups,
  withInputSize,
  withWeightSize,
} from '../../../webview/store/formShape.ts';
import { remediesOf } from '../../../webview/store/remedies.ts';
import { waysToFit } from '../../../webview/store/waysToFit.ts';
import { sessionLab, type SessionLab } from './sessionLab.ts';

/** The limit of memory in the tests, 64 MB. */
const memoryCap = 64e6;

const writtenOut = findPreset('strided')?.scenario ?? assert.fail();
const filled: Scenario = {
  ...writtenOut,
  input: { fill: 'randn', shape: [1, 2, 4, 4] },
  weight: { fill: 'randn', shape: [2, 2, 3, 3] },
  bias: { fill: 'zeros', shape: [2] },
};

type Edit = (before: Scenario) => Scenario;

const magnitude = fc.oneof(
  fc.integer({ min: -3, max: 20 }),
  fc.integer({ min: 0, max: 15 }).map((exponent) => 10 ** exponent),
  fc.constantFrom(999999999, 99999999999999, 4294967295, 2147483648, 2 ** 31 - 1, Number.MAX_SAFE_INTEGER),
  fc.maxSafeInteger(),
);

const pairKey = fc.constantFrom('stride', 'padding', 'paddingEnd', 'outputPadding', 'dilation');

/** An edit of one field of the call, as the form makes it. */
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.constantFrom('N', 'C', 'H', 'W'), magnitude).map(
    ([axis, size]): Edit =>
      (before) =>
        withInputSize(before, axis, size),
  ),
  fc.tuple(fc.constantFrom('Cout', 'kH', 'kW'), magnitude).map(
    ([axis, size]): Edit =>
      (before) =>
        withWeightSize(before, axis, size),
  ),
  fc.tuple(pairKey, fc.constantFrom(0, 1), magnitude).map(([key, axis, value]): Edit => (before) => {
    const pair = before.params[key] ?? before.params.padding;
    const edited: Pair = axis === 0 ? [value, pair[1]] : [pair[0], value];
    return { ...before, params: { ...before.params, [key]: edited } };
  }),
  magnitude.map(
    (groups): Edit =>
      (before) =>
        withGroups(before, groups),
  ),
  fc.boolean().map(
    (wanted): Edit =>
      (before) =>
        withBatch(before, wanted),
  ),
  fc.boolean().map(
    (wanted): Edit =>
      (before) =>
        withBias(before, wanted),
  ),
);

/** Runs `act` with arrays that refuse a length above the limit of memory. */
function withoutLargeArrays(act: () => void): void {
  const { from } = Array;
  const check = (length: unknown): void => {
    if (typeof length === 'number' && length * 4 > memoryCap) throw new Error(`an array of ${length} elements`);
  };
  const lengthOf = (source: unknown): unknown =>
    typeof source === 'object' && source !== null && 'length' in source ? source.length : undefined;
  const typed = [Uint8Array, Uint32Array, Float32Array, Float64Array] as const;
  const kept = typed.map((constructor): unknown => Reflect.get(constructor, 'from'));
  const guard = (own: (...args: never[]) => unknown) =>
    function (this: unknown, ...args: readonly unknown[]): unknown {
      check(lengthOf(args[0]));
      return Reflect.apply(own, this, args);
    };
  Object.defineProperty(Array, 'from', { value: guard(from), configurable: true, writable: true });
  typed.forEach((constructor, i) => {
    Object.defineProperty(constructor, 'from', { value: guard(kept[i] as never), configurable: true, writable: true });
  });
  try {
    act();
  } finally {
    Object.defineProperty(Array, 'from', { value: from, configurable: true, writable: true });
    for (const constructor of typed) Reflect.deleteProperty(constructor, 'from');
  }
}

/** Reads everything that the form, the tab Overlap and the tab Code derive from the edited and the valid call. */
function readAll({ session }: SessionLab): void {
  const { form, files, runner } = session;
  const scenario = form.scenario.value ?? assert.fail();
  const shape = form.shapeOf(scenario);
  assert.ok(shape !== null);
  for (const argument of ['stride', 'padding', 'padding_end', 'output_padding', 'dilation'] as const) {
    for (const axis of [0, 1] as const) legalOf(shape, argument, axis);
  }
  legalGroupsOf(shape, scenario.params.groups);
  waysToFit(scenario, files, memoryCap);
  const refusal = runner.refusal.value;
  if (refusal !== null) {
    assert.ok(refusal.message.length > 0 && !/NaN|undefined|Infinity/.test(refusal.message), refusal.message);
    for (const remedy of remediesOf(refusal, scenario, shape)) remedy.change(scenario);
  }
  const geometry = form.callGeometry.value ?? assert.fail();
  checkerboardOf(geometry);
  zeroShare(geometry);
  overlapSentences(geometry);
  formatBytes(geometry.rows * geometry.columns);
  formatInteger(denseMultiplyAdds(geometry));
  const valid = runner.validScenario.value ?? assert.fail();
  pythonCode(valid, 'pytorch', { n: 0, c: 0, y: 0, x: 0 });
  const search = ([0, 1] as const).map((axis) => axisSearchOf(shape, axis, geometry.h.outputSize, 1));
  const [down, across] = search;
  if (down !== undefined && across !== undefined) takeFirst(pairSolutions(down, across), 1);
}

describe('sizes of any magnitude in the form', () => {
  for (const [name, start] of [
    ['written-out values', writtenOut],
    ['fills', filled],
  ] as const) {
    it(`are refused with a reason, or are legal and fit into memory: ${name}`, async function () {
      this.timeout(120_000);
      const lab = await sessionLab(start, { memoryCap });
      await lab.paint();
      lab.engine.manner = 'waits';
      const { form, runner } = lab.session;
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
          withoutLargeArrays(() => {
            form.replace(start);
            for (const change of edits) {
              form.edit(change, 'typing');
              readAll(lab);
            }
          });
          const edited = form.scenario.value ?? assert.fail();
          const shape = form.shapeOf(edited) ?? assert.fail();
          for (const source of [edited.input, edited.weight, edited.bias]) {
            if (source !== null && 'values' in source) assert.ok(source.values.length <= mostWrittenOut);
          }
          if (runner.refusal.value !== null) return;
          assert.ok(validateCall(shape).ok);
          const elements = [shape.input, shape.weight, shape.bias ?? [0]].map(elementCount);
          assert.ok(elements.every((count) => count * 4 <= memoryCap));
        }),
        { numRuns: 300 },
      );
      // A run that waits would be watched for as long as the process lives.
      runner.cancel();
      lab.engine.release();
    });
  }

  it('are saved without being written out, also if a fraction makes up for a huge size', async () => {
    const lab = await sessionLab(writtenOut, { memoryCap });
    await lab.paint();
    const { form, runner, saved } = lab.session;
    withoutLargeArrays(() => {
      // The weight becomes 10¹⁰ × 10⁻¹⁰ × 3 × 3: as many elements as its 9 values.
      form.edit((before) => withGroups(before, 1e10), 'typing');
      form.edit((before) => withInputSize(before, 'C', 1e10), 'typing');
      saved.saveNow();
    });
    assert.equal(runner.refusal.value?.argument, 'groups');
    const resumed = await sessionLab(writtenOut, { memoryCap, saved: structuredClone(lab.saved()) });
    await resumed.paint();
    assert.deepEqual(resumed.session.form.scenario.value, writtenOut);
  });

  it('leave the form working: a legal size follows an illegal one in the same field', async () => {
    const lab = await sessionLab(writtenOut, { memoryCap });
    await lab.paint();
    const { form, runner } = lab.session;
    for (const size of [9, 999, 999999999]) form.edit((before) => withInputSize(before, 'N', size), 'typing');
    assert.equal(runner.refusal.value?.argument, 'memory');
    form.edit((before) => withInputSize(before, 'N', 2), 'typing');
    form.settle();
    await lab.paint();
    const { call } = runner.currentRun.value?.run ?? assert.fail();
    assert.deepEqual(call.input.shape, [2, 1, 4, 4]);
    const values = 'values' in writtenOut.input ? writtenOut.input.values : [];
    assert.deepEqual([...call.input.data], [...values, ...new Array<number>(16).fill(0)].map(Math.fround));
    assert.deepEqual(shapeOf(call).weight, [1, 1, 3, 3]);
  });
});
