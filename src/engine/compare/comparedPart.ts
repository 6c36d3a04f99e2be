import type { Tensor } from '../core/tensor.ts';

/** Consecutive elements of two compared tensors: all of them, or whole planes of the output. */
export interface ComparedPart {
  readonly actual: Tensor;
  readonly expected: Tensor;
  /** Flat index, in the whole tensors, of the part's first element. */
  readonly first: number;
  /**
   * Number of consecutive elements whose errors are summed separately. Each part consists of whole planes of this size,
   * except that the last plane of the last part may be shorter. The means therefore have the same bits however the
   * elements are divided.
   */
  readonly plane: number;
}

/** Elements processed between two steps. */
export const elementsPerStep = 2 ** 15;
