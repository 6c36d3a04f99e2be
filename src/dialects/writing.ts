import type { Layer, WeightOrder } from './layer.ts';
import type { SourceSize } from './value.ts';

/** One spatial axis of a call, in no framework's words: lines of the full result that are cropped; negative: added. */
export interface PortableAxis {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly start: number;
  readonly end: number;
  /** The size of the input; null if it is not known. */
  readonly input: number | null;
}

/** How the tensors of a call are stored: the order of the weight, whether its kernel is rotated, and where channels are. */
export interface TensorLayout {
  readonly order: WeightOrder;
  readonly isRotated: boolean;
  readonly channels: Layer['channels'];
}

/** A transposed convolution in no framework's words, for writing it in each of them. */
export interface PortableCall {
  /** The number of images; null if it is not known. */
  readonly batch: number | null;
  readonly isBatched: boolean;
  readonly cin: SourceSize;
  readonly cout: SourceSize;
  readonly groups: number;
  readonly bias: boolean;
  /** Height and width, or the length alone. */
  readonly axes: readonly PortableAxis[];
  /** How x and w are stored that the written program is given. */
  readonly given: TensorLayout;
}

/** A call in the words of a framework. */
export interface WrittenCall {
  /** The call alone, in one line: "nn.ConvTranspose2d(64, 32, 3, stride=2)". */
  readonly call: string;
  /** The lines that turn the given weight `w` into the framework's; empty if it is the same. */
  readonly weight: readonly string[];
  /** A program that computes `y` from the NumPy arrays x, w and b, in the framework's layout; `weight` is part of it. */
  readonly program: string;
  /** Sentences about versions and backends. */
  readonly notes: readonly string[];
}

/** A call in a framework, or why the framework cannot express it and what comes nearest. */
export type Writing =
  | { readonly kind: 'written'; readonly written: WrittenCall }
  | { readonly kind: 'impossible'; readonly because: string; readonly nearest: WrittenCall | null };
