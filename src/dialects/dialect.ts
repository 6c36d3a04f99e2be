import type { Api } from './api.ts';
import type { AxisCrop } from './axisCrop.ts';
import type { Formula } from './formula.ts';
import type { DialectId, Layer, LayerAxis } from './layer.ts';
import type { Value } from './value.ts';
import type { PortableCall, Writing } from './writing.ts';

/** What a framework's arguments of a transposed convolution mean. */
export interface Dialect {
  readonly id: DialectId;
  /** The framework as people write it: "PyTorch". */
  readonly title: string;
  /** The classes and functions that are understood. A scenario's call is written with the arguments of the first. */
  readonly apis: readonly Api[];
  /**
   * The arguments that a scenario's call may have. A kernel_size stands for the weight's shape in a function that takes
   * the weight.
   */
  readonly documentMembers: readonly string[];
  /**
   * Reads a call's arguments, by the names of the API's parameters (not former names). A parameter that is absent has its
   * default. An argument that the framework refuses for every input is in `refused`; what is not known is a source.
   */
  readLayer(api: Api, args: ReadonlyMap<string, Value>): Layer;
  /** Computes what an axis crops for an input size. `axis` counts the layer's axes; `inputSize` is at least 1. */
  axisCrop(layer: Layer, axis: number, inputSize: number): AxisCrop;
  /** Returns true if what an axis crops depends on the size of its input, as with a given size of the output. */
  cropDependsOnInput(axis: LayerAxis): boolean;
  /** Writes a call in the framework's words, or says why the framework cannot express it. */
  writeCall(call: PortableCall): Writing;
  /**
   * Returns the output size of an axis as a formula in the size of its input, exact for every input that is not refused.
   * Null if an argument decides which formula holds and is not known, or no formula without a case distinction exists.
   */
  sizeFormula(axis: LayerAxis, input: Formula): Formula | null;
  /**
   * Returns sentences about versions or backends of the framework that compute something else. `inputSizes` has the size
   * of each axis, null where it is not known.
   */
  notes(layer: Layer, inputSizes: readonly (number | null)[]): readonly string[];
}
