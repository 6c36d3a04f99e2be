import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillTensor } from '../../../src/engine/fills/fillTensor.ts';
import { seedGenerator, type TorchGenerator } from '../../../src/engine/fills/torchGenerator.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import type { DType } from '../../../src/engine/core/tensor.ts';
import { withoutWebAssembly } from '../kernels/withoutWebAssembly.ts';

interface Sequence {
  readonly dtype: DType;
  readonly seed: number;
  readonly sizes: readonly number[];
}

const fixtures = join(import.meta.dirname, '../../fixtures');
const { sequences } = JSON.parse(readFileSync(join(fixtures, 'randn.json'), 'utf8')) as {
  readonly sequences: readonly Sequence[];
};
const file = readFileSync(join(fixtures, 'randn.bin'));

function generator(seed: number): TorchGenerator {
  const seeded = seedGenerator(seed);
  assert.ok(seeded.ok);
  return seeded.value;
}

type Fill = (size: number, dtype: DType, source: TorchGenerator) => ArrayLike<number>;

const fill: Fill = (size, dtype, source) => finish(fillTensor('randn', [size], dtype, source)).data;

/** Of few elements the loops are quicker: see the test of the kernels for those. */
const paths: Readonly<Record<string, Fill>> = {
  'by kernels where there are many elements': fill,
  'by the loops alone': (...of) => withoutWebAssembly(() => fill(...of)),
};

/** PyTorch's numbers beside ours, tensor by tensor. */
function* tensors(dtype: DType, by: Fill): Generator<{ name: string; ours: ArrayLike<number>; torch: number[] }> {
  let at = 0;
  for (const sequence of sequences) {
    const source = generator(sequence.seed);
    for (const size of sequence.sizes) {
      const ours = by(size, sequence.dtype, source);
      const torch = Array.from({ length: size }, () => {
        const value = sequence.dtype === 'float32' ? file.readFloatLE(at) : file.readDoubleLE(at);
        at += sequence.dtype === 'float32' ? 4 : 8;
        return value;
      });
      const name = `seed ${sequence.seed}, ${size} of ${sequence.sizes.join(', ')}`;
      if (sequence.dtype === dtype) yield { name, ours, torch };
    }
  }
  assert.equal(at, file.length);
}

function assertNear(ours: ArrayLike<number>, torch: number[], name: string, allowed: (value: number) => number): void {
  torch.forEach((value, i) => {
    const error = Math.abs((ours[i] ?? NaN) - value);
    assert.ok(error <= allowed(value), `${name}: [${i}] is ${ours[i]}, PyTorch's is ${value}`);
  });
}

describe('randn', () => {
  for (const [path, by] of Object.entries(paths)) {
    describe(path, () => {
      it('gives PyTorch’s float32 numbers to the last bit below 16 elements, across tensors', () => {
        for (const { name, ours, torch } of tensors('float32', by)) {
          if (torch.length < 16) assert.deepEqual(Array.from(ours), torch, name);
        }
      });

      it('gives PyTorch’s float32 numbers within 2e-6 from 16 elements on, redrawn tail included', () => {
        for (const { name, ours, torch } of tensors('float32', by)) {
          assertNear(ours, torch, name, () => 2e-6);
        }
      });

      it('gives PyTorch’s float64 numbers but for the last places of its logarithm, sine and cosine', () => {
        // Ours: sqrt(log) halves 1 ulp, the root rounds ½, the cosine 1, the product ½: 2½ ulp.
        // PyTorch's C library is within as much: 5 ulp, each at most 2^-52 of the value.
        for (const { name, ours, torch } of tensors('float64', by)) {
          assertNear(ours, torch, name, (value) => 5 * 2 ** -52 * Math.abs(value));
        }
      });
    });
  }

  for (const seed of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
    it(`refuses the seed ${seed}`, () => {
      const refused = seedGenerator(seed);
      assert.ok(!refused.ok);
      assert.equal(refused.refusal.argument, 'seed');
      assert.match(refused.refusal.message, new RegExp(`^seed = ${seed} must be`));
    });
  }
});
