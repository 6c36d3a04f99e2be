import { type ReadonlySignal, signal } from '@preact/signals';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import type { Clock } from '../ui/clock.ts';
import type { Messages } from '../ui/messages.ts';
import type { Navigation } from './navigation.ts';
import { termsAt } from './places.ts';
import type { Runner } from './runner.ts';

/** The steps of playback. */
export type PlayMode = 'terms' | 'elements';

/** Moves the cursor automatically, step by step. */
export interface Playback {
  /** The steps that are playing: terms of one element or elements of the output; null if paused. */
  readonly mode: ReadonlySignal<PlayMode | null>;
  /** Starts playing, or pauses. At the last term of an element, playing continues with the next element. */
  readonly toggle: (mode?: PlayMode) => void;
  /** Pauses and announces where the cursor is. */
  readonly pause: () => void;
}

interface PlaybackParts {
  readonly runner: Pick<Runner, 'currentRun' | 'phase'>;
  readonly navigation: Navigation;
  readonly cursor: ReadonlySignal<Cursor>;
  readonly messages: Messages;
  readonly clock: Clock;
  /** Returns whether the user prefers reduced motion. */
  readonly isMotionReduced: () => boolean;
}

/** The time of a step if the user prefers reduced motion; else a step takes a frame. */
const calmMilliseconds = 500;

/** Creates a paused playback. */
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
    // Playing terms ends with the last term of the element, where its sum is complete.
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
