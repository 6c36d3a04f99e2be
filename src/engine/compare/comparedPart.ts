import type { Tensor } from '../core/tensor.ts';

/** Consecutive elements of two compared tensors: all of them, or whole planes of the output. */
export interface ComparedPart {
  readonly actual: Tensor;
  readonly expected: Tensor;
  /** Flat index of the part's first element in the whole. */
  readonly first: number;
  /**
   * Number of elements whose errors are summed separately. Every part is a multiple of it, except for a remainder at
   * the end of the whole, so that means have the same bits however the whole is divided.
   */
  readonly plane: number;
}

/** Elements processed between two steps. */
export const elementsPerStep = 2 ** 15;
