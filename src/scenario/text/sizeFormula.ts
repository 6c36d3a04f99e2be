import type { AxisGeometry } from '../../engine/geometry/geometry.ts';

/**
 * Writes the output size of an axis with its numbers: "(28−1)·2 − 2·1 + 1·2 + 0 + 1 = 55". If the padding at the end
 * differs from PyTorch's, it has "… − 1 − 2 + …".
 */
export function sizeFormula(axis: AxisGeometry, hasOwnEnd: boolean): string {
  const { inputSize, stride, padding, paddingEnd, dilation, kernelSize, outputPadding, outputSize } = axis;
  return (
    `(${inputSize}−1)·${stride} − ${hasOwnEnd ? `${padding} − ${paddingEnd}` : `2·${padding}`} + ` +
    `${dilation}·${kernelSize - 1} + ${outputPadding} + 1 = ${outputSize}`
  );
}
