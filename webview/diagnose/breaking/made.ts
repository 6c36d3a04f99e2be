import type { Tensor } from '../../../src/engine/core/tensor.ts';
import type { MadeMistake } from '../../../src/protocol/mistakeMessages.ts';
import type { MistakeChoice, MistakeEntry } from '../../../src/scenario/breaking/brokenCall.ts';

/** A wrong output that was made on purpose, with its mistake. */
export interface Made extends MadeMistake {
  readonly choice: MistakeChoice;
  readonly entry: MistakeEntry;
  /** The variant in words; "" if the mistake has only one. */
  readonly detail: string;
  readonly right: Tensor;
}
