import type { Geometry } from '../../geometry/geometry.ts';
import type { DType, Shape, Tensor } from '../../core/tensor.ts';

/** The tensors with respect to which a gradient is checked. */
export const gradientKinds = ['input', 'weight', 'bias'] as const;
export type GradientKind = (typeof gradientKinds)[number];

/**
 * One gradient of ⟨y, gy⟩, y = conv_transpose2d(x, w) + b: what autograd computes if the gradient of the output is gy. All
 * tensors have the same dtype.
 */
export interface GradientCall {
  readonly of: GradientKind;
  readonly dtype: DType;
  /** The sizes of the forward call. */
  readonly geometry: Geometry;
  /** gy, in the shape of the output. */
  readonly gradOutput: Tensor;
  /** The other factor of each product: w for the input's gradient, x for the weight's; null for the bias's, a plain sum. */
  readonly factor: Tensor | null;
  /** The tensor whose gradient it is, if it is known: the gradient does not depend on it, but a mistake may. Null for the bias. */
  readonly own: Tensor | null;
}

/** Returns the sizes of a gradient with all axes: (N, Cin, H, W), (Cin, Cout/groups, kH, kW) or (Cout). */
export function fullGradientShape({ of, geometry }: Pick<GradientCall, 'of' | 'geometry'>): Shape {
  const { n, cin, cout, coutPerGroup, h, w } = geometry;
  switch (of) {
    case 'input':
      return [n, cin, h.inputSize, w.inputSize];
    case 'weight':
      return [cin, coutPerGroup, h.kernelSize, w.kernelSize];
    case 'bias':
      return [cout];
  }
}

/** Returns the shape of a gradient: that of its tensor, so that an unbatched input's has no batch axis. */
export function gradientShape(call: Pick<GradientCall, 'of' | 'geometry'>): Shape {
  const full = fullGradientShape(call);
  return call.of === 'input' && !call.geometry.batched ? full.slice(1) : full;
}
