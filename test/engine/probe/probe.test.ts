import assert from 'node:assert/strict';
import type { Call } from '../../../src/engine/core/call.ts';
import { type Shape, tensorOf } from '../../../src/engine/core/tensor.ts';
import { codebookOf, uniformsOf } from '../../../src/engine/probe/codes.ts';
import { channelFormulaOf } from '../../../src/engine/probe/channelRule.ts';
import type { ProbeOutcome } from '../../../src/engine/probe/probeRun.ts';
import { plainNumber } from '../../../src/engine/probe/recoverMap.ts';
import type { ProbeTerm } from '../../../src/engine/probe/termMap.ts';
import { contributions } from '../definition.ts';
import { geometryOf } from '../geometryOf.ts';
import { found, type Probed, probed } from './probed.ts';

function written(shape: Shape, values: ArrayLike<number>): ProbeOutcome {
  return { kind: 'output', output: tensorOf('float32', shape, values), element: 'float32' };
}

/** PyTorch's documented definition, in scatter order, summed in float32. */
function defined(call: Call, shape: Shape): Float64Array {
  const geometry = geometryOf(call);
  const [, , h = 1, w = 1] = call.input.shape;
  const [, perGroup = 1, kh = 1, kw = 1] = call.weight.shape;
  const [, channels = 1, rows = 1, columns = 1] = shape;
  const sums = new Float64Array(shape.reduce((count, size) => count * size, 1));
  for (const { input: i, weight: k, output: o } of contributions(geometry)) {
    const at = ((o.n * channels + o.c) * rows + o.y) * columns + o.x;
    const x = call.input.data[((i.n * geometry.cin + i.c) * h + i.y) * w + i.x] ?? NaN;
    const weight = call.weight.data[((k.cin * perGroup + k.cout) * kh + k.ky) * kw + k.kx] ?? NaN;
    sums[at] = Math.fround((sums[at] ?? 0) + Math.fround(x * weight));
  }
  return sums.map((sum, at) => Math.fround(sum + (call.bias?.data[Math.floor(at / (rows * columns)) % channels] ?? 0)));
}

const right = (call: Call, shape: Shape): ProbeOutcome => written(shape, defined(call, shape));

/** A bilinear implementation with terms of its own for each output element of one image. */
function mapped(terms: readonly (readonly ProbeTerm[])[]) {
  return (call: Call, shape: Shape): ProbeOutcome => {
    const images = call.input.shape[0] ?? 1;
    const imageSize = call.input.data.length / images;
    return written(
      shape,
      Array.from({ length: images * terms.length }, (_, at) => {
        const image = Math.floor(at / terms.length);
        let sum = 0;
        for (const { input, weight, coefficient } of terms[at % terms.length] ?? []) {
          const x = call.input.data[image * imageSize + input] ?? NaN;
          sum += coefficient * x * (call.weight.data[weight] ?? NaN);
        }
        return sum;
      }),
    );
  };
}

/** Returns a random choice of an integer below `count`. */
type Draw = (count: number) => number;

function drawOf(seed: number): Draw {
  const random = uniformsOf(seed);
  return (count) => Math.floor(random() * count);
}

