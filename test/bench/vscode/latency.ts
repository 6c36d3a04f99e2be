import type { Spread } from '../statistics.ts';

/** How long a person waits for something in VS Code, milliseconds. */
export interface Latency {
  readonly name: string;
  readonly spread: Spread;
}
