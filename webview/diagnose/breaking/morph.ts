import { type ReadonlySignal, signal } from '@preact/signals';
import type { SessionPorts } from '../../store/session.ts';

/** The time in which one picture becomes the other. */
const morphMilliseconds = 300;

/** A picture between the right output and the wrong one. */
export interface Morph {
  readonly shows: ReadonlySignal<'right' | 'wrong'>;
  /** Share of the wrong output, 0 to 1. */
  readonly share: ReadonlySignal<number>;
  /** Shows the wrong output; it grows from the right one unless `isAbrupt`. */
  readonly start: (isAbrupt: boolean) => void;
  readonly show: (which: 'right' | 'wrong') => void;
}

/** Creates a morph that shows the right output. Without motion, one picture replaces the other at once. */
export function createMorph({ clock, isMotionReduced }: Pick<SessionPorts, 'clock' | 'isMotionReduced'>): Morph {
  const shows = signal<'right' | 'wrong'>('right');
  const share = signal(0);
  let isAbrupt = false;
  let stop = (): void => undefined;

  const show = (which: 'right' | 'wrong'): void => {
    stop();
    shows.value = which;
    const [from, to] = [share.peek(), which === 'wrong' ? 1 : 0];
    if (isAbrupt || isMotionReduced()) {
      share.value = to;
      return;
    }
    const startedAt = clock.now();
    const frame = (): void => {
      const done = Math.min(1, (clock.now() - startedAt) / morphMilliseconds);
      share.value = from + (to - from) * done;
      if (done < 1) stop = clock.onFrame(frame);
    };
    frame();
  };
  return {
    shows,
    share,
    show,
    start: (abrupt) => {
      isAbrupt = abrupt;
      stop();
      share.value = 0;
      show('wrong');
    },
  };
}
