import type { Cursor, Stage } from '../../src/engine/stage.ts';
import type { DType } from '../../src/engine/tensor.ts';
import type { LookedAt } from '../../src/protocol/lookingMessages.ts';

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
  /** What it shows where that is not the stage's own matrix. */
  readonly what?: LookedAt['what'];
}

/** What a source shows for a cursor, in words that another thread understands. */
export function lookedAtOf({ stage, what }: PaneSource, cursor: Cursor): LookedAt {
  return { what: what ?? { kind: 'stage', stage: stage.id }, cursor };
}
