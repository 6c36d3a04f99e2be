import type { Result } from '../../src/engine/core/refusal.ts';
import type { ElementName } from '../../src/formats/common/element.ts';
import type { Step } from '../../src/engine/core/steps.ts';
import type { Channel, Pending, Reply, RequestType } from '../../src/protocol/channel.ts';
import { forgetFilesEvent, giveFileRequest, recycleRequest } from '../../src/protocol/workerMessages.ts';
import { type Spawn, watchPulse, WorkerLife } from './workerLife.ts';

/** A file that a request names by its id. */
export interface EngineFile {
  readonly id: number;
  readonly path: string;
  /** The element type in the file, which may decide the dtype of a call. */
  readonly element?: ElementName | undefined;
  /** Reads the file's bytes, which are transferred to a worker that does not have the file. */
  readonly take: () => Promise<Result<ArrayBuffer>>;
}

/** Options of a request. */
export interface AskOptions {
  readonly onStep?: (step: Step) => void;
  /** The files that the request names; each is sent to a worker once. */
  readonly files?: readonly EngineFile[];
}

/** Time in which a worker must respond after a cancellation. */
const responseMilliseconds = 1000;

const cancelled: Reply<never> = { ok: false, reason: 'cancelled', error: 'Cancelled.' };

/**
 * The client of the engine's worker. There is one request at a time; a new one cancels the one before. If the worker dies
 * or hangs, it is replaced and the request is repeated once; if the new worker stops as well, the request fails.
 */
export class EngineClient {
  readonly #life: WorkerLife;
  #pending: Pending<unknown> | null = null;
  /** Counts requests and cancellations; an attempt that reads files ends if the count has changed meanwhile. */
  #count = 0;
  /** The ids of the files that the current worker has. */
  #given: { readonly channel: Channel; readonly ids: Set<number> } | null = null;

  constructor(spawn: Spawn) {
    this.#life = new WorkerLife(spawn);
  }

  /** Starts the worker, so that the first request need not wait for it. */
  start(): void {
    this.#life.alive();
  }

  /** Sends a request; the reply is `cancelled` if {@link cancel} or a newer request came first. */
  async ask<P, R>(kind: RequestType<P, R>, params: P, options: AskOptions = {}): Promise<Reply<R>> {
    this.cancel();
    const count = this.#count;
    for (let attempts = 0; attempts < 2; attempts += 1) {
      const reply = await this.#attempt(kind, params, options, count);
      if (reply.ok || reply.reason !== 'disposed') return reply;
      if (count !== this.#count) return cancelled;
    }
    return { ok: false, reason: 'failed', error: `The engine stopped twice: ${this.#life.death}` };
  }

  /** Cancels the current request; a worker that does not respond within a second is replaced. */
  cancel(): void {
    this.#count += 1;
    const pending = this.#pending;
    this.#pending = null;
    if (pending === null) return;
    pending.cancel();
    this.#life.expectPulse(responseMilliseconds, 'The worker did not respond to cancellation.');
  }

  /** Lets the worker drop files that no later request names. */
  forget(ids: readonly number[]): void {
    const given = this.#given;
    if (given?.channel !== this.#life.present) return;
    const dropped = ids.filter((id) => given.ids.delete(id));
    if (dropped.length > 0) given.channel.emit(forgetFilesEvent, dropped);
  }

  /** Transfers unused memory to the worker for later runs; does nothing if there is no worker. */
  recycle(buffers: readonly ArrayBuffer[]): void {
    const channel = this.#life.present;
    if (channel !== null) void channel.call(recycleRequest, buffers, { transfer: buffers });
  }

  /** Ends the worker; a later request starts another. */
  end(): void {
    this.#count += 1;
    this.#pending = null;
    this.#life.replace('The worker was ended.');
  }

  async #attempt<P, R>(
    kind: RequestType<P, R>,
    params: P,
    { onStep, files = [] }: AskOptions,
    count: number,
  ): Promise<Reply<R>> {
    const channel = this.#life.alive();
    for (const file of files) {
      if (this.#idsIn(channel).has(file.id)) continue;
      const bytes = await file.take();
      if (count !== this.#count) return cancelled;
      if (!bytes.ok) return { ok: false, reason: 'failed', error: bytes.refusal.message };
      if (channel !== this.#life.present) return { ok: false, reason: 'disposed', error: this.#life.death };
      // Messages arrive in the order in which they were sent: the file arrives before the request.
      void channel.call(
        giveFileRequest,
        { id: file.id, path: file.path, bytes: bytes.value, element: file.element },
        { transfer: [bytes.value] },
      );
      this.#idsIn(channel).add(file.id);
    }
    const pending = channel.call(kind, params, onStep === undefined ? {} : { onStep });
    this.#pending = pending;
    const stopWatching = watchPulse(this.#life);
    const reply = await pending.reply;
    stopWatching();
    if (this.#pending === pending) this.#pending = null;
    return reply;
  }

  #idsIn(channel: Channel): Set<number> {
    if (this.#given?.channel !== channel) this.#given = { channel, ids: new Set() };
    return this.#given.ids;
  }
}
