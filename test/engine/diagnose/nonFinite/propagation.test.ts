import assert from 'node:assert/strict';
import fc from 'fast-check';
import { elementBound } from '../../../../src/engine/rounding/bound.ts';
import { type Call, defaultParams } from '../../../../src/engine/core/call.ts';
import { propagationOf } from '../../../../src/engine/diagnose/nonFinite/propagation.ts';
import { NonFiniteCause } from '../../../../src/engine/diagnose/nonFinite/nonFiniteCause.ts';
import { type FormulationId, formulationIds } from '../../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../../src/engine/formulations/formulations.ts';
import { winogradBound } from '../../../../src/engine/formulations/winograd/winogradBound.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import { elementCount, type Tensor, tensorOf } from '../../../../src/engine/core/tensor.ts';
import { contributions, key } from '../../definition.ts';
import { definedSums } from '../../definedSums.ts';
import { geometryOf } from '../../geometryOf.ts';
import { callsFor } from '../../smallCalls.ts';

const special = fc.constantFrom(Infinity, -Infinity, NaN);
const places = fc.array(fc.tuple(fc.nat(), special), { maxLength: 3 });

/** Calls of small integers, a few of which are replaced by NaN or infinities; nothing can overflow. */
function spoiledCalls(id: FormulationId): fc.Arbitrary<Call> {
  return fc
    .tuple(callsFor(id, 'integers'), places, places, fc.array(fc.tuple(fc.nat(), special), { maxLength: 1 }))
    .map(([{ call }, inInput, inWeight, inBias]) => {
      const spoil = (tensor: Tensor | null, at: readonly (readonly [number, number])[]): void => {
        if (tensor !== null) for (const [i, value] of at) tensor.data[i % tensor.data.length] = value;
      };
      spoil(call.input, inInput);
      spoil(call.weight, inWeight);
      spoil(call.bias, inBias);
      return call;
    });
}

function run(call: Call, id: FormulationId) {
  const geometry = geometryOf(call);
  const output = finish(formulationOf(id).run(call, geometry));
  return { geometry, output, propagation: finish(propagationOf(call, geometry, id, output, { most: 1e6 })) };
}

/** Row-major indices of the non-finite elements, in the output and in the propagation. */
const nonFinite = ({ data }: Tensor): number[] => [...data.keys()].filter((at) => !Number.isFinite(data[at]));

for (const id of formulationIds) {
  describe(`where NaN and infinities go in ${id}`, () => {
    it('follows from the call alone if nothing overflows: exactly these outputs are non-finite', () => {
      fc.assert(
        fc.property(spoiledCalls(id), (call) => {
          const { output, propagation } = run(call, id);
          const told = [...propagation.outputs.keys()].filter((at) => propagation.outputs[at] !== 0);
          assert.deepEqual(told, nonFinite(output));
          assert.ok(!propagation.outputs.includes(NonFiniteCause.overflow));
        }),
        { numRuns: 400 },
      );
    });

    it('is defined exactly where a product of the definition, or the bias, has a non-finite factor', () => {
      fc.assert(
        fc.property(spoiledCalls(id), (call) => {
          const { geometry, propagation } = run(call, id);
          const expected = definedSums(call, geometry).y.map((y) => !Number.isFinite(y));
          assert.deepEqual(
            Array.from(propagation.outputs, (kind) => kind === NonFiniteCause.defined),
            expected,
          );
        }),
        { numRuns: 200 },
      );
    });

    it('lists the sources and the number of outputs that each reaches', () => {
      fc.assert(
        fc.property(spoiledCalls(id), (call) => {
          const { geometry, propagation } = run(call, id);
          const { input, weight, bias } = propagation.counts;
          assert.equal(propagation.sources.length, input + weight + bias);
          const reached = new Map<string, number>();
          for (const each of contributions(geometry)) {
            for (const [tensor, index] of [
              ['input', each.input],
              ['weight', each.weight],
            ] as const) {
              const name = `${tensor} ${key(index)}`;
              reached.set(name, (reached.get(name) ?? 0) + 1);
            }
          }
          for (const { tensor: name, index, value, reaches, spoils } of propagation.sources) {
            const tensor = call[name];
            assert.ok(tensor !== null);
            const at = index.reduce((sum, i, axis) => sum * (tensor.shape[axis] as number) + i, 0);
            assert.ok(Object.is(tensor.data[at], value) && !Number.isFinite(value));
            if (name === 'bias') assert.equal(reaches, geometry.n * geometry.columns);
            else {
              const whole = name === 'input' && index.length === 3 ? [0, ...index] : index;
              assert.equal(reaches, reached.get(`${name} ${whole.join(' ')}`) ?? 0);
            }
            // Alone in a call of ones, a source spoils as many outputs as are then non-finite.
            const ones = (t: Tensor): Tensor =>
              tensorOf(
                t.dtype,
                t.shape,
                t.data.map(() => 1),
              );
            const bare: Call = {
              ...call,
              input: ones(call.input),
              weight: ones(call.weight),
              bias: call.bias && ones(call.bias),
            };
            const target = bare[name];
            assert.ok(target !== null);
            target.data[at] = value;
            assert.equal(spoils, nonFinite(run(bare, id).output).length);
          }
        }),
        { numRuns: 60 },
      );
    });

    it('marks exactly the non-finite outputs for any numbers, apart from overflows', () => {
      let overflows = 0;
      fc.assert(
        fc.property(callsFor(id, 'anything'), ({ call, geometry }) => {
          const { output, propagation } = run(call, id);
          const told = [...propagation.outputs.keys()].filter((at) => propagation.outputs[at] !== 0);
          assert.deepEqual(told, nonFinite(output));
          const { magnitude, terms } = definedSums(call, geometry);
          const own = id === 'winograd' ? finish(winogradBound(call, geometry)) : null;
          for (const [at, kind] of propagation.outputs.entries()) {
            if (kind !== NonFiniteCause.overflow) continue;
            overflows++;
            // An element whose sums stay below the largest number has a finite rounding bound.
            const sums = elementBound(magnitude[at] as number, terms[at] as number, call.dtype);
            assert.equal(own?.[at] ?? sums, Infinity);
          }
        }),
        { numRuns: 300 },
      );
      assert.ok(overflows > 0, 'no call overflowed');
    });
  });
}

