import assert from 'node:assert/strict';
import { channelsLastShape } from '../../src/dialects/channelsFirst.ts';
import { storedWeightShape } from '../../src/dialects/engineWeight.ts';
import type { WeightOrder } from '../../src/dialects/layer.ts';
import { validateWithHint } from '../../src/dialects/likelySlip.ts';
import { type CallShape, defaultParams } from '../../src/engine/core/call.ts';
import type { Refusal } from '../../src/engine/core/refusal.ts';
import type { Shape } from '../../src/engine/core/tensor.ts';

function refusalOf(input: Shape, weight: Shape, { bias = null as Shape | null, groups = 1 } = {}): Refusal {
  const call: CallShape = { input, weight, bias, params: { ...defaultParams, groups } };
  const valid = validateWithHint(call);
  assert.ok(!valid.ok);
  return valid.refusal;
}

/** Layers of published networks: input, weight as PyTorch has it. */
const layers: readonly (readonly [Shape, Shape])[] = [
  [
    [1, 100, 1, 1],
    [100, 512, 4, 4],
  ], // DCGAN's first
  [
    [16, 256, 8, 8],
    [256, 128, 4, 4],
  ], // DCGAN's third
  [
    [1, 1024, 28, 28],
    [1024, 512, 2, 2],
  ], // U-Net
  [
    [1, 256, 64, 64],
    [256, 128, 3, 3],
  ], // CycleGAN's decoder
  [
    [1, 21, 16, 16],
    [21, 20, 64, 64],
  ], // FCN's last, with one class more than usual
];

describe('a call whose channels do not fit', () => {
  for (const [input, weight] of layers) {
    const name = `${input.join('×')} with ${weight.join('×')}`;
    const last = channelsLastShape(input);
    const stored = (order: WeightOrder): Shape =>
      storedWeightShape(weight, { weight: { order, isRotated: false }, groups: 1 });

    it(`names a channels-last input of ${name}`, () => {
      const { slip } = refusalOf(last, weight);
      assert.deepEqual([slip?.inputLayout, slip?.weightOrders], ['NHWC', undefined]);
    });

    it(`names a convolution's weight of ${name}`, () => {
      const { slip, message } = refusalOf(input, stored('OIHW'));
      assert.deepEqual([slip?.inputLayout, slip?.weightOrders], [undefined, ['OIHW']]);
      assert.match(message, /It has the sizes of a convolution’s weight, \(Cout, Cin, kH, kW\): exchange its first/);
    });

    for (const order of ['HWOI', 'HWIO'] as const)
      it(`names the order ${order} of the weight of ${name}, also with a channels-last input`, () => {
        const alone = refusalOf(input, stored(order)).slip;
        assert.deepEqual([alone?.inputLayout, alone?.weightOrders], [undefined, [order]]);
        const both = refusalOf(last, stored(order)).slip;
        assert.deepEqual([both?.inputLayout, both?.weightOrders], ['NHWC', [order]]);
      });

    it(`names exchanged files of ${name}`, () => {
      const { message } = refusalOf(weight, input);
      assert.match(message, /Input and weight have the sizes of each other: exchange them\.$/);
    });
  }

  it('names forgotten groups if the bias fits with them', () => {
    const { slip, message } = refusalOf([1, 8, 5, 5], [8, 2, 3, 3], { bias: [4] });
    assert.equal(slip?.groups, 2);
    assert.match(message, /With groups = 2 the bias fits: pass groups=2\.$/);
  });

  it('says that a weight of groups has to be regrouped', () => {
    const { message } = refusalOf([1, 64, 14, 14], [128, 16, 4, 4], { groups: 4 });
    assert.match(message, /\(Cout, Cin\/groups, kH, kW\): permute it to \(Cin, Cout\/groups, kH, kW\)\.$/);
  });

  it('names both orders if the kernel does not tell them apart', () => {
    assert.deepEqual(refusalOf([1, 4, 5, 6], [3, 2, 3, 4]).slip?.weightOrders, ['HWOI', 'OHWI']);
  });

  it('gets no hint if no reading fits, or if several do', () => {
    assert.equal(refusalOf([1, 10, 14, 14], [12, 7, 4, 4]).slip, undefined);
    assert.equal(refusalOf([1, 8, 5, 5], [8, 2, 3, 3], { bias: [3] }).slip, undefined);
    // (1, 3, 8, 5) with a convolution's weight, or (1, 8, 5, 3) channels-last with PyTorch's: as likely.
    assert.equal(refusalOf([1, 8, 5, 3], [3, 8, 2, 2]).slip, undefined);
  });

  it('gets no hint if the slip is another one', () => {
    assert.equal(refusalOf([1, 8, 5, 5], [8, 2, 3, 3], { groups: 3 }).slip, undefined);
    assert.match(refusalOf([5, 5], [1, 1, 3, 3]).message, /is 2-D; it must be 3-D/);
  });
});
