import { Channel } from '../../src/protocol/channel.ts';
import type { Port } from '../../src/protocol/channel.ts';
import { pingRequest } from '../../src/protocol/workerMessages.ts';

/** A started worker. Tests pass in workers that die. */
export interface Spawned {
  readonly port: Port;
  readonly end: () => void;
}

/** Starts a worker; `died` is called with the reason if the worker fails. */
export type Spawn = (died: (error: string) => void) => Spawned;

/**
 * Starts a worker when it is first needed, and replaces it when it dies or hangs. The open requests of a replaced worker
 * settle as `disposed`.
 */
export class WorkerLife {
  readonly #spawn: Spawn;
  #process: Spawned | null = null;
  #channel: Channel | null = null;
  #death = '';

  constructor(spawn: Spawn) {
    this.#spawn = spawn;
  }

  /** The reason why the last worker ended. */
  get death(): string {
    return this.#death;
  }

  /** The channel to the current worker; null before the first worker and after a death. */
  get present(): Channel | null {
    return this.#channel;
  }

  /** Returns the channel to the current worker, or starts a new one. */
  alive(): Channel {
    if (this.#channel !== null) return this.#channel;
    const spawned = this.#spawn((error) => {
      if (this.#process === spawned) this.replace(error);
    });
    this.#process = spawned;
    this.#channel = new Channel(spawned.port);
    return this.#channel;
  }

  /** Pings the worker, and replaces it for the given reason if it does not reply in time. */
  expectPulse(milliseconds: number, reason: string): void {
    const channel = this.#channel;
    if (channel === null) return;
    const timer = setTimeout(() => {
      if (this.#channel === channel) this.replace(reason);
    }, milliseconds);
    void channel.call(pingRequest, null).reply.then(() => clearTimeout(timer));
  }

  /** Ends the worker for a reason; the next request starts another. */
  replace(reason: string): void {
    this.#death = reason;
    this.#process?.end();
    this.#process = null;
    const channel = this.#channel;
    this.#channel = null;
    channel?.dispose();
  }
}

/** The time between two pings of a busy worker, and the longest time without a reply: a huge allocation blocks it. */
const pulseMilliseconds = 2000;
const silenceMilliseconds = 8000;

/** Pings a busy worker from now on; returns a function that stops pinging. */
export function watchPulse(life: WorkerLife): () => void {
  const timer = setInterval(
    () => life.expectPulse(silenceMilliseconds, 'The worker stopped responding.'),
    pulseMilliseconds,
  );
  return () => clearInterval(timer);
}