/** One input row of ones under one kernel row. */
function rowCall(input: readonly number[], weight: readonly number[], change: Partial<Call['params']> = {}): Call {
  return {
    dtype: 'float32',
    input: tensorOf('float32', [1, 1, input.length], input),
    weight: tensorOf('float32', [1, 1, 1, weight.length], weight),
    bias: null,
    params: { ...defaultParams, ...change },
  };
}

describe('a propagation by hand', () => {
  // x̂ is 0, 0, 1, 0, 1, 0, 0 and w is 1, ∞, 1: by the definition, outputs 1 and 3 contain 1·∞.
  const call = rowCall([1, 1], [1, Infinity, 1], { stride: [1, 2] });

  it('separates outputs that only inserted and padded zeros spoil', () => {
    const { propagation } = run(call, 'unfold-matmul');
    assert.deepEqual([...propagation.outputs], [2, 1, 2, 1, 2]);
    assert.deepEqual(propagation.kinds, [0, 2, 3, 0]);
    const source = { tensor: 'weight', index: [0, 0, 0, 1], value: Infinity, reaches: 2 } as const;
    assert.deepEqual(propagation.sources, [{ ...source, spoils: 5 }]);
    const naive = run(call, 'naive').propagation;
    assert.deepEqual([...naive.outputs], [0, 1, 0, 1, 0]);
    assert.deepEqual(naive.sources, [{ ...source, spoils: 2 }]);
  });

  it('separates outputs that padded zeros of a tile spoil in winograd', () => {
    // One input under two taps per axis: output 0 has w₀ alone, output 1 has w₁; ξ = 1 has both.
    const spoiled = {
      ...rowCall([1], [1, Infinity]),
      weight: tensorOf('float32', [1, 1, 2, 2], [1, Infinity, 1, 1]),
    };
    const { propagation } = run(spoiled, 'winograd');
    assert.deepEqual([...propagation.outputs], [2, 1, 2, 2]);
  });

  it('reports a sum beyond the largest number as overflow, even if the exact sum is not', () => {
    const large = rowCall([3e38, 3e38, -3e38], [1, 1, 1]);
    const { propagation, output } = run(large, 'naive');
    assert.deepEqual([...output.data], [3e38, Infinity, Infinity, 0, -3e38].map(Math.fround));
    assert.deepEqual([...propagation.outputs], [0, 3, 3, 0, 0]);
    assert.deepEqual(propagation.sources, []);
  });

  it('lists the requested number of sources per tensor and counts all', () => {
    const all = rowCall([NaN, NaN, NaN], [Infinity, 1]);
    const geometry = geometryOf(all);
    const output = finish(formulationOf('naive').run(all, geometry));
    const propagation = finish(propagationOf(all, geometry, 'naive', output, { most: 2 }));
    assert.deepEqual(
      propagation.sources.map(({ tensor, index }) => [tensor, ...index]),
      [
        ['input', 0, 0, 0],
        ['input', 0, 0, 1],
        ['weight', 0, 0, 0, 0],
      ],
    );
    assert.deepEqual(propagation.counts, { input: 3, weight: 1, bias: 0 });
  });

  it('accepts an empty batch', () => {
    const empty: Call = { ...call, input: tensorOf('float32', [0, 1, 1, 2], []) };
    assert.deepEqual(run(empty, 'unfold-matmul').propagation.kinds, [0, 0, 0, 0]);
  });

  it('yields often for a large call full of NaN', () => {
    const shape = [1, 8, 400, 400];
    const large: Call = {
      dtype: 'float32',
      input: tensorOf('float32', shape, new Float32Array(elementCount(shape)).fill(NaN)),
      weight: tensorOf('float32', [8, 8, 4, 4], new Float32Array(1024).fill(Infinity)),
      bias: null,
      params: { ...defaultParams, stride: [2, 2] },
    };
    const geometry = geometryOf(large);
    const output = tensorOf(
      'float32',
      geometry.outputShape,
      new Float32Array(elementCount(geometry.outputShape)).fill(NaN),
    );
    let steps = 0;
    for (const { done, total } of propagationOf(large, geometry, 'unfold-matmul', output)) {
      assert.ok(done <= total);
      steps++;
    }
    // 5.2 million outputs, marked 2 · 16 times for their taps and once for the taps of each input.
    assert.ok(steps > 100, String(steps));
  });
});
