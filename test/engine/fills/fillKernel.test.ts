import assert from 'node:assert/strict';
import { fillTensor } from '../../../src/engine/fills/fillTensor.ts';
import { RandnLoop } from '../../../src/engine/fills/randnLoop.ts';
import { SmoothLoop } from '../../../src/engine/fills/smoothLoop.ts';
import { seedGenerator, type TorchGenerator } from '../../../src/engine/fills/torchGenerator.ts';
import { elementsPerSlice, FillKernel } from '../../../src/engine/fills/fillKernel.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { type DType, elementCount, type Shape, zeros } from '../../../src/engine/core/tensor.ts';
import { withoutWebAssembly } from '../kernels/withoutWebAssembly.ts';
import { edgesOfFloat32, edgesOfFloat64, generatorGiving } from './generatorGiving.ts';

const ids = ['randn', 'smooth'] as const;
type Id = (typeof ids)[number];
const dtypes = ['float32', 'float64'] as const;

function generator(seed: number): TorchGenerator {
  const seeded = seedGenerator(seed);
  assert.ok(seeded.ok);
  return seeded.value;
}

/** By a kernel or a loop alone, whatever the length. */
function made(by: 'kernel' | 'loop', id: Id, shape: Shape, dtype: DType, from: TorchGenerator) {
  const tensor = zeros(dtype, shape);
  const total = elementCount(shape);
  const kernel = by === 'kernel' ? FillKernel.of(id, tensor, from) : null;
  assert.equal(kernel !== null, by === 'kernel');
  const fill = kernel ?? new (id === 'randn' ? RandnLoop : SmoothLoop)(tensor, from);
  for (let at = 0; at < total; at += elementsPerSlice) {
    fill.fill(at, Math.min(at + elementsPerSlice, total));
  }
  kernel?.give();
  return tensor.data;
}

/** The same bits: −0 is not 0. */
function assertSame(actual: ArrayLike<number>, expected: ArrayLike<number>, name: string): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (!Object.is(actual[i], expected[i])) {
      assert.fail(`${name}: [${i}] is ${actual[i]} and not ${expected[i]}`);
    }
  }
}

function assertSameState(actual: TorchGenerator, expected: TorchGenerator, name: string): void {
  assertSame(actual.twister.words, expected.twister.words, `${name}: words`);
  assert.equal(actual.twister.next, expected.twister.next, name);
  assert.equal(actual.kept, expected.kept, name);
}

describe('the kernels of the random fills', () => {
  for (const dtype of dtypes) {
    for (const seed of [0, 42, 2 ** 32 - 1]) {
      it(`give the bits of the loops and leave their state, 0 to 100 elements of ${dtype} from seed ${seed}`, () => {
        const [kernels, loops] = [generator(seed), generator(seed)];
        for (let length = 0; length <= 100; length++) {
          for (const id of ids) {
            for (const shape of [[length], [length, 1], [2, 3, length], [3, length, 5]]) {
              const name = `${id} ${shape.join('×')}`;
              const expected = made('loop', id, shape, dtype, loops);
              assertSame(made('kernel', id, shape, dtype, kernels), expected, name);
              assertSameState(kernels, loops, name);
            }
          }
        }
      });
    }

    it(`give them across the borders of blocks and slices, ${dtype}`, () => {
      const shapes = [
        [elementsPerSlice - 1],
        [elementsPerSlice],
        [1],
        [elementsPerSlice + 1],
        [elementsPerSlice + 15, 1],
        [2 * elementsPerSlice + 16],
        [7, 5],
        [40_001],
        [3, 129, 131],
        [50, 28, 28],
        [3000, 3, 3],
        [2000, 1, 1],
        [2, 5, 4097],
      ];
      for (const seed of [1, 7]) {
        const [kernels, loops] = [generator(seed), generator(seed)];
        for (const shape of shapes) {
          for (const id of ids) {
            const name = `${id} ${shape.join('×')} from seed ${seed}`;
            const expected = withoutWebAssembly(() => finish(fillTensor(id, shape, dtype, loops)));
            const filled = finish(fillTensor(id, shape, dtype, kernels));
            assertSame(filled.data, expected.data, name);
            assertSameState(kernels, loops, name);
          }
        }
      }
    });
  }

  it('give them where the logarithm’s exponent and the sine’s quadrant change', () => {
    for (const [dtype, edges] of [
      ['float32', edgesOfFloat32],
      ['float64', edgesOfFloat64],
    ] as const) {
      for (const edge of edges) {
        // Two blocks of eight radii and their eight angles: first the radii are the edge, then the angles.
        const drawn = Array.from({ length: 32 }, (_, i) => (i % 24 < 8 ? edge : 0.375));
        const blocks = (by: 'kernel' | 'loop') => made(by, 'randn', [32], dtype, generatorGiving(dtype, drawn));
        assertSame(blocks('kernel'), blocks('loop'), `${dtype}: ${edge}`);
      }
    }
  });

  it('give them where fills are interleaved and abandoned', () => {
    const begin = (seed: number) => fillTensor('smooth', [3, 129, 131], 'float32', generator(seed));
    const expected = [1, 2, 3].map((seed) => withoutWebAssembly(() => finish(begin(seed))).data);
    for (const abandoned of [begin(4), begin(5)]) {
      abandoned.next();
      abandoned.next();
    }
    const running = [1, 2, 3].map(begin);
    for (let slice = 0; slice < 3; slice++) for (const steps of running) steps.next();
    running.forEach((steps, i) => assertSame(finish(steps).data, expected[i] ?? [], `${i}`));
  });

  it('are made slice by slice, as the loops are', () => {
    const steps = (id: Id) => [...fillTensor(id, [40_000], 'float32', generator(0))];
    for (const id of ids) {
      const expected = [0, elementsPerSlice, 2 * elementsPerSlice];
      for (const found of [steps(id), withoutWebAssembly(() => steps(id))]) {
        assert.deepEqual(
          found.map(({ done }) => done),
          expected,
        );
        assert.ok(found.every(({ total }) => total === 40_000));
      }
    }
  });

  it('are not there without WebAssembly', () => {
    const kernel = () => FillKernel.of('randn', zeros('float32', [2000]), generator(0));
    assert.notEqual(kernel(), null);
    assert.equal(withoutWebAssembly(kernel), null);
  });
});
