import { type ReadonlySignal, signal } from '@preact/signals';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import type { Clock } from '../ui/clock.ts';

/** Turns the pictures of one run into those of the next, pane by pane. */
export interface Morphing {
  /** The share of the new picture, 0 to 1; 1 while nothing turns. */
  readonly share: ReadonlySignal<number>;
  /** Remembers what a pane shows. Returns a function that forgets it. */
  readonly remember: (key: string, view: MatrixView) => () => void;
  /** Returns what a pane showed before the change. Null if no picture is turning into another, or if the pane is new. */
  readonly viewBefore: (key: string) => MatrixView | null;
  /** Takes what the panes show now as the pictures to start from. `release` is called when they are not needed. */
  readonly prepare: (release: () => void) => void;
  /** Starts to turn, if it was prepared: the panes have their new pictures. Without motion, they are shown at once. */
  readonly start: () => void;
  /** Drops what was prepared, and ends what turns. */
  readonly stop: () => void;
}

/** The time in which one picture becomes the other. */
const morphMilliseconds = 300;

/** Creates the morphing of a page. */
export function createMorphing(clock: Clock, isMotionReduced: () => boolean): Morphing {
  const share = signal(1);
  const shown = new Map<string, MatrixView>();
  let from: ReadonlyMap<string, MatrixView> = new Map();
  let release: (() => void) | null = null;
  let cancel = (): void => undefined;

  const stop = (): void => {
    cancel();
    cancel = () => undefined;
    from = new Map();
    share.value = 1;
    release?.();
    release = null;
  };
  return {
    share,
    remember: (key, view) => {
      shown.set(key, view);
      return () => {
        if (shown.get(key) === view) shown.delete(key);
      };
    },
    viewBefore: (key) => (share.peek() < 1 ? (from.get(key) ?? null) : null),
    prepare: (released) => {
      stop();
      from = new Map(shown);
      release = released;
    },
    start: () => {
      if (release === null) return;
      if (isMotionReduced() || from.size === 0) {
        stop();
        return;
      }
      const startedAt = clock.now();
      share.value = 0;
      const frame = (): void => {
        const done = (clock.now() - startedAt) / morphMilliseconds;
        if (done >= 1) {
          stop();
          return;
        }
        share.value = Math.max(0, done);
        cancel = clock.onFrame(frame);
      };
      cancel = clock.onFrame(frame);
    },
    stop,
  };
}
