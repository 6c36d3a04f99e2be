import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../ui/clock.ts';
import type { RunPhase } from './runPhase.ts';

/** A shorter computation is not displayed. */
const unseenMilliseconds = 150;

/**
 * Creates the phase that the page displays. While there is a current run, `computing` is displayed only after a delay,
 * so that a short computation neither flickers nor costs two more paints. Without a current run there is no delay.
 */
export function createDisplayPhase(
  phase: ReadonlySignal<RunPhase>,
  currentRun: ReadonlySignal<unknown>,
  clock: Clock,
): ReadonlySignal<RunPhase> {
  const displayed = signal(phase.peek());
  let stop: (() => void) | null = null;
  effect(() => {
    const now = phase.value;
    const isShort = now.kind === 'computing' && currentRun.peek() !== null;
    if (isShort && displayed.peek().kind !== 'computing') {
      stop ??= clock.after(unseenMilliseconds, () => {
        stop = null;
        displayed.value = phase.peek();
      });
      return;
    }
    stop?.();
    stop = null;
    displayed.value = now;
  });
  return displayed;
}
