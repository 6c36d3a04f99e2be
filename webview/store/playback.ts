import { type ReadonlySignal, signal } from '@preact/signals';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import type { Clock } from '../ui/clock.ts';
import type { Messages } from '../ui/messages.ts';
import type { Navigation } from './navigation.ts';
import { termsAt } from './places.ts';
import type { Runner } from './runner.ts';

export type PlayMode = 'terms' | 'elements';

/** Moves the cursor by itself, step by step. */
export interface Playback {
  /** What is playing: the terms of one element, the elements of the output, or (null) nothing. */
  readonly mode: ReadonlySignal<PlayMode | null>;
  /** Starts playing, or pauses. From an element's last term it goes on with the next element's. */
  readonly toggle: (mode?: PlayMode) => void;
  /** Stops playing and says where the cursor is. */
  readonly pause: () => void;
}

interface PlaybackParts {
  readonly runner: Pick<Runner, 'currentRun' | 'phase'>;
  readonly navigation: Navigation;
  readonly cursor: ReadonlySignal<Cursor>;
  readonly messages: Messages;
  readonly clock: Clock;
  /** Whether the user has asked for less motion. */
  readonly isMotionReduced: () => boolean;
}

/** Two steps a second for users who asked for less motion, else one a frame. */
const calmMilliseconds = 500;

export function createPlayback(parts: PlaybackParts): Playback {
  const { runner, navigation, cursor, messages, clock, isMotionReduced } = parts;
  const mode = signal<PlayMode | null>(null);
  let stop = (): void => undefined;

  const schedule = (): void => {
    stop = isMotionReduced() ? clock.after(calmMilliseconds, step) : clock.onFrame(step);
  };
  const pause = (): void => {
    stop();
    if (mode.value === null) return;
    mode.value = null;
    messages.setSilent(false);
    messages.announce(`Paused. ${navigation.text()}`);
  };
  const step = (): void => {
    const run = runner.currentRun.value;
    if (run === null || runner.phase.value.kind === 'computing') {
      pause();
      return;
    }
    const isMore = mode.value === 'elements' ? navigation.stepElement(1) : navigation.stepTerm(1);
    // Terms play to the end of their element, where its sum is complete.
    const isComplete = mode.value === 'terms' && cursor.value.term >= termsAt(run, cursor.value) - 1;
    if (!isMore || isComplete) pause();
    else schedule();
  };
  return {
    mode,
    pause,
    toggle: (next = 'terms') => {
      if (mode.value !== null) {
        pause();
      } else if (runner.currentRun.value !== null && runner.phase.value.kind !== 'computing') {
        mode.value = next;
        messages.setSilent(true);
        schedule();
      }
    },
  };
}
