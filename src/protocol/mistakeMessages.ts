import type { Result } from '../engine/core/refusal.ts';
import type { Tensor } from '../engine/core/tensor.ts';
import type { BrokenOutput, MistakeChoice, MistakeEntry } from '../scenario/breaking/brokenCall.ts';
import { defineRequest } from './channel.ts';
import type { ScenarioJob } from './workerMessages.ts';

/** The known mistakes that can be made in a call, and the call's right output. */
export interface MistakesReply {
  readonly entries: readonly MistakeEntry[];
  /** In the dtype of the call. */
  readonly right: Tensor;
}

/** webview → worker: lists the mistakes that can be made in a scenario's call. Its output to check is ignored. */
export const mistakesRequest = defineRequest<ScenarioJob, Result<MistakesReply>>('mistakes');

/** The output of a call with a mistake. */
export interface MadeMistake extends BrokenOutput {
  /** The ids of all mistakes that give this output; empty unless they were asked for. */
  readonly alike: readonly string[];
}

/** webview → worker: makes a mistake in a scenario's call. */
export const makeMistakeRequest = defineRequest<
  {
    readonly job: ScenarioJob;
    readonly choice: MistakeChoice;
    /** True if the ids of all mistakes that give the same output are wanted. */
    readonly wantsAlike: boolean;
  },
  Result<MadeMistake>
>('make-mistake');
