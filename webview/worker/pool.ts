import { Channel } from '../../src/protocol/channel.ts';
import { messagePort } from '../../src/protocol/messagePort.ts';
import { workerReady } from '../../src/protocol/workerMessages.ts';

/** The name by which a worker knows that it is a helper. */
export const helperName = 'conv-transpose2d helper';
/** Most workers that a call is divided among; more would have too little to do each. */
const most = 4;

/**
 * The workers of the same source that help this one. They are started by the first call that is worth
 * dividing; that call does not wait for them, the next one is divided. A helper that dies is not replaced.
 */
export class Pool {
  readonly #ready = new Map<Worker, Channel>();
  #started = false;

  /** The helpers that have started by now. */
  helpers(): readonly Channel[] {
    if (!this.#started) this.#start();
    return [...this.#ready.values()];
  }

  /** After a failure: ends the helpers, and lets the next call start others. */
  restart(): void {
    for (const [worker, channel] of this.#ready) this.#end(worker, channel);
    this.#started = false;
  }

  #start(): void {
    this.#started = true;
    const count = Math.min(most, navigator.hardwareConcurrency) - 1;
    for (let i = 0; i < count; i++) {
      const worker = new Worker(self.location.href, { name: helperName });
      const channel = new Channel(messagePort(worker));
      channel.on(workerReady, () => this.#ready.set(worker, channel));
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        this.#end(worker, channel);
      });
    }
  }

  #end(worker: Worker, channel: Channel): void {
    this.#ready.delete(worker);
    channel.dispose();
    worker.terminate();
  }
}
