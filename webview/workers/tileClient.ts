import { signal } from '@preact/signals';
import type { Areas } from '../../src/engine/areas/areas.ts';
import type { AxisCut } from '../../src/engine/areas/axisCut.ts';
import { messageOf } from '../../src/engine/core/messageOf.ts';
import type { Channel, Pending, Reply } from '../../src/protocol/channel.ts';
import {
  areasRequest,
  holdRequest,
  type PictureSource,
  type MatrixRef,
  releaseEvent,
} from '../../src/protocol/tileMessages.ts';
import { type Spawn, watchPulse, WorkerLife } from './workerLife.ts';

/** A request to read every cell in a part of a matrix. */
export interface TileRequest {
  /** Identifies the request among those of its subscriber. */
  readonly key: string;
  readonly source: PictureSource;
  readonly matrix: MatrixRef;
  readonly rows: AxisCut;
  readonly columns: AxisCut;
}

/**
 * A picture that needs tiles. The client asks it anew for each request, so that there is no queue of outdated requests.
 */
export interface TileSubscriber {
  /** Returns the most urgent request that is not pending; null if the picture needs none. */
  next(isPending: (key: string) => boolean): TileRequest | null;
  /** Returns true if the picture still needs the tile. */
  wants(key: string): boolean;
  deliver(key: string, areas: Areas): void;
}

interface PendingTile {
  readonly subscriber: TileSubscriber;
  readonly key: string;
  readonly pending: Pending<Areas>;
}

/** Most pending requests: with two, the worker need not wait for the page. Each takes some hundredths of a second. */
const mostPending = 2;
/** After this many deaths in a row, without a tile in between, the pictures of a source stay sampled. */
const mostDeaths = 2;

/**
 * The client of the tile worker, which reads every cell of a tile because the page has no time to. The worker is started
 * when a tile is first needed and receives the tensors of a picture source once. There is no queue: each request is
 * chosen when the worker is free.
 */
export class TileClient {
  /** The reason why pictures are no longer refined; null while the worker works. */
  readonly failure = signal<string | null>(null);
  readonly #life: WorkerLife;
  readonly #awake: () => boolean;
  readonly #subscribers = new Set<TileSubscriber>();
  readonly #working = new Set<PendingTile>();
  #current: PictureSource | null = null;
  /** The worker that has the tensors of a source. */
  #held: { readonly channel: Channel; readonly source: PictureSource } | null = null;
  #deaths = 0;
  #soon: ReturnType<typeof setTimeout> | null = null;
  #stopWatching: (() => void) | null = null;

  /** `awake` returns true if the page is visible. */
  constructor(spawn: Spawn, awake: () => boolean = () => true) {
    this.#life = new WorkerLife(spawn);
    this.#awake = awake;
  }

  /** Adds a subscriber; returns a function that removes it. */
  join(subscriber: TileSubscriber): () => void {
    this.#subscribers.add(subscriber);
    return () => {
      this.#subscribers.delete(subscriber);
      this.changed();
    };
  }

  /**
   * Cancels requests that no subscriber needs any more, and sends the most urgent ones. Subscribers call it whenever
   * their needs have changed. They call it while painting, so the tensors are copied for the worker in a later task.
   */
  changed(): void {
    for (const work of this.#working) {
      if (this.#subscribers.has(work.subscriber) && work.subscriber.wants(work.key)) continue;
      this.#working.delete(work);
      work.pending.cancel();
    }
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      this.#pump();
    });
  }

  /**
   * Changes the picture source; null for none. The worker drops the tensors of the source before, and a failure is
   * forgotten.
   */
  show(source: PictureSource | null): void {
    if (source === this.#current) return;
    this.#current = source;
    this.#deaths = 0;
    this.failure.value = null;
    this.#held = null;
    this.#life.present?.emit(releaseEvent, null);
    for (const { pending } of this.#working) pending.cancel();
    this.#working.clear();
    this.#pump();
  }

  /** Ends the worker; a later request starts another. */
  end(): void {
    if (this.#soon !== null) clearTimeout(this.#soon);
    this.#soon = null;
    this.#working.clear();
    this.#held = null;
    this.#life.replace('The worker was ended.');
    this.#rest();
  }

  #pump(): void {
    while (this.#working.size < mostPending && this.#awake() && this.failure.peek() === null) {
      const found = this.#next();
      if (found === null) break;
      void this.#work(found.subscriber, found.request);
    }
    this.#rest();
  }

  /** Chooses the next request. Its subscriber moves to the end of the line. */
  #next(): { readonly subscriber: TileSubscriber; readonly request: TileRequest } | null {
    for (const subscriber of this.#subscribers) {
      const request = subscriber.next((key) =>
        [...this.#working].some((work) => work.subscriber === subscriber && work.key === key),
      );
      // Skips subscribers that still request tiles of a previous source.
      if (request?.source !== this.#current) continue;
      this.#subscribers.delete(subscriber);
      this.#subscribers.add(subscriber);
      return { subscriber, request };
    }
    return null;
  }

  async #work(subscriber: TileSubscriber, { key, source, matrix, rows, columns }: TileRequest): Promise<void> {
    const channel = this.#life.alive();
    if (!this.#holds(channel, source)) {
      this.#held = { channel, source };
      // Messages arrive in the order in which they were sent: the tensors arrive before the request.
      const holding = channel.call(holdRequest, partsToCopy(source));
      void settled(holding).then((reply) => {
        if (!reply.ok && reply.reason === 'failed') this.#fail(reply.error);
      });
    }
    const pending = channel.call(areasRequest, { matrix, rows, columns });
    const work = { subscriber, key, pending };
    this.#working.add(work);
    this.#stopWatching ??= watchPulse(this.#life);
    const reply = await settled(pending);
    if (!this.#working.delete(work)) return;
    if (reply.ok) {
      this.#deaths = 0;
      subscriber.deliver(key, reply.value);
    } else if (reply.reason === 'failed') {
      this.#fail(reply.error);
    } else if (reply.reason === 'disposed' && this.#held?.channel === channel) {
      // Every pending request settles now, but the death is counted once.
      this.#held = null;
      this.#deaths += 1;
      if (this.#deaths >= mostDeaths) this.#fail(this.#life.death);
    }
    this.#pump();
  }

  #holds(channel: Channel, source: PictureSource): boolean {
    return this.#held?.channel === channel && this.#held.source === source;
  }

  #fail(error: string): void {
    this.failure.value = error;
  }

  #rest(): void {
    if (this.#working.size > 0) return;
    this.#stopWatching?.();
    this.#stopWatching = null;
  }
}

/** Returns the fields of a source that the worker needs. */
function partsToCopy(source: PictureSource): PictureSource {
  if ('tensors' in source) return source;
  const { call, geometry, profile, formulation, computedOutput, output, reference, bound } = source;
  return { call, geometry, profile, formulation, computedOutput, output, reference, bound };
}

/** Waits for a reply; if the message could not be sent (it is too large to copy, say), the reply is `failed`. */
function settled<R>({ reply }: Pending<R>): Promise<Reply<R>> {
  return reply.catch((error: unknown) => ({
    ok: false,
    reason: 'failed',
    error: messageOf(error),
  }));
}
