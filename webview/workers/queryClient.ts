import { messageOf } from '../../src/engine/core/messageOf.ts';
import type { Step } from '../../src/engine/core/steps.ts';
import type { Pending, Reply, RequestType } from '../../src/protocol/channel.ts';
import { type Spawn, watchPulse, WorkerLife } from './workerLife.ts';

/**
 * The client of a worker that answers queries about a call: about the call as a layer, or about the sources of its NaN.
 * The first query starts the worker. The engine has another worker, so that queries and runs neither wait for nor cancel
 * each other. There is one query of each kind at a time: a new one cancels the one before.
 */
export class QueryClient {
  readonly #life: WorkerLife;
  readonly #pending = new Map<string, Pending<unknown>>();

  constructor(spawn: Spawn) {
    this.#life = new WorkerLife(spawn);
  }

  /**
   * Sends a query; the promise is never rejected. The reply is `cancelled` if {@link cancel} or a newer query came
   * first.
   */
  async ask<P, R>(
    kind: RequestType<P, R>,
    params: P,
    onStep: (step: Step) => void = () => undefined,
  ): Promise<Reply<R>> {
    this.cancel(kind);
    try {
      const pending = this.#life.alive().call(kind, params, { onStep });
      this.#pending.set(kind.name, pending);
      const stopWatching = watchPulse(this.#life);
      const reply = await pending.reply;
      stopWatching();
      if (this.#pending.get(kind.name) === pending) this.#pending.delete(kind.name);
      if (reply.ok || reply.reason !== 'disposed') return reply;
      return { ok: false, reason: 'failed', error: `The worker stopped: ${this.#life.death}` };
    } catch (error) {
      // The message could not be sent: it may be too large to copy.
      return { ok: false, reason: 'failed', error: messageOf(error) };
    }
  }

  /** Cancels the query of this kind, if there is one. */
  cancel<P, R>({ name }: RequestType<P, R>): void {
    this.#pending.get(name)?.cancel();
    this.#pending.delete(name);
  }

  /** Ends the worker; a later query starts another. */
  end(): void {
    for (const pending of this.#pending.values()) pending.cancel();
    this.#pending.clear();
    this.#life.replace('The worker was ended.');
  }
}
