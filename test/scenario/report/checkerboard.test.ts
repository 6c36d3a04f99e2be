import assert from 'node:assert/strict';
import fc from 'fast-check';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { defaultParams, type Params } from '../../../src/engine/core/call.ts';
import type { Geometry } from '../../../src/engine/geometry/geometry.ts';
import { checkerboardOf, overlapAt, zeroShare } from '../../../src/scenario/report/checkerboard.ts';
import { denseMultiplyAdds } from '../../../src/engine/geometry/multiplyAdds.ts';

function geometryOf(size: number, kernel: number, params: Partial<Params>): Geometry | null {
  const accepted = validateCall({
    input: [1, 1, size, size],
    weight: [1, 1, kernel, kernel],
    bias: null,
    params: { ...defaultParams, ...params },
  });
  return accepted.ok ? accepted.value : null;
}

function required(size: number, kernel: number, params: Partial<Params>): Geometry {
  const geometry = geometryOf(size, kernel, params);
  assert.ok(geometry);
  return geometry;
}

describe('checkerboard', () => {
  it('counts the taps of each cell as a scatter of ones does', () => {
    const small = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(small, small, small, small, fc.nat(4), (size, kernel, stride, dilation, padding) => {
        const geometry = geometryOf(size, kernel, {
          stride: [stride, stride],
          dilation: [dilation, dilation],
          padding: [padding, padding],
        });
        fc.pre(geometry !== null);
        const counts = new Map<number, number>();
        for (let i = 0; i < size; i++) {
          for (let k = 0; k < kernel; k++) {
            const o = i * stride + k * dilation - padding;
            counts.set(o, (counts.get(o) ?? 0) + 1);
          }
        }
        const board = checkerboardOf(geometry);
        const side = geometry.h.outputSize;
        for (let y = 0; y < side; y++) {
          for (let x = 0; x < side; x++) {
            assert.equal(overlapAt(board, y, x), (counts.get(y) ?? 0) * (counts.get(x) ?? 0));
          }
        }
      }),
    );
  });

  it('is uneven if the stride does not divide the kernel: k3 s2 alternates 1, 2, 4', () => {
    const board = checkerboardOf(required(10, 3, { stride: [2, 2] }));
    assert.deepEqual([board.even, board.h.remainder, board.interior], [false, 1, [1, 2, 4]]);
  });

  it('is even if it does: k4 s2, and any kernel with stride 1', () => {
    const divided = checkerboardOf(required(10, 4, { stride: [2, 2] }));
    assert.deepEqual([divided.even, divided.interior], [true, [4]]);
    assert.deepEqual(checkerboardOf(required(28, 3, {})).interior, [9]);
  });

  it('is uneven despite k mod s = 0 if stride and dilation share a factor', () => {
    const board = checkerboardOf(required(10, 4, { stride: [2, 2], dilation: [2, 2] }));
    assert.deepEqual([board.even, board.h.remainder, board.h.common], [false, 0, 2]);
    assert.deepEqual(board.interior, [0, 16]);
  });

  it('gives the share of multiplied zeros: 13% for the forum’s call, 79% for its strided variant', () => {
    const forum = validateCall({
      input: [1, 50, 28, 28],
      weight: [50, 30, 3, 3],
      bias: null,
      params: defaultParams,
    });
    assert.ok(forum.ok);
    assert.equal(denseMultiplyAdds(forum.value), 12_150_000);
    // 28 · 3 (input, tap) pairs along an axis, of 30 · 3 (output, tap) pairs.
    assert.equal(zeroShare(forum.value), 1 - (84 * 84) / (90 * 90));
    const strided = required(4, 3, { stride: [2, 2], padding: [1, 1], outputPadding: [1, 1] });
    assert.equal(denseMultiplyAdds(strided), 576);
    assert.equal(zeroShare(strided), 1 - (11 * 11) / (24 * 24));
  });
});
