import type { Refusal } from '../engine/core/refusal.ts';
import type { SourceSize } from './value.ts';

/** The frameworks whose transposed convolutions are understood. */
export type DialectId = 'pytorch' | 'keras' | 'tensorflow' | 'jax' | 'flax' | 'onnx';

/** The orders of the axes of a weight: input channels I, output channels O, kernel rows H and columns W. */
export const weightOrders = ['IOHW', 'OIHW', 'HWIO', 'HWOI', 'OHWI', 'IHWO'] as const;

/** The order in which a framework or a file stores the axes of a weight. */
export type WeightOrder = (typeof weightOrders)[number];

/** How the arguments say what is cropped from one axis of the full result. The dialect says what a name means. */
export type LayerPadding =
  /** Lines cropped at the start and at the end, as PyTorch's `padding` and ONNX's `pads`. */
  | { readonly kind: 'crop'; readonly start: SourceSize; readonly end: SourceSize }
  /** Zeros around the input with zeros inserted, as JAX's explicit padding. */
  | { readonly kind: 'zeros'; readonly start: SourceSize; readonly end: SourceSize }
  | { readonly kind: 'named'; readonly name: PaddingName }
  | { readonly kind: 'unknown'; readonly source: string };

/** The names of paddings in all frameworks, in capitals. SAME_UPPER is written SAME. NOTSET is ONNX's, with output_shape. */
export type PaddingName = 'SAME' | 'SAME_LOWER' | 'VALID' | 'CIRCULAR' | 'NOTSET';

/** One spatial axis of a layer. */
export interface LayerAxis {
  readonly kernel: SourceSize;
  readonly stride: SourceSize;
  readonly dilation: SourceSize;
  readonly padding: LayerPadding;
  /** Null if the call leaves it to the framework, which then infers it or has none. */
  readonly outputPadding: SourceSize | null;
  /** The size of the output if the call gives it: output_size, output_shape or target_shape. */
  readonly outputSize: SourceSize | null;
}

/**
 * A transposed convolution as its arguments describe it, in the words of the engine. What an axis crops can depend on
 * the input size; the dialect's `axisCrop` computes it.
 */
export interface Layer {
  readonly dialect: DialectId;
  /** The function or class as users write it: `nn.ConvTranspose2d`, `layers.Conv2DTranspose`. */
  readonly api: string;
  /** Height and width, or the length alone for a 1-D layer. */
  readonly axes: readonly LayerAxis[];
  /** Null if the call does not name it, as in a lazy layer. */
  readonly cin: SourceSize | null;
  readonly cout: SourceSize | null;
  readonly groups: SourceSize;
  /** Null if the call does not say it. */
  readonly bias: boolean | null;
  readonly channels: 'first' | 'last';
  readonly weight: {
    readonly order: WeightOrder;
    /** True if the framework multiplies with the kernel rotated by 180° relative to PyTorch, as JAX does. */
    readonly isRotated: boolean;
  };
  /** Why the framework refuses the layer for every input, in its own terms; null if it does not. */
  readonly refused: Refusal | null;
}