describe('probe', function () {
  this.timeout(120_000);

  const calls: readonly (readonly [string, Probed])[] = [
    ['the default parameters', {}],
    ['stride, padding and output_padding', { params: { stride: [2, 3], padding: [1, 0], outputPadding: [1, 2] } }],
    ['dilation and groups', { params: { dilation: [2, 1], groups: 3 } }],
    ['a depthwise call', { params: { stride: [2, 2], groups: 20 } }],
    ['another padding at the end', { params: { padding: [1, 1], paddingEnd: [0, 2], stride: [2, 2] } }],
    ['no bias', { hasBias: false, params: { stride: [3, 1] } }],
    ['one image, a kernel of one tap', { input: [1, 2, 2, 3], weight: [2, 2, 1, 1] }],
    ['an input of one row', { input: [1, 3, 1, 5], params: { stride: [2, 2] } }],
  ];
  for (const [name, options] of calls) {
    it(`calls the definition right, with a dozen runs: ${name}`, () => {
      const result = probed(right, options);
      const { different, map, rule, precision, nonFinite } = found(result);
      assert.deepEqual([different, map.unexplained, rule.missing?.count], [[], [], 0]);
      assert.ok(result.runs.length <= 12, String(result.runs.length));
      assert.deepEqual([precision?.factors, precision?.result], [23, 23]);
      assert.deepEqual([nonFinite?.inputNan.missing, nonFinite?.weightNan.foreign], [0, 0]);
    });
  }

  it('recovers random index maps with coefficients, whatever input meets whatever weight', () => {
    for (let seed = 1; seed <= 25; seed++) {
      const draw = drawOf(seed);
      const options: Probed = { input: [2, 2, 2, 3], weight: [2, 2, 2, 2], hasBias: false };
      const coefficients = seed % 3 === 0 ? [1, 2, -1, 0.5, 0.25] : [1];
      const terms = Array.from({ length: 2 * 3 * 4 }, () => {
        // An input meets at most one weight; several of them may meet the same.
        const inputs = new Set(Array.from({ length: draw(6) }, () => draw(12)));
        return [...inputs]
          .map((input) => ({ input, weight: draw(16), coefficient: coefficients[draw(coefficients.length)] ?? 1 }))
          .sort((a, b) => a.input - b.input);
      });
      const { map } = found(probed(mapped(terms), options));
      assert.deepEqual([map.unexplained, map.terms.slice(0, terms.length)], [[], terms], `seed ${seed}`);
    }
  });

  it('recovers maps in which an input meets several weights in one element', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const draw = drawOf(seed);
      const terms = Array.from({ length: 2 * 3 * 4 }, () => {
        const pairs = new Set(Array.from({ length: draw(8) }, () => draw(4) * 16 + draw(16)));
        return [...pairs]
          .sort((a, b) => a - b)
          .map((pair) => ({ input: Math.floor(pair / 16), weight: pair % 16, coefficient: 1 + draw(2) }));
      });
      const options: Probed = { input: [2, 2, 2, 3], weight: [2, 2, 2, 2], hasBias: false };
      const { map } = found(probed(mapped(terms), options));
      assert.deepEqual([map.unexplained, map.terms.slice(0, terms.length)], [[], terms], `seed ${seed}`);
    }
  });

  it('runs an implementation with a fixed batch more often, and recovers the same', () => {
    const fixed = (call: Call, shape: Shape): ProbeOutcome =>
      call.input.shape[0] === 2
        ? right(call, shape)
        : { kind: 'crashed', exitCode: 1, signal: null, lastLine: 'AssertionError: N must be 2' };
    const result = probed(fixed, { input: [2, 3, 3, 4] });
    assert.deepEqual([found(result).different, result.takesAnyBatch], [[], false]);
    assert.ok(result.runs.length > 30);
  });

  it('probes an input without a batch axis', () => {
    const unbatched = (call: Call, shape: Shape): ProbeOutcome => {
      const one = { ...call, input: tensorOf('float32', [1, ...call.input.shape], call.input.data) };
      return written(shape, defined(one, [1, ...shape]));
    };
    assert.deepEqual(found(probed(unbatched, { input: [2, 2, 3] })).different, []);
  });

  it('stops with a sentence’s numbers if more runs were needed than allowed', () => {
    const fixed = (call: Call, shape: Shape): ProbeOutcome =>
      call.input.shape[0] === 1 ? right(call, shape) : { kind: 'no-output', others: [] };
    const { answer } = probed(fixed, { input: [1, 4, 6, 6], mostRuns: 50 });
    assert.deepEqual(answer.kind === 'failed' && answer.failure, { kind: 'too-many-runs', needed: 151, most: 50 });
  });

  it('finds images exchanged, missing, or all computed from one', () => {
    const byImage =
      (from: (n: number, count: number) => number | null) =>
      (call: Call, shape: Shape): ProbeOutcome => {
        const output = defined(call, shape);
        const count = shape[0] ?? 1;
        const size = output.length / count;
        return written(
          shape,
          Array.from(output, (_, at) => {
            const image = from(Math.floor(at / size), count);
            return image === null ? 0 : (output[image * size + (at % size)] ?? NaN);
          }),
        );
      };
    const options: Probed = { input: [3, 2, 2, 3], weight: [2, 2, 2, 2], hasBias: false };
    const imagesOf = (from: (n: number, count: number) => number | null) =>
      found(probed(byImage(from), options)).rule.images;
    assert.deepEqual(
      imagesOf(() => 0),
      [0, 0, 0],
    );
    assert.deepEqual(
      imagesOf((n, count) => count - 1 - n),
      [2, 1, 0],
    );
    assert.deepEqual(
      imagesOf((n) => (n === 0 ? 0 : null)),
      [0, -1, -1],
    );
  });

  it('tells a function after the sums from a bilinear output', () => {
    const behind = (f: (value: number) => number) =>
      probed((call, shape) => written(shape, defined(call, shape).map(f)), { hasBias: false }).answer;
    const nameOf = (answer: ReturnType<typeof behind>) =>
      answer.kind === 'not-bilinear' ? answer.broken.activation : answer.kind;
    assert.deepEqual(nameOf(behind((value) => Math.max(0, value))), { name: 'ReLU', numbers: [] });
    assert.deepEqual(nameOf(behind((value) => (value < 0 ? 0.125 * value : value))), {
      name: 'leaky ReLU',
      numbers: [0.13],
    });
    assert.deepEqual(nameOf(behind((value) => Math.min(6, Math.max(-6, value)))), { name: 'clamp', numbers: [-6, 6] });
    assert.equal(nameOf(behind((value) => value * value * value)), null);
  });

  it('recovers the terms behind a constant, which is neither product nor bias', () => {
    const { map, different, rule } = found(
      probed((call, shape) =>
        written(
          shape,
          defined(call, shape).map((value) => value + 3),
        ),
      ),
    );
    assert.ok(map.constant.every((value) => value === 3));
    assert.deepEqual([map.unexplained, rule.missing?.count, different.length], [[], 0, map.terms.length]);
  });

  it('says that an image among another number of images is another one', () => {
    // Divided by the number of images, as a mean over the batch.
    const averaged = probed((call, shape) => {
      const images = call.input.shape[0] ?? 1;
      return written(
        shape,
        defined({ ...call, bias: null }, shape).map((value) => value / images),
      );
    });
    assert.ok(averaged.dependsOnBatch);
    // Right for the two images of the call only.
    const zeroed = probed((call, shape) => {
      const values = defined(call, shape);
      const image = values.length / (shape[0] ?? 1);
      return written(
        shape,
        values.map((value, at) => (at < 2 * image ? value : 0)),
      );
    });
    assert.deepEqual([zeroed.dependsOnBatch, found(zeroed).different], [true, []]);
    assert.equal(probed(right).dependsOnBatch, false);
  });

  it('finds a weight or an input that does not matter, as one that is kept from the first run', () => {
    let kept: Call['weight'] | null = null;
    const cached = probed((call, shape) => {
      kept ??= call.weight;
      return right({ ...call, weight: kept }, shape);
    });
    assert.deepEqual(cached.answer, { kind: 'ignored-factors', factors: ['weight'] });
    const constant = probed((_, shape) =>
      written(
        shape,
        Array.from({ length: shape.reduce((count, size) => count * size, 1) }, () => 1),
      ),
    );
    assert.deepEqual(constant.answer, { kind: 'ignored-factors', factors: ['input', 'weight'] });
  });

  it('stops at a NaN that random numbers cannot make', () => {
    const { answer, runs } = probed((call, shape) =>
      written(
        shape,
        defined(call, shape).map((value, at) => (at === 5 ? NaN : value)),
      ),
    );
    assert.ok(answer.kind === 'not-finite');
    assert.deepEqual([answer.elements.at, answer.elements.count, runs.length], [5, 1, 1]);
  });

  it('names the group of each input channel, if groups are dealt out in turn', () => {
    const params = { groups: 2 };
    const dealt = probed(
      (call, shape) => {
        const [n = 1, cin = 1, ...plane] = call.input.shape;
        const size = plane.reduce((count, each) => count * each, 1);
        const order = Array.from({ length: cin }, (_, c) => c).sort((a, b) => (a % 2) - (b % 2) || a - b);
        const kernels = call.weight.data.length / cin;
        const input = Float64Array.from({ length: call.input.data.length }, (_, at) => {
          const [image, c] = [Math.floor(at / (cin * size)), Math.floor(at / size) % cin];
          return call.input.data[(image * cin + (order[c] ?? 0)) * size + (at % size)] ?? NaN;
        });
        const weight = Float64Array.from({ length: call.weight.data.length }, (_, at) => {
          return call.weight.data[(order[Math.floor(at / kernels)] ?? 0) * kernels + (at % kernels)] ?? NaN;
        });
        return right(
          {
            ...call,
            input: tensorOf('float32', [n, cin, ...plane], input),
            weight: tensorOf('float32', call.weight.shape, weight),
          },
          shape,
        );
      },
      { params },
    );
    const { rule } = found(dealt);
    assert.equal(rule.channels, null);
    assert.deepEqual([rule.groupOfInput?.kind, rule.groupOfInput?.numbers], ['modulo', [2]]);
  });

  it('says which rows have other factors', () => {
    const doubled = probed((call, shape) => {
      const [, , rows = 1, columns = 1] = shape;
      const bias = call.bias?.data ?? [];
      return written(
        shape,
        defined(call, shape).map((value, at) => {
          const own = bias[Math.floor(at / (rows * columns)) % bias.length] ?? 0;
          return Math.floor(at / columns) % rows === 3 ? 2 * (value - own) + own : value;
        }),
      );
    });
    const { weighted } = found(doubled).rule;
    assert.deepEqual(
      weighted?.map(({ axis, indices, coefficient }) => [axis, indices, coefficient]),
      [['output row', [3], 2]],
    );
  });

  it('says that subnormal numbers are taken for 0', () => {
    const flushed = probed((call, shape) => {
      const flush = (value: number): number => (Math.abs(value) < 2 ** -126 ? 0 : value);
      const input = tensorOf('float32', call.input.shape, Float64Array.from(call.input.data, flush));
      return right({ ...call, input }, shape);
    });
    assert.equal(found(flushed).nonFinite?.flushesSubnormals, true);
    assert.equal(found(probed(right)).nonFinite?.flushesSubnormals, false);
  });

  it('takes no sums apart that a known mistake explains', () => {
    // Each element has the terms of two.
    const blurred = (call: Call, shape: Shape): ProbeOutcome => {
      const values = defined({ ...call, bias: null }, shape);
      return written(
        shape,
        values.map((value, at) => value + (at % (shape.at(-1) ?? 1) === 0 ? 0 : (values[at - 1] ?? 0))),
      );
    };
    assert.ok(probed(blurred).runs.includes('taps'));
    assert.ok(!probed(blurred, { isNamed: () => true }).runs.includes('codes'));
  });

  it('finds an output that scales but does not add up', () => {
    const largest = (call: Call, shape: Shape): ProbeOutcome => {
      const output = defined(call, shape);
      // The largest magnitude of an image decides, as in a quantisation without a grid.
      const size = output.length / (shape[0] ?? 1);
      return written(
        shape,
        output.map((value, at) => {
          const image = output.subarray(at - (at % size), at - (at % size) + size);
          return value === image.reduce((most, each) => (Math.abs(each) > Math.abs(most) ? each : most), 0) ? 0 : value;
        }),
      );
    };
    const { answer } = probed(largest, { hasBias: false, input: [2, 2, 2, 3], weight: [2, 2, 2, 2] });
    assert.equal(answer.kind === 'not-bilinear' && answer.broken.test, 'input');
  });
});

