import type { Result } from '../../src/engine/core/refusal.ts';
import type { Step } from '../../src/engine/core/steps.ts';
import type { Channel, Pending, Reply, RequestType } from '../../src/protocol/channel.ts';
import { forgetFilesEvent, giveFileRequest, recycleRequest } from '../../src/protocol/workerMessages.ts';
import { type Spawn, watchPulse, WorkerLife } from './workerLife.ts';

/** A file that a question names by its id. */
export interface EngineFile {
  readonly id: number;
  readonly path: string;
  /** The file's bytes, for a worker that has not got the file: they are given away. */
  readonly take: () => Promise<Result<ArrayBuffer>>;
}

/** How a question is asked. */
export interface AskOptions {
  readonly onStep?: (step: Step) => void;
  /** The files that the question names: each worker is given each of them once. */
  readonly files?: readonly EngineFile[];
}

/** How long a cancelled worker may take to show that it is alive. */
const answerMilliseconds = 1000;

const cancelled: Reply<never> = { ok: false, reason: 'cancelled', error: 'Cancelled.' };

/**
 * The engine in its worker: one question at a time, a new one cancels the one before. A worker that
 * dies or hangs is replaced; the question it had is tried once more in the new one, then fails.
 */
export class EngineClient {
  readonly #life: WorkerLife;
  #pending: Pending<unknown> | null = null;
  /** Counts the questions and cancellations: an attempt that still reads files when the count moves on is over. */
  #count = 0;
  /** The ids of the files that the present worker has. */
  #given: { readonly channel: Channel; readonly ids: Set<number> } | null = null;

  constructor(spawn: Spawn) {
    this.#life = new WorkerLife(spawn);
  }

  /** Starts the worker, so that the first question need not wait for it. */
  start(): void {
    this.#life.alive();
  }

  /** Asks; the reply is `cancelled` when {@link cancel} or a newer question came first. */
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

  /** Abandons the question under way; a worker that does not answer within a second is replaced. */
  cancel(): void {
    this.#count += 1;
    const pending = this.#pending;
    this.#pending = null;
    if (pending === null) return;
    pending.cancel();
    this.#life.expectPulse(answerMilliseconds, 'It did not react to cancelling.');
  }

  /** Lets the worker drop files that no later question names. */
  forget(ids: readonly number[]): void {
    const given = this.#given;
    if (given?.channel !== this.#life.present) return;
    const dropped = ids.filter((id) => given.ids.delete(id));
    if (dropped.length > 0) given.channel.emit(forgetFilesEvent, dropped);
  }

  /** Hands over memory that nobody looks at any more; without a worker it is left to the garbage. */
  recycle(buffers: readonly ArrayBuffer[]): void {
    const channel = this.#life.present;
    if (channel !== null) void channel.call(recycleRequest, buffers, { transfer: buffers });
  }

  /** Ends the worker; a later question starts another. */
  end(): void {
    this.#count += 1;
    this.#pending = null;
    this.#life.replace('It was ended.');
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
      // Messages arrive in the order in which they were sent: nothing overtakes the file.
      void channel.call(
        giveFileRequest,
        { id: file.id, path: file.path, bytes: bytes.value },
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
