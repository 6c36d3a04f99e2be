import type { Tolerance } from './comparison.ts';
import type { DType } from '../core/tensor.ts';

/**
 * The dtypes for which `assert_close` has different tolerances: the engine's own, and others found in files. bool
 * counts as integer.
 */
export type StoredDType = DType | 'float16' | 'bfloat16' | 'float8' | 'integer';

const tolerances: Readonly<Record<StoredDType, readonly [rtol: number, atol: number]>> = {
  float16: [1e-3, 1e-5],
  float32: [1.3e-6, 1e-5],
  float64: [1e-7, 1e-7],
  bfloat16: [1.6e-2, 1e-5],
  // PyTorch lists no tolerance for the float8 types.
  float8: [0, 0],
  integer: [0, 0],
};

/**
 * Returns the default tolerance of `torch.testing.assert_close`. For two different dtypes, returns the larger `rtol`
 * and the larger `atol`. NaN does not equal NaN.
 */
export function defaultTolerance(actual: StoredDType, expected: StoredDType = actual): Tolerance {
  const [a, e] = [tolerances[actual], tolerances[expected]];
  return { rtol: Math.max(a[0], e[0]), atol: Math.max(a[1], e[1]), equalNan: false };
}
