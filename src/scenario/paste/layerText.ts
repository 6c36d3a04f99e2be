import type { Layer } from '../../dialects/layer.ts';
import type { Pair } from '../../engine/core/call.ts';
import type { DTypeText } from './dtypeText.ts';

/**
 * A layer that a text describes, as plain data: the extension host reads code and sends the layer to the page. What the
 * text does not say is null, and stays as it is in the call.
 */
export interface LayerText {
  /** The text that was read, shortened for a sentence. */
  readonly source: string;
  readonly cin: number | null;
  readonly cout: number | null;
  /** The kernel's height and width; a 1-D layer has a height of 1. */
  readonly kernel: Pair | null;
  readonly bias: boolean | null;
  readonly dtype: DTypeText | null;
  /** What the parameters follow from, once the layer has been put on an input. */
  readonly layer: Layer;
  /** Sentences about what was not read. */
  readonly notes: readonly string[];
}

/** Shortens the source of a call for a sentence, on one line. */
export function sourceText(source: string): string {
  const line = source.replace(/\s+/g, ' ').trim();
  return line.length > 72 ? `${line.slice(0, 71)}…` : line;
}
