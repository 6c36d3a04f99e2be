import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Call } from '../../../src/engine/core/call.ts';
import { overlapAlong } from '../../../src/engine/layer/overlap.ts';
import { type ChannelResponse, responseOf } from '../../../src/engine/layer/response.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { tensorOf, zeros } from '../../../src/engine/core/tensor.ts';
import { definedSums } from '../definedSums.ts';
import { geometryOf } from '../geometryOf.ts';
import { smallCalls } from '../smallCalls.ts';

const responseTo = (call: Call): readonly ChannelResponse[] | null => finish(responseOf(call, geometryOf(call)));

/** One input channel of 6 × 6 and one output channel, k × k with stride 2. */
function strided(kernel: number, weights: readonly number[], bias: number | null): Call {
  return {
    dtype: 'float32',
    input: zeros('float32', [1, 1, 6, 6]),
    weight: tensorOf('float32', [1, 1, kernel, kernel], weights),
    bias: bias === null ? null : tensorOf('float32', [1], [bias]),
    params: { stride: [2, 2], padding: [1, 1], outputPadding: [0, 0], dilation: [1, 1], groups: 1 },
  };
}

describe('the response to ones', () => {
  it('is what the definition gives in the interior, of every channel, with the bias and without', () => {
    let seen = 0;
    fc.assert(
      fc.property(smallCalls('integers'), ({ call: drawn, geometry }) => {
        const input = { ...drawn.input, data: drawn.input.data.map(() => 1) } as Call['input'];
        const call = { ...drawn, input };
        const responses = responseTo(call);
        const { h, w, cout } = geometry;
        const [down, across] = [overlapAlong(h).interior, overlapAlong(w).interior];
        assert.equal(responses === null, down === null || across === null);
        if (responses === null || down === null || across === null) return;
        seen += 1;
        assert.equal(responses.length, cout);
        const bare = definedSums({ ...call, bias: null }, geometry).y;
        for (const [c, response] of responses.entries()) {
          // One whole period of the interior.
          const period: number[] = [];
          for (let y = down.from; y < down.from + h.stride; y += 1)
            for (let x = across.from; x < across.from + w.stride; x += 1)
              period.push(bare[(c * h.outputSize + y) * w.outputSize + x] as number);
          const mean = period.reduce((sum, value) => sum + value, 0) / period.length;
          const bias = call.bias === null ? 0 : (call.bias.data[c] as number);
          const [min, max] = [Math.min(...period), Math.max(...period)];
          const relative = (level: number) => (level === 0 ? null : (max - min) / 2 / Math.abs(level));
          assert.deepEqual(response, {
            min: min + 0,
            max: max + 0,
            amplitude: (max - min) / 2,
            withoutBias: { mean, relative: relative(mean) },
            withBias: { mean: mean + bias, relative: relative(mean + bias) },
          });
        }
      }),
      { numRuns: 1000 },
    );
    assert.ok(seen > 20, `${seen}`);
  });

  it('of a kernel of ones is the overlap: k3 s2 alternates 1, 2 and 4 around 9/4', () => {
    const [response] = responseTo(strided(3, new Array<number>(9).fill(1), 0.75)) ?? [];
    assert.deepEqual(response, {
      min: 1,
      max: 4,
      amplitude: 1.5,
      withoutBias: { mean: 2.25, relative: 1.5 / 2.25 },
      withBias: { mean: 3, relative: 0.5 },
    });
  });

  it('has no amplitude for a bilinear kernel, k4 s2, and has one in spite of an even overlap else', () => {
    const line = [0.25, 0.75, 0.75, 0.25];
    const bilinear = line.flatMap((a) => line.map((b) => a * b));
    const [flat] = responseTo(strided(4, bilinear, null)) ?? [];
    assert.deepEqual([flat?.amplitude, flat?.withoutBias], [0, { mean: 1, relative: 0 }]);
    const [uneven] = responseTo(strided(4, [8, ...new Array<number>(15).fill(1)], null)) ?? [];
    assert.deepEqual([uneven?.min, uneven?.max, uneven?.amplitude], [4, 11, 3.5]);
  });

  it('has no relative amplitude around 0, and none at all where a kernel leaves no interior', () => {
    const [around0] = responseTo(strided(2, [1, -1, 1, -1], null)) ?? [];
    assert.deepEqual(
      [around0?.amplitude, around0?.withoutBias, around0?.withBias],
      [1, { mean: 0, relative: null }, { mean: 0, relative: null }],
    );
    assert.equal(responseTo(strided(14, new Array<number>(196).fill(1), null)), null);
  });
});
