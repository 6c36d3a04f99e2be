import { Channel } from '../../src/protocol/channel.ts';
import { messagePort } from '../../src/protocol/messagePort.ts';
import { workerReady } from '../../src/protocol/workerMessages.ts';

/** By this name a worker knows that it is a helper. */
export const helperName = 'conv-transpose2d helper';
/** More workers than this divide too little among themselves. */
const most = 4;

/**
 * The workers that help this one, of the same source. They are started when there is a call worth
 * dividing, which does not wait for them: they help with the next. One that dies is not missed.
 */
export class Pool {
  readonly #ready = new Map<Worker, Channel>();
  #started = false;

  /** Those that are there by now. */
  helpers(): readonly Channel[] {
    if (!this.#started) this.#start();
    return [...this.#ready.values()];
  }

  /** After a failure: they are ended, and others are started for the next call. */
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
