import assert from 'node:assert/strict';
import { evenKernels, convolutionAfterResize, type AxisParameters } from '../../src/review/reshapedKernel.ts';

const axisOf = (text: string): AxisParameters => {
  const [kernelSize = 0, stride = 0, padding = 0, outputPadding = 0, dilation = 1] = text.split(' ').map(Number);
  return { kernelSize, stride, padding, outputPadding, dilation };
};
/** PyTorch's formula, from the documentation of torch.nn.ConvTranspose2d. */
const outputSize = (input: number, { kernelSize, stride, padding, outputPadding, dilation }: AxisParameters): number =>
  (input - 1) * stride - 2 * padding + dilation * (kernelSize - 1) + outputPadding + 1;

describe('kernels with an even overlap', () => {
  // Kernel, stride, padding, output padding (and dilation), by hand from PyTorch's formula.
  const cases: readonly (readonly [axis: string, even: readonly string[]])[] = [
    ['3 2 1 1', ['4 2 1 0', '2 2 0 0']],
    ['3 2 1 0', ['4 2 2 1', '2 2 1 1']],
    ['3 2 0 0', ['4 2 1 1']],
    ['5 2 2 1', ['6 2 2 0', '4 2 1 0']],
    ['4 3 0 0', ['6 3 1 0']],
    ['3 2 1 1 3', ['4 2 2 0 3']],
  ];
  for (const [text, expected] of cases) {
    it(`are the nearest ones that keep the output size of ${text}`, () => {
      const axis = axisOf(text);
      const found = evenKernels(axis);
      for (const even of found) {
        for (const input of [4, 5, 9, 32]) assert.equal(outputSize(input, even), outputSize(input, axis));
        assert.equal(even.kernelSize % even.stride, 0);
        assert.ok(even.outputPadding < Math.max(even.stride, even.dilation), 'PyTorch accepts the output padding');
        assert.ok(even.padding >= even.outputPadding, 'a tap reaches every line');
      }
      assert.deepEqual(found, expected.map(axisOf));
    });
  }

  it('do not exist if stride and dilation share a factor', () => {
    assert.deepEqual(evenKernels(axisOf('3 2 1 1 2')), []);
  });
});

describe('the convolution after a resize', () => {
  for (const text of ['3 2 1 1', '3 2 1 0', '5 2 2 1', '4 2 1 0', '4 3 0 0', '2 2 0 0', '7 4 2 1', '1 2 0 1']) {
    it(`keeps the output size of ${text}`, () => {
      const axis = axisOf(text);
      const conv = convolutionAfterResize(axis);
      assert.ok(conv !== null);
      // torch.nn.Conv2d: floor((sH + 2p − (k − 1) − 1) / 1 + 1).
      for (const input of [3, 4, 9]) {
        assert.equal(axis.stride * input + 2 * conv.padding - conv.kernelSize + 1, outputSize(input, axis));
      }
    });
  }

  it('keeps the kernel where its size allows a symmetric padding', () => {
    assert.deepEqual(convolutionAfterResize(axisOf('3 2 1 1')), { kernelSize: 3, padding: 1 });
  });

  it('does not exist for a dilated layer', () => {
    assert.equal(convolutionAfterResize(axisOf('3 2 1 1 2')), null);
  });
});
