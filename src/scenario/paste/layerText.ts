import type { Pair, Params } from '../../engine/core/call.ts';
import type { Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import type { DTypeText } from './dtypeText.ts';

/** A layer that a text describes. What the text does not say is null, and stays as it is in the call. */
export interface LayerText {
  /** The text that was read, shortened for a sentence. */
  readonly source: string;
  readonly cin: number | null;
  readonly cout: number | null;
  readonly kernel: Pair | null;
  readonly bias: boolean | null;
  readonly dtype: DTypeText | null;
  /**
   * Returns the parameters; those that the text leaves open come from `current`. `input` is the shape of x, `kernel`
   * the size of the kernel, once the layer has been put into the call.
   */
  readonly params: (current: Params, input: Shape, kernel: Pair) => Result<Params>;
  /** Sentences about what was not read. */
  readonly notes: readonly string[];
}

/** Shortens the source of a call for a sentence, on one line. */
export function sourceText(source: string): string {
  const line = source.replace(/\s+/g, ' ').trim();
  return line.length > 72 ? `${line.slice(0, 71)}…` : line;
}
