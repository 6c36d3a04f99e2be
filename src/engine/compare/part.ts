import type { Tensor } from '../core/tensor.ts';

/** Consecutive elements of two tensors that are compared: all of them, or whole planes of the output. */
export interface ComparedPart {
  readonly actual: Tensor;
  readonly expected: Tensor;
  /** Flat index of the part's first element in the whole. */
  readonly first: number;
  /**
   * Elements whose errors are summed by themselves. It divides every part but for a rest at the
   * end of the whole, so that means have the same bits however the whole is divided.
   */
  readonly plane: number;
}

/** Elements between two steps. */
export const elementsPerStep = 2 ** 15;
