import type * as vscode from 'vscode';
import { messageOf } from '../../engine/core/messageOf.ts';
import { refuse, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { drive } from '../../protocol/drive.ts';

/**
 * Runs a computation in the extension host in slices of a few milliseconds, so that the host stays responsive. If the
 * token is cancelled, or if there is too little memory, the result is a refusal; `what` begins its sentence: "The run".
 */
export async function driveInHost<T>(
  what: string,
  steps: Steps<Result<T>>,
  token?: vscode.CancellationToken,
): Promise<Result<T>> {
  try {
    const driven = await drive(steps, {
      now: () => Date.now(),
      pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
      cancelled: () => token?.isCancellationRequested === true,
      progress: () => undefined,
    });
    return driven === null ? refuse('scenario', `${what} was cancelled.`) : driven.value;
  } catch (error) {
    // Either the memory cap is set higher than the memory there is, or the extension has a defect.
    const reason = messageOf(error);
    return error instanceof RangeError
      ? refuse('memory', `There is not enough memory for this call: ${reason}.`)
      : refuse('scenario', `${what} failed: ${reason}`);
  }
}
