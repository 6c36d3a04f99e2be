import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Pair } from '../../../src/engine/core/call.ts';
import { fold } from '../../../src/engine/operators/fold.ts';
import type { Result } from '../../../src/engine/core/refusal.ts';
import { type Shape, type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { unfold } from '../../../src/engine/operators/unfold.ts';
import type { Window } from '../../../src/engine/operators/slidingWindow.ts';

interface Case {
  readonly shape: Shape;
  readonly values: readonly number[];
  readonly kernel_size: Pair;
  readonly dilation: Pair;
  readonly padding: Pair;
  readonly stride: Pair;
  readonly output_size: Pair;
  readonly result?: { readonly shape: Shape; readonly values: readonly number[] };
}

const file = new URL('../../fixtures/unfold_fold.json', import.meta.url);
const fixtures = JSON.parse(readFileSync(file, 'utf8')) as Record<'unfold' | 'fold', Case[]>;

function windowOfCase({ kernel_size: kernelSize, dilation, padding, stride }: Case): Window {
  return { kernelSize, dilation, padding, stride };
}

function inputOf({ shape, values }: Case): Tensor {
  return tensorOf('float32', shape, values);
}

function check(cases: readonly Case[], run: (one: Case) => Result<Tensor>): void {
  for (const one of cases) {
    const about = JSON.stringify({ ...one, values: [], result: one.result?.shape });
    const result = run(one);
    assert.equal(result.ok, one.result !== undefined, about);
    if (!result.ok || one.result === undefined) continue;
    assert.deepEqual(result.value.shape, one.result.shape, about);
    assert.deepEqual([...result.value.data], one.result.values, about);
  }
}

const plain: Window = { kernelSize: [2, 2], dilation: [1, 1], padding: [0, 0], stride: [1, 1] };

describe('unfold', () => {
  it("gives PyTorch's rows and columns and refuses what PyTorch refuses", () => {
    check(fixtures.unfold, (one) => unfold(inputOf(one), windowOfCase(one)));
  });

  it('says which sizes of the kernel fit', () => {
    const refused = unfold(tensorOf('float32', [1, 3, 4], new Float32Array(12)), {
      ...plain,
      kernelSize: [3, 5],
      padding: [0, 0],
      dilation: [1, 2],
    });
    assert.deepEqual(refused, {
      ok: false,
      refusal: {
        argument: 'kernel_size',
        message:
          'kernel_size[1] = 5 does not fit: dilation·(kernel_size − 1) + 1 = 9 must be at most ' +
          'size + 2·padding = 4; 1 to 2 fits.',
        axis: 1,
        legal: { min: 1, max: 2 },
      },
    });
  });
});

describe('the window of unfold and fold', () => {
  const wrong: readonly (readonly [Partial<Window>, string])[] = [
    [{ kernelSize: [2, 0] }, 'kernel_size[1] = 0 must be an integer of at least 1.'],
    [{ dilation: [0, 1] }, 'dilation[0] = 0 must be an integer of at least 1.'],
    [{ padding: [0, -1] }, 'padding[1] = -1 must be an integer of at least 0.'],
    [{ stride: [0.5, 1] }, 'stride[0] = 0.5 must be an integer of at least 1.'],
  ];

  for (const [change, message] of wrong) {
    it(`is refused where ${message}`, () => {
      const window = { ...plain, ...change };
      const unfolded = unfold(tensorOf('float32', [1, 4, 4], new Float32Array(16)), window);
      const folded = fold(tensorOf('float32', [4, 9], new Float32Array(36)), [4, 4], window);
      for (const refused of [unfolded, folded]) {
        assert.equal(!refused.ok && refused.refusal.message, message);
      }
    });
  }
});

describe('fold', () => {
  // Equal bits: overlapping values are added in the order in which PyTorch adds them.
  it("gives PyTorch's sums bit for bit and refuses what PyTorch refuses", () => {
    check(fixtures.fold, (one) => fold(inputOf(one), one.output_size, windowOfCase(one)));
  });

  it('names the number of columns that the window has places for', () => {
    const refused = fold(tensorOf('float32', [4, 5], new Float32Array(20)), [3, 3], plain);
    assert.equal(
      !refused.ok && refused.refusal.message,
      'output_size = (3, 3) has 2·2 places for the window, but input has L = 5 columns.',
    );
  });
});
