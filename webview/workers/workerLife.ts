import { Channel } from '../../src/protocol/channel.ts';
import type { Port } from '../../src/protocol/channel.ts';
import { pingRequest } from '../../src/protocol/workerMessages.ts';

/** A worker as this class needs it, so that a test can hand in one that dies. */
export interface Spawned {
  readonly port: Port;
  readonly end: () => void;
}

export type Spawn = (died: (error: string) => void) => Spawned;

/**
 * A worker that is started when it is first asked for and replaced when it dies or hangs. Whatever it
 * was asked and has not answered settles as `disposed` then.
 */
export class WorkerLife {
  readonly #spawn: Spawn;
  #process: Spawned | null = null;
  #channel: Channel | null = null;
  #death = '';

  constructor(spawn: Spawn) {
    this.#spawn = spawn;
  }

  /** What the last worker died of. */
  get death(): string {
    return this.#death;
  }

  /** The worker there is; null before the first and after a death. */
  get present(): Channel | null {
    return this.#channel;
  }

  /** The worker there is, or a new one. */
  alive(): Channel {
    if (this.#channel !== null) return this.#channel;
    const spawned = this.#spawn((error) => {
      if (this.#process === spawned) this.replace(error);
    });
    this.#process = spawned;
    this.#channel = new Channel(spawned.port);
    return this.#channel;
  }

  /** Replaces the worker if it does not show in time (milliseconds) that it is alive. */
  expectPulse(within: number, otherwise: string): void {
    const channel = this.#channel;
    if (channel === null) return;
    const timer = setTimeout(() => {
      if (this.#channel === channel) this.replace(otherwise);
    }, within);
    void channel.call(pingRequest, null).reply.then(() => clearTimeout(timer));
  }

  /** Ends the worker; whoever asks next starts another. */
  replace(death: string): void {
    this.#death = death;
    this.#process?.end();
    this.#process = null;
    const channel = this.#channel;
    this.#channel = null;
    channel?.dispose();
  }
}

/** How often a working worker is asked for its pulse, and how long it may be silent: one huge allocation is legal. */
const pulseMilliseconds = 2000;
const silenceMilliseconds = 8000;

/** Asks for the pulse from now on; returns how to stop. */
export function watchPulse(life: WorkerLife): () => void {
  const timer = setInterval(
    () => life.expectPulse(silenceMilliseconds, 'It did not answer any more.'),
    pulseMilliseconds,
  );
  return () => clearInterval(timer);
}
