import assert from 'node:assert/strict';
import fc from 'fast-check';
import { validateCall } from '../../src/engine/validation/validateCall.ts';
import { type Call, type Pair, shapeOf } from '../../src/engine/core/call.ts';
import { fold } from '../../src/engine/operators/fold.ts';
import { formulationIds } from '../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import { runReference } from '../../src/engine/reference/reference.ts';
import { finish } from '../../src/engine/core/steps.ts';
import { type DType, type Shape, type Tensor, tensorOf } from '../../src/engine/core/tensor.ts';
import { unfold } from '../../src/engine/operators/unfold.ts';
import { callsFor, type Numbers, serves, type SmallCall, smallCalls } from '../engine/smallCalls.ts';
import { assertWithin, boundOf } from './within.ts';

/** A tensor's numbers, −0 being 0. */
const numbers = ({ data }: Tensor): number[] => Array.from(data, (value) => value + 0);

const runAuto = (call: Call): Tensor => {
  const geometry = validateCall(shapeOf(call));
  assert.ok(geometry.ok);
  return finish(formulationOf('auto').run(call, geometry.value));
};

const dot = (a: Tensor, b: Tensor): number =>
  Array.from(a.data).reduce((sum, value, i) => sum + value * (b.data[i] ?? NaN), 0);

/** Whole numbers of one sign or the other, the same for the same shape. */
function integers(dtype: DType, shape: Shape): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return tensorOf(
    dtype,
    shape,
    Array.from({ length: count }, (_, i) => ((i * 7919) % 15) - 7),
  );
}

/** Random calls, one in five of them such that winograd serves them. */
const calls = (numbers: Numbers): fc.Arbitrary<SmallCall> =>
  fc.oneof({ weight: 4, arbitrary: smallCalls(numbers) }, { weight: 1, arbitrary: callsFor('winograd', numbers) });

