import assert from 'node:assert/strict';
import { catalogue } from '../../../src/engine/diagnose/mistakes/catalogue.ts';
import { diagnose } from '../../../src/engine/diagnose/search/diagnose.ts';
import { type ProfileId, profileOf } from '../../../src/engine/precision/profiles.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import type { Call } from '../../../src/engine/core/call.ts';
import { shapeOf } from '../../../src/engine/core/call.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { isSameShape, type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import {
  prepareBreaking,
  type BreakableCall,
  outputWithMistake,
  mistakeEntries,
  mistakesThatGive,
} from '../../../src/scenario/breaking/brokenCall.ts';
import { mistakeGroups } from '../../../src/scenario/breaking/mistakeGroups.ts';
import { strided } from '../../../src/scenario/presets/small.ts';
import { resolveCall } from '../../../src/scenario/run/resolveCall.ts';
import { lowPrecisionCases, wrongCases } from '../../engine/diagnose/search/wrongCases.ts';

function breakable(call: Call, profile: ProfileId = call.dtype): BreakableCall {
  const accepted = validateCall(shapeOf(call));
  assert.ok(accepted.ok);
  const geometry = accepted.value;
  const resolved = { call, geometry, formulation: formulationOf('auto'), profile: profileOf(profile), actual: null };
  return finish(prepareBreaking(resolved));
}

/** Returns whether two tensors are equal up to float32 rounding of sums of some hundred terms of the order of 1. */
function isNear(a: Tensor, b: Tensor): boolean {
  return isSameShape(a.shape, b.shape) && a.data.every((value, at) => Math.abs(value - (b.data[at] ?? NaN)) < 1e-4);
}

const variantsIn = (broken: BreakableCall, id: string) =>
  finish(mistakeEntries(broken)).find((entry) => entry.id === id)?.variants ?? [];

/** Mistakes that are made in one of many ways; PyTorch's cases have another order, factor or shift. */
const inManyWays = new Set([
  'channels-permuted',
  'batch-permuted',
  'scaled',
  'shifted',
  'bias-elsewhere',
  'input-edge-dropped',
  'input-shifted',
  'output-axes-permuted',
  'kernel-edge-dropped',
  'bias-partly-missing',
  'bias-scaled',
  'sum-scaled',
  'parts-not-computed',
  'weight-memory-order',
  'other-parameters',
  'output-window',
  'output-int8',
  'activation-after',
  'activation-before',
  'affine-after',
  'affine-activation-after',
  'activation-fitted-after',
  'activation-scaled-after',
  'normalized-after',
  'normalized-affine-after',
  'reduced-after',
  'resized-after',
  'combined-after',
  'dropout-after',
  'operands-rounded',
  'output-rounded',
  'output-stepped',
  'weight-few-bits',
  'weight-normalized',
  'input-few-bits',
  'input-normalized',
  'bias-other',
  'input-int8',
  'weight-int8',
  'tiles-not-added',
  'bias-uneven',
  'slices-mixed',
  'input-memory',
  'input-index-other',
  'accumulator-not-reset',
  'parts-filled',
  'terms-uneven',
  'lines-moved',
  'written-elsewhere',
  'weights-elsewhere',
  'input-channels-scaled',
  'activation-before-bias',
  'weights-changed',
  'input-changed',
  'broadcast-after',
  'wrapped-around',
  'halos-added',
  'border-constant',
]);

/** Mistakes that a call of finite float32 numbers cannot show: a precision, and products with infinite weights. */
const isHidden = (id: string): boolean => id.startsWith('precision-') || id === 'structural-zeros-multiplied';

