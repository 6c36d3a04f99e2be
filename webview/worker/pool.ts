import { Channel } from '../../src/protocol/channel.ts';
import { messagePort } from '../../src/protocol/messagePort.ts';
import { workerReady } from '../../src/protocol/workerMessages.ts';

/** The name of every helper. */
export const helperName = 'conv-transpose2d helper';
/** Most workers that a call is divided among; with more, each would have too little to do. */
const mostWorkers = 4;

/**
 * Helper workers, started from this worker's own source. The first call that is worth dividing starts them and does not
 * wait for them; the next such call is divided. A helper that dies is not replaced.
 */
export class Pool {
  readonly #ready = new Map<Worker, Channel>();
  #started = false;

  /** Returns the helpers that are ready; starts them if they have not been started. */
  helpers(): readonly Channel[] {
    if (!this.#started) this.#start();
    return [...this.#ready.values()];
  }

  /** Ends the helpers after a failure; the next call starts others. */
  restart(): void {
    for (const [worker, channel] of this.#ready) this.#end(worker, channel);
    this.#started = false;
  }

  #start(): void {
    this.#started = true;
    const count = Math.min(mostWorkers, navigator.hardwareConcurrency) - 1;
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
