import assert from 'node:assert/strict';
import fc from 'fast-check';
import { insertZeros } from '../../../src/engine/operators/insertZeros.ts';
import { matmul } from '../../../src/engine/operators/matmul.ts';
import { padInput } from '../../../src/engine/operators/padInput.ts';
import { rotate180 } from '../../../src/engine/operators/rotate180.ts';
import { type Shape, type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';

const counting = (shape: Shape, values: readonly number[]): Tensor => tensorOf('float32', shape, values);

function assertTensor(actual: Tensor, shape: Shape, values: readonly number[]): void {
  assert.deepEqual(actual.shape, shape);
  assert.deepEqual([...actual.data], values);
}

describe('rotate180', () => {
  it('reverses both axes of every kernel and leaves the weight as it was', () => {
    const weight = counting([2, 1, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    assertTensor(rotate180(weight), [2, 1, 2, 3], [6, 5, 4, 3, 2, 1, 12, 11, 10, 9, 8, 7]);
    assert.equal(weight.data[0], 1);
  });
});

describe('insertZeros', () => {
  it('puts stride − 1 zeros between neighbours and none around', () => {
    const input = counting([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
    assertTensor(
      insertZeros(input, [2, 3]),
      [2, 3, 4],
      [1, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 4, 5, 0, 0, 6, 0, 0, 0, 0, 7, 0, 0, 8],
    );
  });

  it('keeps a stride of 1 as it is', () => {
    assertTensor(insertZeros(counting([1, 2], [1, 2]), [1, 1]), [1, 2], [1, 2]);
  });
});

describe('padInput', () => {
  const input = counting([1, 2, 3], [1, 2, 3, 4, 5, 6]);

  it('puts zeros on each side', () => {
    assertTensor(
      padInput(input, { top: 1, bottom: 0, left: 0, right: 2 }),
      [1, 3, 5],
      [0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 4, 5, 6, 0, 0],
    );
  });

  it('crops where a margin is negative, and may pad the other side', () => {
    assertTensor(padInput(input, { top: -1, bottom: 1, left: 1, right: -2 }), [1, 2, 2], [0, 4, 0, 0]);
  });

  it('is all zeros where a side is cropped past the other end', () => {
    assertTensor(padInput(input, { top: 0, bottom: 0, left: -4, right: 2 }), [1, 2, 1], [0, 0]);
    assertTensor(padInput(input, { top: 3, bottom: -3, left: 0, right: -2 }), [1, 2, 1], [0, 0]);
  });
});

describe('matmul', () => {
  it('multiplies matrices', () => {
    const a = counting([2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const b = counting([5, 2], [1, 0, 0, 1, 1, 1, 2, 0, 0, 2]);
    const product = matmul(a, b);
    assert.ok(product.ok);
    assertTensor(product.value, [2, 2], [12, 15, 32, 35]);
  });

  it('rounds every float32 product and every sum, in the order of the inner index', () => {
    const ones = counting([1, 3], [1, 1, 1]);
    // 2^-24 is half the distance to the next float32 after 1: added one by one it is lost.
    const sum = matmul(ones, counting([3, 1], [1, 2 ** -24, 2 ** -24]));
    assert.equal(sum.ok && sum.value.data[0], 1);
    const backwards = matmul(ones, counting([3, 1], [2 ** -24, 2 ** -24, 1]));
    assert.equal(backwards.ok && backwards.value.data[0], 1 + 2 ** -23);
    // (1 + 2^-12)² = 1 + 2^-11 + 2^-24 rounds to 1 + 2^-11; a fused multiply-add would keep 2^-24.
    const near = 1 + 2 ** -12;
    const fused = matmul(counting([1, 2], [1, near]), counting([2, 1], [-(1 + 2 ** -11), near]));
    assert.equal(fused.ok && fused.value.data[0], 0);
  });

  it('adds any number of float32 terms one after the other, each rounded', () => {
    // Of one magnitude and with all 24 bits in use, so that every rounding matters.
    const values = fc.integer({ min: -(2 ** 24), max: 2 ** 24 });
    fc.assert(
      fc.property(fc.array(fc.tuple(values, values), { minLength: 1, maxLength: 13 }), (terms) => {
        const a = counting(
          [1, terms.length],
          terms.map(([left]) => left),
        );
        const b = counting(
          [terms.length, 1],
          terms.map(([, right]) => right),
        );
        const one = terms.reduce((sum, [x, y]) => Math.fround(sum + Math.fround(x * y)), 0);
        const product = matmul(a, b);
        assert.deepEqual(product.ok && [...product.value.data], [one]);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives empty sums and empty results their shapes', () => {
    const product = matmul(counting([2, 0], []), counting([0, 3], []));
    assert.ok(product.ok);
    assertTensor(product.value, [2, 3], [0, 0, 0, 0, 0, 0]);
  });

  it('refuses factors that do not fit', () => {
    const two = counting([2, 2], [1, 2, 3, 4]);
    const refused = [
      matmul(two, counting([3, 1], [1, 2, 3])),
      matmul(two, tensorOf('float64', [2, 1], [1, 2])),
      matmul(two, counting([2], [1, 2])),
      matmul(counting([1, 2, 2], [1, 2, 3, 4]), two),
    ];
    assert.deepEqual(
      refused.map((result) => !result.ok && result.refusal.message),
      [
        '2 columns on the left must meet as many rows, not 3.',
        'float32 · float64: both factors must be of one dtype.',
        'the right factor of shape (2) must be a matrix.',
        'the left factor of shape (1, 2, 2) must be a matrix.',
      ],
    );
  });
});
