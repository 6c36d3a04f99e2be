import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '../ui/clock.ts';
import type { Messages } from '../ui/messages.ts';
import type { SavedPart } from './featureParts.ts';
import type { Navigation } from './navigation.ts';
import type { Runner } from './runner.ts';

/** The steps of playback. */
export type PlayMode = 'terms' | 'elements';

/** The speeds of playback, ascending, as multiples of the default. */
export const playSpeeds = [0.5, 1, 2, 4, 8, 16] as const;
export type PlaySpeed = (typeof playSpeeds)[number];

/** Moves the cursor automatically, step by step. */
export interface Playback extends SavedPart {
  /** The steps that are playing: terms of one element, or elements of one output row; null if paused. */
  readonly mode: ReadonlySignal<PlayMode | null>;
  readonly speed: ReadonlySignal<PlaySpeed>;
  /** Sets the speed, also while playing. */
  readonly setSpeed: (speed: PlaySpeed) => void;
  /** Changes the speed to the next faster or slower one, if there is one, and announces the speed. */
  readonly changeSpeed: (by: 1 | -1) => void;
  /**
   * Starts playing with a first step, or pauses. Terms play to the last term of the element, elements to the end of the
   * output row; from there, playing continues with the next element or row. On the input, terms play to the end of an
   * input row, and elements through one stamp.
   */
  readonly toggle: (mode?: PlayMode) => void;
  /** Pauses and announces where the cursor is. */
  readonly pause: () => void;
}

interface PlaybackParts {
  readonly runner: Pick<Runner, 'currentRun' | 'phase'>;
  readonly navigation: Navigation;
  readonly messages: Messages;
  readonly clock: Clock;
  /** Returns whether the user prefers reduced motion. */
  readonly isMotionReduced: () => boolean;
}

/** The time of a step at speed 1: three steps a second can be watched. */
const stepMilliseconds = 1000 / 3;
/** The least time of a step if the user prefers reduced motion. */
const calmMilliseconds = 500;

/** Writes a speed: "½×", "4×". */
export function speedText(speed: PlaySpeed): string {
  return speed === 0.5 ? '½×' : `${speed}×`;
}

/** Creates a paused playback. */
export function createPlayback(parts: PlaybackParts): Playback {
  const { runner, navigation, messages, clock, isMotionReduced } = parts;
  const mode = signal<PlayMode | null>(null);
  const speed = signal<PlaySpeed>(1);
  let stop = (): void => undefined;

  const schedule = (): void => {
    const milliseconds = stepMilliseconds / speed.peek();
    stop = clock.after(isMotionReduced() ? Math.max(calmMilliseconds, milliseconds) : milliseconds, step);
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
    const played = mode.value ?? 'terms';
    const isMore = played === 'elements' ? navigation.stepElement(1) : navigation.stepTerm(1);
    if (!isMore || navigation.isComplete(played)) pause();
    else schedule();
  };
  const setSpeed = (next: PlaySpeed): void => {
    if (next === speed.peek()) return;
    speed.value = next;
    if (mode.peek() === null) return;
    stop();
    schedule();
  };
  return {
    mode,
    speed,
    setSpeed,
    pause,
    changeSpeed: (by) => {
      setSpeed(playSpeeds[playSpeeds.indexOf(speed.peek()) + by] ?? speed.peek());
      messages.announce(`Speed ${speedText(speed.peek())}.`);
    },
    toggle: (next = 'terms') => {
      if (mode.value !== null) {
        pause();
      } else if (runner.currentRun.value !== null && runner.phase.value.kind !== 'computing') {
        mode.value = next;
        messages.setSilent(true);
        step();
      }
    },
    save: () => ({ playSpeed: speed.value }),
    restore: (saved) => {
      speed.value = playSpeeds.find((each) => each === saved.playSpeed) ?? speed.value;
    },
  };
}
