import type { Step } from '../../src/engine/core/steps.ts';
import type { Pending, Reply, RequestType } from '../../src/protocol/channel.ts';
import { type Spawn, watchPulse, WorkerLife } from './workerLife.ts';

/**
 * A worker that answers questions about a call: as a layer, where its NaN come from. It is started when something is
 * first asked and is not the one of the runs, so that neither waits for the other or cancels it. Of each kind
 * of question there is one at a time: a new one cancels the one before.
 */
export class QueryClient {
  readonly #life: WorkerLife;
  readonly #pending = new Map<string, Pending<unknown>>();

  constructor(spawn: Spawn) {
    this.#life = new WorkerLife(spawn);
  }

  /** Asks; never rejects. The reply is `cancelled` when {@link cancel} or a newer question came first. */
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
      // A message that could not even be sent: too large to copy, say.
      return { ok: false, reason: 'failed', error: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Abandons the question of this kind, if there is one. */
  cancel<P, R>({ name }: RequestType<P, R>): void {
    this.#pending.get(name)?.cancel();
    this.#pending.delete(name);
  }

  /** Ends the worker; it is started again when something is asked. */
  end(): void {
    for (const pending of this.#pending.values()) pending.cancel();
    this.#pending.clear();
    this.#life.replace('It was ended.');
  }
}