describe('random calls', () => {
  it('have the same whole numbers in every formulation and in the reference', () => {
    fc.assert(
      fc.property(calls('integers'), (small) => {
        const { call, geometry } = small;
        const expected = numbers(finish(runReference(call, geometry)).reference);
        for (const id of formulationIds.filter((each) => serves(each, small))) {
          assert.deepEqual(numbers(finish(formulationOf(id).run(call, geometry))), expected, id);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('stay within the rounding bound of the reference in every formulation and dtype', () => {
    fc.assert(
      fc.property(calls('floats'), (small) => {
        const { call, geometry } = small;
        const { reference } = finish(runReference(call, geometry));
        for (const id of formulationIds.filter((each) => serves(each, small))) {
          const bound = boundOf(call, geometry, call.dtype, id);
          assertWithin(finish(formulationOf(id).run(call, geometry)), reference, bound, id);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** `torch.nn.functional.conv2d` of the output's shape back to the input's, by its definition. */
function convolve({ call, geometry }: SmallCall, y: Tensor): Tensor {
  const { n: batch, cin, cinPerGroup, coutPerGroup, cout, h, w, params } = geometry;
  const { stride, padding, dilation } = params;
  const result = call.input.data.map(() => 0);
  let at = 0;
  for (let n = 0; n < batch; n++)
    for (let ci = 0; ci < cin; ci++)
      for (let iy = 0; iy < h.inputSize; iy++)
        for (let ix = 0; ix < w.inputSize; ix++, at++)
          for (let co = 0; co < coutPerGroup; co++)
            for (let ky = 0; ky < h.kernelSize; ky++)
              for (let kx = 0; kx < w.kernelSize; kx++) {
                const row = iy * stride[0] - padding[0] + ky * dilation[0];
                const column = ix * stride[1] - padding[1] + kx * dilation[1];
                if (row < 0 || column < 0 || row >= h.outputSize || column >= w.outputSize) continue;
                const c = Math.floor(ci / cinPerGroup) * coutPerGroup + co;
                const from = ((n * cout + c) * h.outputSize + row) * w.outputSize + column;
                const tap = ((ci * coutPerGroup + co) * h.kernelSize + ky) * w.kernelSize + kx;
                result[at] = (result[at] ?? NaN) + (y.data[from] ?? NaN) * (call.weight.data[tap] ?? NaN);
              }
  return tensorOf(call.dtype, call.input.shape, result);
}

describe('the transposed convolution', () => {
  it('is the adjoint of the convolution: ⟨conv(y), x⟩ = ⟨y, convᵀ(x)⟩', () => {
    fc.assert(
      fc.property(smallCalls('integers'), (small) => {
        const { call, geometry } = small;
        const y = integers(call.dtype, geometry.outputShape);
        const transposed = runAuto({ ...call, bias: null });
        assert.equal(dot(convolve(small, y), call.input), dot(y, transposed));
      }),
      { numRuns: 300 },
    );
  });

  it('is linear in its input', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ call }) => {
        const other = integers(call.dtype, call.input.shape);
        const sum = call.input.data.map((value, i) => 3 * value - (other.data[i] ?? NaN));
        const of = (input: Tensor): number[] => numbers(runAuto({ ...call, input, bias: null }));
        const [a, b] = [of(call.input), of(other)];
        assert.deepEqual(
          of(tensorOf(call.dtype, call.input.shape, sum)),
          a.map((value, i) => 3 * value - (b[i] ?? NaN) + 0),
        );
      }),
    );
  });

  it('of the transposed picture is the transposed output', () => {
    const flip = ([a, b]: Pair): Pair => [b, a];
    fc.assert(
      fc.property(smallCalls('integers'), ({ call }) => {
        const { stride, padding, outputPadding, dilation, groups } = call.params;
        const flipped: Call = {
          ...call,
          input: transposePlanes(call.input),
          weight: transposePlanes(call.weight),
          params: {
            stride: flip(stride),
            padding: flip(padding),
            outputPadding: flip(outputPadding),
            dilation: flip(dilation),
            groups,
          },
        };
        const [expected, actual] = [transposePlanes(runAuto(call)), runAuto(flipped)];
        assert.deepEqual(actual.shape, expected.shape);
        assert.deepEqual(numbers(actual), numbers(expected));
      }),
    );
  });
});

/** Exchanges the last two axes. */
function transposePlanes({ dtype, shape, data }: Tensor): Tensor {
  const [width = 1, height = 1] = [shape.at(-1), shape.at(-2)];
  const values = Array.from(data, (_, i) => {
    const plane = Math.floor(i / (height * width));
    const [row, column] = [Math.floor(i / height) % width, i % height];
    return data[(plane * height + column) * width + row] ?? NaN;
  });
  return tensorOf(dtype, [...shape.slice(0, -2), width, height], values);
}

describe('shapes', () => {
  it('follow PyTorch’s formula, batch and channels in front', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ call }) => {
        const { input, weight, params } = call;
        const { stride: s, padding: p, outputPadding: o, dilation: d, groups } = params;
        const [k, i] = [weight.shape.slice(2), input.shape.slice(-2)];
        const spatial = ([0, 1] as const).map(
          (a) => ((i[a] ?? NaN) - 1) * s[a] - 2 * p[a] + d[a] * ((k[a] ?? NaN) - 1) + o[a] + 1,
        );
        const front = [...input.shape.slice(0, -3), (weight.shape[1] ?? NaN) * groups];
        assert.deepEqual(runAuto(call).shape, [...front, ...spatial]);
      }),
    );
  });

  it('are undone by the convolution where output_padding is below stride', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ geometry: { h, w } }) => {
        for (const { inputSize, outputSize, outputPadding, ...axis } of [h, w]) {
          if (outputPadding >= axis.stride) continue;
          const room = outputSize + 2 * axis.padding - axis.dilation * (axis.kernelSize - 1) - 1;
          assert.equal(Math.floor(room / axis.stride) + 1, inputSize);
        }
      }),
    );
  });
});

const pair = (min: number, max: number): fc.Arbitrary<Pair> =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

describe('fold', () => {
  it('of unfold multiplies each element by the number of windows over it', () => {
    const windows = fc.record({
      kernelSize: pair(1, 4),
      dilation: pair(1, 3),
      padding: pair(0, 3),
      stride: pair(1, 4),
    });
    let looked = 0;
    fc.assert(
      fc.property(windows, pair(1, 8), fc.integer({ min: 1, max: 3 }), (window, size, channels) => {
        const image = integers('float32', [2, channels, ...size]);
        const columns = unfold(image, window);
        if (!columns.ok) return;
        looked++;
        const folded = fold(columns.value, size, window);
        assert.ok(folded.ok);
        const [down, across] = ([0, 1] as const).map((axis) => {
          const { kernelSize: k, dilation: d, padding: p, stride: s } = window;
          const counts = new Array<number>(size[axis]).fill(0);
          const last = size[axis] + p[axis] - d[axis] * (k[axis] - 1) - 1;
          for (let start = -p[axis]; start <= last; start += s[axis])
            for (let tap = 0; tap < k[axis]; tap++) {
              const at = start + tap * d[axis];
              if (at >= 0 && at < size[axis]) counts[at] = (counts[at] ?? NaN) + 1;
            }
          return counts;
        });
        const expected = Array.from(image.data, (value, i) => {
          const row = Math.floor(i / size[1]) % size[0];
          return value * (down?.[row] ?? NaN) * (across?.[i % size[1]] ?? NaN) + 0;
        });
        assert.deepEqual(numbers(folded.value), expected);
      }),
      { numRuns: 300 },
    );
    assert.ok(looked > 100);
  });
});
