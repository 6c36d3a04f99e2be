import assert from 'node:assert/strict';
import type { Pair } from '../../../src/engine/core/call.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import {
  castTensor,
  type DType,
  elementCount,
  isSameShape,
  type Shape,
  type Tensor,
} from '../../../src/engine/core/tensor.ts';
import { isRight } from '../../../src/engine/compare/verdict.ts';
import { diagnoseGradient, type GradientDiagnosis } from '../../../src/engine/gradients/search/diagnoseGradient.ts';
import { appliedToGradient } from '../../../src/engine/gradients/search/gradientAmbiguity.ts';
import type { GradientCall, GradientKind } from '../../../src/engine/gradients/sums/gradientCall.ts';
import { arithmeticDType, type ProfileId, profileOf } from '../../../src/engine/precision/profiles.ts';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { drawnByPython } from '../drawnByPython.ts';

/** Number of wrong and of right gradients, and the seed. CONVT_RANDOM_GRADIENTS=20000,7 draws others. */
const [count, seed] = (process.env.CONVT_RANDOM_GRADIENTS ?? '1200,3').split(',');

interface Stored {
  readonly shape: Shape;
  readonly at: number;
}

interface Tensors {
  readonly input: Stored;
  readonly weight: Stored;
  readonly gradOutput: Stored;
  readonly actual: Stored;
}

interface Drawn extends Tensors {
  readonly name: string;
  readonly of: GradientKind;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly output_padding: Pair;
  readonly dilation: Pair;
  readonly groups: number;
}

interface DrawnGradients {
  readonly cases: readonly (Drawn & { readonly id: string; readonly again: Tensors })[];
  readonly rights: readonly (Drawn & { readonly dtype: ProfileId })[];
}

describe('random gradients by PyTorch', function () {
  this.timeout(600_000);
  let drawn: DrawnGradients = { cases: [], rights: [] };
  let bytes = new ArrayBuffer(0);

  before(function () {
    const made = drawnByPython('randomGradients', 'gradients', count ?? '', seed ?? '');
    if (made === null) return this.skip();
    drawn = made.json as DrawnGradients;
    bytes = made.bytes;
  });

  function tensor({ shape, at }: Stored, dtype: DType): Tensor {
    return castTensor({ dtype: 'float64', shape, data: new Float64Array(bytes, at, elementCount(shape)) }, dtype);
  }

  function callOf(of: Drawn, tensors: Tensors, dtype: DType): GradientCall {
    const { stride, padding, output_padding: outputPadding, dilation, groups } = of;
    const [input, weight] = [tensor(tensors.input, dtype), tensor(tensors.weight, dtype)];
    const params = { stride, padding, outputPadding, dilation, groups };
    const valid = validateCall({ input: input.shape, weight: weight.shape, bias: null, params });
    assert.ok(valid.ok);
    const factor = of.of === 'input' ? weight : of.of === 'weight' ? input : null;
    const gradOutput = tensor(tensors.gradOutput, dtype);
    return {
      of: of.of,
      dtype,
      geometry: valid.value,
      gradOutput,
      factor,
      own: of.of === 'input' ? input : of.of === 'weight' ? weight : null,
    };
  }

  function diagnosed(of: Drawn, profile: ProfileId): GradientDiagnosis {
    const dtype = arithmeticDType(profile);
    return finish(diagnoseGradient(callOf(of, of, dtype), tensor(of.actual, dtype), profileOf(profile)));
  }

  /** Returns true if the mistakes that were named also give what the wrong implementation makes of other tensors. */
  function holdsFor({ matches: [best], target }: GradientDiagnosis, of: Drawn, again: Tensors): boolean {
    const prediction = best && appliedToGradient(best, target, callOf(of, again, 'float32'));
    const actual = tensor(again.actual, 'float32');
    if (!prediction || !isSameShape(prediction.shape, actual.shape)) return false;
    return actual.data.every((value, at) => {
      const predicted = prediction.at(at);
      return Math.abs(value - predicted.value) <= 2 * predicted.bound + 1e-4 * (1 + Math.abs(value));
    });
  }

  it('with a mistake are named, 98 of 100 at least, and none falsely', () => {
    const unnamed: string[] = [];
    const falsely: string[] = [];
    for (const wrong of drawn.cases) {
      const diagnosis = diagnosed(wrong, 'float32');
      const ids = diagnosis.matches.map(({ mistakes }) => mistakes.map(({ id }) => id).join('+'));
      if (ids.length === 0) unnamed.push(wrong.name);
      if (ids.length === 0 || ids[0] === wrong.id) continue;
      // Another name is right if it is the same computation.
      if (!holdsFor(diagnosis, wrong, wrong.again))
        falsely.push(`${wrong.name}: ${ids.join(', ')} ${diagnosis.confidence}`);
    }
    assert.deepEqual(
      falsely.filter((text) => text.endsWith('certain')),
      [],
    );
    const missed = [...unnamed, ...falsely];
    assert.ok(missed.length <= 0.02 * drawn.cases.length, missed.join('; '));
  });

  it('that are right in any precision are not called wrong', () => {
    const wrong = drawn.rights.filter((right) => {
      const { verdict, profile } = diagnosed(right, right.dtype);
      // float16 overflows to an infinity, as PyTorch's result does.
      return verdict === 'shape-mismatch' || !(isRight(verdict) || profile === right.dtype);
    });
    assert.deepEqual(
      wrong.map(({ name, of, dtype }) => `${name} (${of}, ${dtype})`),
      [],
    );
  });
});
