import assert from 'node:assert/strict';
import { type Call, defaultParams, shapeOf } from '../../../../src/engine/core/call.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import type { Shape, Tensor } from '../../../../src/engine/core/tensor.ts';
import type { Diagnosis } from '../../../../src/engine/diagnose/search/diagnose.ts';
import { Mt19937 } from '../../../../src/engine/fills/mt19937.ts';
import { formulationOf } from '../../../../src/engine/formulations/formulations.ts';
import { validateCall } from '../../../../src/engine/validation/validateCall.ts';
import { diagnosed } from './drawnCalls.ts';

const random = new Mt19937(7);

/** Draws a tensor with values between −`largest` and `largest`. */
function drawn(shape: Shape, largest = 2): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length: count }, () => (random.uint32() / 2 ** 31 - 1) * largest);
  return { dtype: 'float32', shape, data };
}

const mapped = (tensor: Tensor, value: (value: number, at: number) => number): Tensor =>
  ({ ...tensor, data: tensor.data.map(value) }) as Tensor;

const named = ({ matches }: Diagnosis): readonly string[] =>
  matches.map(({ mistakes, detail }) => `${mistakes.map(({ id }) => id).join('+')} ${detail}`.trim());

/** A call whose output is its input, and the bias. */
function identity(input: Tensor, bias: Tensor | null = null): Call {
  const [, channels = 1] = input.shape;
  const weight = mapped(drawn([channels, channels, 1, 1]), (_, at) => (at % (channels + 1) === 0 ? 1 : 0));
  return { dtype: 'float32', input, weight, bias, params: defaultParams };
}

/** Returns what a function makes of every element of a call's output, in float32. */
function madeOf(call: Call, value: (value: number) => number): Tensor {
  const accepted = validateCall(shapeOf(call));
  assert.ok(accepted.ok);
  return mapped(finish(formulationOf('naive').run(call, accepted.value)), value);
}

describe('how certain a diagnosis is', () => {
  it('finds no numbers for every place in an output of one value', () => {
    const [input, weight] = [drawn([1, 2, 4, 4]), drawn([2, 4, 3, 3])].map((tensor) => mapped(tensor, () => 1));
    assert.ok(input && weight);
    const params = { ...defaultParams, stride: [2, 2], padding: [1, 1], outputPadding: [1, 1] } as const;
    const call: Call = { dtype: 'float32', input, weight, bias: null, params };
    assert.deepEqual(
      named(
        diagnosed(
          call,
          madeOf(call, () => 7),
        ),
      ),
      [],
    );
  });

  it('says which values tell apart functions that are one within the range of the output', () => {
    const input = drawn([1, 1, 3, 4]);
    const call = {
      ...identity(input),
      weight: drawn([1, 1, 2, 3]),
      params: { ...defaultParams, stride: [2, 3] as const },
    };
    const found = diagnosed(
      call,
      madeOf(call, (value) => Math.max(0, value)),
    );
    assert.deepEqual(named(found), ['activation-after ReLU', 'activation-after ReLU6']);
    assert.match(
      found.ambiguity ?? '',
      /give the same output here because all values of the right output are between −[\d.]+ and [\d.]+; larger values tell them apart\.$/,
    );
  });

  it('names the norm of a weight rather than the factor that it amounts to', () => {
    const input = drawn([2, 1, 5, 6]);
    const weight = drawn([1, 1, 3, 2]);
    const call: Call = {
      dtype: 'float32',
      input,
      weight,
      bias: drawn([1]),
      params: { ...defaultParams, stride: [2, 2] },
    };
    const norm = Math.hypot(...weight.data);
    const other = { ...call, weight: mapped(weight, (value) => value / norm) };
    const found = diagnosed(
      call,
      madeOf(other, (value) => value),
    );
    assert.match(named(found)[0] ?? '', /^weight-normalized divided by the L2 norm/);
    assert.ok(!named(found).some((name) => name.includes('scaled')), named(found).join());
  });

  it('calls a factor possible if it moves the values by little more than rounding', () => {
    const input = drawn([1, 1, 8, 9]);
    for (const [more, confidence] of [
      [5e-7, 'possible'],
      [5e-5, 'certain'],
    ] as const) {
      const found = diagnosed(
        identity(input),
        mapped(input, (value) => value * (1 + more)),
      );
      assert.match(named(found)[0] ?? '', /^scaled by/);
      assert.equal(found.confidence, confidence);
    }
  });

  it('calls the bias another one, not a multiple, if its values have one size', () => {
    const bias: Tensor = { dtype: 'float32', shape: [2], data: Float32Array.of(0.3, -0.3) };
    const input = drawn([1, 2, 4, 5]);
    const found = diagnosed(
      identity(input, bias),
      mapped(input, (value, at) => value + (at < 20 ? 0.7 : -0.7)),
    );
    assert.match(named(found)[0] ?? '', /^bias-other/);
  });

  it('counts elements that differ by a few roundings as one', () => {
    const bias: Tensor = { dtype: 'float32', shape: [2], data: Float32Array.of(1.25, -0.5) };
    const input = drawn([1, 2, 6, 7], 1e-7);
    const found = diagnosed(
      identity(input, bias),
      mapped(input, (_, at) => (at < 42 ? 1.5 : 2)),
    );
    // Two values for each channel at most, as rounding divides them.
    assert.ok((found.evidence?.deciding ?? 0) <= 4, String(found.evidence?.deciding));
    assert.notEqual(found.confidence, 'certain');
  });

  it('does not find small values in what a clamp makes of huge ones', () => {
    const input = drawn([1, 1, 6, 8], 1e24);
    assert.deepEqual(named(diagnosed(identity(input), drawn([1, 1, 6, 8]))), []);
  });

  it('names a factor beside the averaging of overlaps that is one', () => {
    // A kernel of two rows and a crop of one: two contributions for every element, and a bias of 0.
    const input = drawn([2, 1, 2, 9]);
    const weight = drawn([1, 1, 2, 1]);
    const call: Call = {
      dtype: 'float32',
      input,
      weight,
      bias: mapped(drawn([1]), () => 0),
      params: { ...defaultParams, padding: [1, 0] },
    };
    const found = diagnosed(
      call,
      madeOf(call, (value) => value / 2),
    );
    assert.deepEqual(named(found).slice(0, 1), ['overlap-averaged']);
    assert.ok(named(found).includes('scaled by 0.5'), named(found).join());
    assert.equal(found.confidence, 'ambiguous');
  });
});