describe('the codes of a probe', () => {
  it('name every element, and no sum of two', () => {
    for (const count of [1, 16, 251, 252, 1500]) {
      const { runs, find } = codebookOf(count);
      const codes = (at: number): readonly number[] => runs.map((run) => run[at] ?? NaN);
      for (let at = 0; at < count; at++) assert.equal(find(codes(at)), at);
      assert.ok(runs.every((run) => run.every((code) => Number.isInteger(code) && code >= 1 && code <= 251)));
    }
    assert.equal(codebookOf(16).find([1.5, 2]), null);
  });

  it('write a measured coefficient as the fraction that it is', () => {
    assert.deepEqual([1, 0.5, 1 / 3, -0.75, 0.0001].map(plainNumber), [1, 0.5, 1 / 3, -0.75, 0]);
    assert.equal(plainNumber(0.7071), 0.7071);
  });

  it('find the formula of channel numbers', () => {
    const kindOf = (values: readonly number[]) => {
      const { kind, numbers } = channelFormulaOf(values, values.length);
      return [kind, ...numbers];
    };
    assert.deepEqual(kindOf([0, 1, 2, 3]), ['same']);
    assert.deepEqual(kindOf([0, 3, 1, 4, 2, 5]), ['interleaved', 2, 3]);
    assert.deepEqual(kindOf([0, 2, 4, 1, 3, 5]), ['interleaved', 3, 2]);
    assert.deepEqual(kindOf([3, 2, 1, 0]), ['reversed', 3]);
    assert.deepEqual(kindOf([1, 2, 3, 0]), ['shifted', 1, 4]);
    assert.deepEqual(kindOf([0, 0, 0]), ['constant', 0]);
    assert.deepEqual(kindOf([0, 1, 2, 0, 1, 2]), ['modulo', 3]);
    assert.deepEqual(kindOf([0, 0, 1, 1, 2, 2]), ['divided', 2]);
    assert.deepEqual(kindOf([1, 0, 2, 3]), ['table']);
  });
});
