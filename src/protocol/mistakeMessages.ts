import type { Result } from '../engine/core/refusal.ts';
import type { Tensor } from '../engine/core/tensor.ts';
import type { BrokenOutput, MistakeChoice, MistakeEntry } from '../scenario/breaking/brokenCall.ts';
import { defineRequest } from './channel.ts';
import type { ScenarioJob } from './workerMessages.ts';

/** The known mistakes that can be made in a call, and the call's correct output. */
export interface MistakesReply {
  readonly entries: readonly MistakeEntry[];
  /** The correct output, in the dtype of the call. */
  readonly right: Tensor;
}

/**
 * webview → worker: lists the mistakes that can be made in a scenario's call. Ignores the scenario's output to check.
 */
export const mistakesRequest = defineRequest<ScenarioJob, Result<MistakesReply>>('mistakes');

/** The output of a call that was computed with a mistake. */
export interface MadeMistake extends BrokenOutput {
  /** The ids of all mistakes that give this output. Empty if `wantsAlike` was false. */
  readonly alike: readonly string[];
}

/** webview → worker: computes a scenario's call with a mistake. */
export const makeMistakeRequest = defineRequest<
  {
    readonly job: ScenarioJob;
    readonly choice: MistakeChoice;
    /** True to also get the ids of all mistakes that give the same output. */
    readonly wantsAlike: boolean;
  },
  Result<MadeMistake>
>('make-mistake');
