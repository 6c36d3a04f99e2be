import assert from 'node:assert/strict';
import fc from 'fast-check';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { defaultParams } from '../../../src/engine/core/call.ts';
import { axisGeometryOf, type AxisGeometry } from '../../../src/engine/geometry/geometry.ts';
import { phaseTapCount } from '../../../src/engine/geometry/phases.ts';
import {
  overlapAlong,
  overlapCounts,
  overlapView,
  overlapOf,
  isOverlapEven,
} from '../../../src/engine/layer/overlap.ts';
import { smallCalls } from '../smallCalls.ts';

/** Counts the taps on each output of an axis, and those that an endless input would give. */
function scattered({ inputSize, kernelSize, stride, padding, dilation, outputSize }: AxisGeometry) {
  const counts = new Array<number>(outputSize).fill(0);
  const endless = [...counts];
  const far = outputSize + padding + kernelSize * dilation;
  for (let i = -far; i <= far; i += 1) {
    for (let k = 0; k < kernelSize; k += 1) {
      const o = i * stride - padding + k * dilation;
      if (o < 0 || o >= outputSize) continue;
      endless[o] = (endless[o] ?? 0) + 1;
      if (i >= 0 && i < inputSize) counts[o] = (counts[o] ?? 0) + 1;
    }
  }
  return { counts, endless };
}

/** Positions at which the nonexistent input elements before the first and after the last would land. */
function touched({ inputSize, kernelSize, stride, padding, dilation, outputSize }: AxisGeometry) {
  const [before, behind]: [number[], number[]] = [[], []];
  const far = outputSize + padding + kernelSize * dilation;
  for (let i = -far; i <= far + inputSize; i += 1) {
    if (i >= 0 && i < inputSize) continue;
    for (let k = 0; k < kernelSize; k += 1) (i < 0 ? before : behind).push(i * stride - padding + k * dilation);
  }
  return { before, behind };
}

describe('the overlap of an axis', () => {
  it('is even if the taps fall on the remainders modulo the stride equally often', () => {
    for (let kernelSize = 1; kernelSize <= 9; kernelSize += 1)
      for (let stride = 1; stride <= 5; stride += 1)
        for (let dilation = 1; dilation <= 5; dilation += 1) {
          const counts = new Array<number>(stride).fill(0);
          for (let k = 0; k < kernelSize; k += 1)
            counts[(k * dilation) % stride] = (counts[(k * dilation) % stride] ?? 0) + 1;
          const isEven = counts.every((count) => count === counts[0]);
          assert.equal(
            isOverlapEven({ kernelSize, stride, dilation }),
            isEven,
            `k ${kernelSize} s ${stride} d ${dilation}`,
          );
        }
  });

  it('has the counts of a scatter of ones, per output and per stride phase', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ geometry: { h } }) => {
        const { counts, endless } = scattered(h);
        const { unreached } = overlapAlong(h);
        assert.deepEqual([...overlapCounts(h)], counts);
        const taps = Array.from({ length: h.stride }, (_, phase) => phaseTapCount(h, phase));
        assert.deepEqual(
          endless.map((_, o) => taps[o % h.stride]),
          endless,
        );
        assert.equal(unreached, taps.filter((count) => count === 0).length);
        assert.deepEqual(
          overlapAlong(h).counts,
          [...new Set(taps)].sort((a, b) => a - b),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('has as interior exactly the outputs that no border affects, if they cover a period', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ geometry: { h } }) => {
        const { before, behind } = touched(h);
        const from = Math.max(0, ...before.map((o) => o + 1));
        const to = Math.min(h.outputSize, ...behind);
        const whole = to - from >= h.stride ? { from, to } : null;
        assert.deepEqual(overlapAlong(h).interior, whole);
        const { counts, endless } = scattered(h);
        if (whole !== null) assert.deepEqual(counts.slice(from, to), endless.slice(from, to));
      }),
      { numRuns: 500 },
    );
  });

  it('has no interior exactly if no period of outputs is unaffected by borders: k3 s2', () => {
    // (I + 1)·s − 1 − d(k − 1) outputs before cropping: 1 for one input, 3 for two.
    assert.equal(overlapAlong(axisGeometryOf(1, 3, 2, 0, 0, 1)).interior, null);
    assert.deepEqual(overlapAlong(axisGeometryOf(2, 3, 2, 0, 0, 1)).interior, { from: 1, to: 4 });
    assert.deepEqual(overlapAlong(axisGeometryOf(3, 3, 2, 1, 0, 1)).interior, { from: 0, to: 5 });
  });

  it('is even exactly if the stride divides the kernel and shares no factor with the dilation', () => {
    for (let kernel = 1; kernel <= 9; kernel += 1) {
      for (let stride = 1; stride <= 6; stride += 1) {
        for (let dilation = 1; dilation <= 6; dilation += 1) {
          const { even, remainder, common } = overlapAlong(axisGeometryOf(40, kernel, stride, 0, 0, dilation));
          const { endless } = scattered(axisGeometryOf(40, kernel, stride, 0, 0, dilation));
          const alike = new Set(endless).size === 1;
          assert.equal(even, alike);
          assert.equal(remainder === 0 && common === 1, alike);
        }
      }
    }
  });

  it('needs no memory that grows with the stride or the output', () => {
    const axis = axisGeometryOf(2, 3, 2 ** 50, 1, 0, 2 ** 40);
    const { unreached, counts } = overlapAlong(axis);
    assert.equal(unreached, 2 ** 50 - 3);
    assert.deepEqual(counts, [0, 1]);
  });
});

describe('the overlap map', () => {
  it('is the outer product of the axes, with the interior’s smallest and largest count', () => {
    let bounded = 0;
    fc.assert(
      fc.property(smallCalls('integers'), ({ geometry }) => {
        const map = overlapView(geometry);
        const { interior, h, w } = overlapOf(geometry);
        const [down, across] = [scattered(geometry.h).counts, scattered(geometry.w).counts];
        assert.deepEqual([map.rows, map.columns], [down.length, across.length]);
        for (const [y, a] of down.entries())
          for (const [x, b] of across.entries()) assert.equal(map.value(y, x), a * b);
        assert.equal(interior === null, h.interior === null || w.interior === null);
        if (interior === null || h.interior === null || w.interior === null) return;
        bounded += 1;
        const inside = down
          .slice(h.interior.from, h.interior.to)
          .flatMap((a) => across.slice(w.interior?.from, w.interior?.to).map((b) => a * b));
        assert.deepEqual(interior, { min: Math.min(...inside), max: Math.max(...inside) });
      }),
      { numRuns: 1000 },
    );
    assert.ok(bounded > 20, `${bounded}`);
  });

  it('of k3 s2 has 1 to 4 taps in the interior, as in Odena, Dumoulin and Olah', () => {
    const accepted = validateCall({
      input: [1, 1, 8, 8],
      weight: [1, 1, 3, 3],
      bias: null,
      params: { ...defaultParams, stride: [2, 2] },
    });
    assert.ok(accepted.ok);
    const { even, interior } = overlapOf(accepted.value);
    assert.deepEqual({ even, interior }, { even: false, interior: { min: 1, max: 4 } });
  });
});
