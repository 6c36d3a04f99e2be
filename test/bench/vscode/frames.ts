import type { Spread } from '../statistics.ts';

/** How smoothly a large matrix moves under the pointer: milliseconds, one sample a frame. */
export interface Frames {
  readonly name: string;
  /** From one animation frame to the next: 16.7 at 60 frames a second. */
  readonly interval: Spread;
  /** The main thread's painting of all panes within a frame. */
  readonly paint: Spread;
}
