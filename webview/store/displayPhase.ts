import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../ui/clock.ts';
import type { RunPhase } from './runPhase.ts';

/** A computation that is over sooner changes nothing on the page but its result. */
const unseenMilliseconds = 150;

/**
 * The phase as the page shows it: a computation only once it has taken a moment, so that a short one
 * neither flickers nor takes the time of two more pictures. Without a run to keep showing, at once.
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