describe('a call with a mistake made on purpose', () => {
  it('gives the output of PyTorch making that mistake', () => {
    const made = new Set<string>();
    for (const wrong of wrongCases.filter(({ id }) => !id.includes('+') && !inManyWays.has(id))) {
      const broken = breakable(wrong.call);
      const outputs = variantsIn(broken, wrong.id).map(({ number }) =>
        finish(outputWithMistake(broken, { id: wrong.id, variant: number })),
      );
      assert.ok(
        outputs.some(({ output }) => isNear(output, wrong.actual)),
        wrong.name,
      );
      made.add(wrong.id);
    }
    const others = catalogue.map(({ id }) => id).filter((id) => !made.has(id) && !inManyWays.has(id));
    assert.deepEqual(others.every(isHidden), true, others.join());
  });

  it('turns channels and batch elements by one, and halves values', () => {
    const wrong = wrongCases.find(({ id, call }) => id === 'channels-permuted' && (call.input.shape[0] ?? 0) > 1);
    assert.ok(wrong);
    const broken = breakable(wrong.call);
    const right = broken.target.actual;
    const [n = 0, c = 0, h = 0, w = 0] = right.shape;
    const at = (i: number, k: number, p: number): number => right.data[(i * c + k) * h * w + p] ?? NaN;
    const expected: Readonly<Record<string, (i: number, k: number, p: number) => number>> = {
      'channels-permuted': (i, k, p) => at(i, (k + 1) % c, p),
      'batch-permuted': (i, k, p) => at((i + 1) % n, k, p),
      scaled: (i, k, p) => at(i, k, p) / 2,
    };
    for (const [id, value] of Object.entries(expected)) {
      const [variant] = variantsIn(broken, id);
      assert.ok(variant, id);
      const { output } = finish(outputWithMistake(broken, { id, variant: variant.number }));
      const values = Array.from({ length: output.data.length }, (_, flat) => {
        const plane = Math.floor(flat / (h * w));
        return value(Math.floor(plane / c), plane % c, flat % (h * w));
      });
      assert.ok(isNear(output, tensorOf('float32', right.shape, values)), id);
    }
  });

  it('is found by the diagnosis, with each mistake in one of these calls', () => {
    const found = new Set<string>();
    for (const { call } of wrongCases.filter((_, i) => i % 3 === 0)) {
      const broken = breakable(call);
      for (const { id, variants } of finish(mistakeEntries(broken))) {
        const [first] = variants;
        if (first === undefined || found.has(id)) continue;
        const { output } = finish(outputWithMistake(broken, { id, variant: first.number }));
        const { matches, verdict } = finish(diagnose(call, broken.target.geometry, output));
        assert.notEqual(verdict, 'exact', id);
        if (matches.some(({ mistakes }) => mistakes.length === 1 && mistakes[0]?.id === id)) found.add(id);
      }
    }
    const missing = catalogue.map(({ id }) => id).filter((id) => !found.has(id));
    // A float32 call has no lower precision float32, and a lower precision may hide behind another one.
    assert.deepEqual(
      missing.filter((id) => !isHidden(id)),
      [],
    );
  });

  it('in a lower precision gives numbers that this precision stores', () => {
    const [low] = lowPrecisionCases;
    assert.ok(low);
    const broken = breakable(low.call);
    const { output, changed } = finish(outputWithMistake(broken, { id: 'precision-bfloat16', variant: 0 }));
    assert.ok(changed !== null && changed > 0);
    // A bfloat16 is a float32 whose last 16 bits are 0.
    const bits = new Uint32Array(Float32Array.from(output.data).buffer);
    assert.ok(bits.every((word) => (word & 0xffff) === 0));
    assert.deepEqual(variantsIn(broken, 'precision-float32'), []);
    assert.equal(variantsIn(broken, 'precision-bfloat16').length, 1);
    assert.deepEqual(variantsIn(breakable(low.call, 'bfloat16'), 'precision-bfloat16'), []);
  });

  it('says which mistakes make no difference, and which give the same output', () => {
    const resolved = finish(resolveCall(strided.scenario, new Map(), { memoryCap: 1e8 }));
    assert.ok(resolved.ok);
    const broken = finish(prepareBreaking(resolved.value));
    const without = finish(mistakeEntries(broken))
      .filter(({ variants }) => variants.length === 0)
      .map(({ id }) => id);
    // One channel, one group, one batch element, square parameters.
    for (const id of [
      'groups-ignored',
      'channels-permuted',
      'batch-permuted',
      'stride-axes-swapped',
      'dilation-ignored',
    ])
      assert.ok(without.includes(id), id);
    const { output, changed } = finish(outputWithMistake(broken, { id: 'kernel-not-rotated', variant: 0 }));
    // Every element of the rotated kernel differs from that of the kernel, except the middle one.
    assert.ok(changed !== null && changed > 0 && changed < 64);
    assert.deepEqual(finish(mistakesThatGive(broken, output)), ['kernel-not-rotated']);
  });

  it('has every known mistake in one group', () => {
    const ids = mistakeGroups.flatMap(({ mistakes }) => mistakes.map(({ id }) => id));
    assert.deepEqual([...ids].sort(), catalogue.map(({ id }) => id).sort());
  });
});
