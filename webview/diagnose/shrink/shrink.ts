import { signal } from '@preact/signals';
import { shrinkRequest } from '../../../src/protocol/traceMessages.ts';
import type { SmallestCall } from '../../../src/scenario/shrink/smallestCall.ts';
import { announce } from '../../ui/announce.ts';
import { type Loaded, loaded } from '../../store/session.ts';
import { Question } from '../question.ts';
import { shrunkText } from './shrinkText.ts';

/** The smallest call that shows what is wrong with the output to check of a run. */
export interface ShrunkRun {
  readonly run: Loaded;
  readonly smallest: SmallestCall;
}

export const shrinkQuestion = new Question(shrinkRequest);
export const shrunk = signal<ShrunkRun | null>(null);

/** Whether a run has an output to check that is wrong: of a formulation there is nothing to be found. */
export function canShrink({ run }: Loaded): boolean {
  const { verdict } = run.comparison;
  return run.actualFile !== null && (verdict === 'mismatch' || verdict === 'non-finite');
}

/** Looks for the smallest call that shows it. */
export async function startShrinking(): Promise<void> {
  const run = loaded.value;
  if (run === null || !canShrink(run)) return;
  const { originalCall: call, output: actual, profile } = run.run;
  const name = `${run.scenario.name}: the smallest wrong call`;
  const found = await shrinkQuestion.ask({ call, actual, name, profile });
  // Of another run by now it means nothing.
  if (found === null || loaded.value !== run) return;
  if (!found.ok) {
    shrinkQuestion.fail(found.refusal.message);
    return;
  }
  shrunk.value = { run, smallest: found.value };
  announce(shrunkText(found.value));
}
