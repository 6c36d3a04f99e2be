import type { Stage } from '../../src/engine/stage.ts';
import type { DType } from '../../src/engine/tensor.ts';

/** What a pane shows: a stage, or something that stands where a stage does (the reference, the error). */
export interface PaneSource {
  /** The pane's own name, by which its viewport is kept. */
  readonly key: string;
  readonly stage: Stage;
  /** Precision of its values. */
  readonly dtype: DType;
  /** The title stands without the symbol: what it is says enough. */
  readonly untitled?: boolean;
  /** The symbol stands without the title: there is no room for both. */
  readonly brief?: boolean;
}
