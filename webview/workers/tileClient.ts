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

/** A part of a matrix to be read exactly. */
export interface TileRequest {
  /** Identifies the request among those of its subscriber. */
  readonly key: string;
  readonly run: PictureSource;
  readonly lookedAt: MatrixRef;
  readonly rows: AxisCut;
  readonly columns: AxisCut;
}

/** A picture that shows a part of a matrix. It is asked again for every piece of work, so that no request waits and goes stale. */
export interface TileSubscriber {
  /** The request that the picture needs most of those that are not under way; null if it needs none. */
  next(underWay: (key: string) => boolean): TileRequest | null;
  /** Whether the picture still needs the tile. */
  wants(key: string): boolean;
  deliver(key: string, areas: Areas): void;
}

interface Working {
  readonly subscriber: TileSubscriber;
  readonly key: string;
  readonly pending: Pending<Areas>;
}

/** Requests under way at a time: two, so that the worker need not wait for the page to ask again; each is some hundredths of a second of work. */
const mostUnderWay = 2;
/** Deaths in a row, without an answer in between, after which a run is not tried any more. */
const mostDeaths = 2;

/**
 * The worker that reads every cell of a tile, for which the page has no time. The worker is started when a tile is first
 * needed, given a run's tensors once, and works on what is needed at the moment: there is no queue.
 */
export class TileClient {
  /** Why no picture is refined any more; null as long as the worker works. */
  readonly failure = signal<string | null>(null);
  readonly #life: WorkerLife;
  readonly #awake: () => boolean;
  readonly #subscribers = new Set<TileSubscriber>();
  readonly #working = new Set<Working>();
  #current: PictureSource | null = null;
  #held: { readonly channel: Channel; readonly run: PictureSource } | null = null;
  #deaths = 0;
  #soon: ReturnType<typeof setTimeout> | null = null;
  #stopWatching: (() => void) | null = null;

  /** `awake`: whether the page can be seen. */
  constructor(spawn: Spawn, awake: () => boolean = () => true) {
    this.#life = new WorkerLife(spawn);
    this.#awake = awake;
  }

  /** Adds a subscriber; returns how to remove it. */
  join(subscriber: TileSubscriber): () => void {
    this.#subscribers.add(subscriber);
    return () => {
      this.#subscribers.delete(subscriber);
      this.changed();
    };
  }

  /**
   * Hears that the needs of a subscriber have changed: drops the requests that nobody needs any more and takes up those
   * that are needed most. The caller is painting, so that the tensors are copied for the worker in a task of their own.
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

  /** Shows another run, or none: the tensors that the worker holds are of no use any more, and what failed may work. */
  show(run: PictureSource | null): void {
    if (run === this.#current) return;
    this.#current = run;
    this.#deaths = 0;
    this.failure.value = null;
    this.#held = null;
    this.#life.present?.emit(releaseEvent, null);
    for (const { pending } of this.#working) pending.cancel();
    this.#working.clear();
    this.#pump();
  }

  /** Ends the worker; a later need starts another. */
  end(): void {
    if (this.#soon !== null) clearTimeout(this.#soon);
    this.#soon = null;
    this.#working.clear();
    this.#held = null;
    this.#life.replace('It was ended.');
    this.#rest();
  }

  #pump(): void {
    while (this.#working.size < mostUnderWay && this.#awake() && this.failure.peek() === null) {
      const found = this.#next();
      if (found === null) break;
      void this.#work(found.subscriber, found.request);
    }
    this.#rest();
  }

  /** A subscriber that was served goes to the end of the line. */
  #next(): { readonly subscriber: TileSubscriber; readonly request: TileRequest } | null {
    for (const subscriber of this.#subscribers) {
      const request = subscriber.next((key) =>
        [...this.#working].some((work) => work.subscriber === subscriber && work.key === key),
      );
      // A subscriber that has not noticed yet that there is another run needs what nobody will see.
      if (request === null) continue;
      if (request.run !== this.#current) continue;
      this.#subscribers.delete(subscriber);
      this.#subscribers.add(subscriber);
      return { subscriber, request };
    }
    return null;
  }

  async #work(subscriber: TileSubscriber, { key, run, lookedAt, rows, columns }: TileRequest): Promise<void> {
    const channel = this.#life.alive();
    if (!this.#holds(channel, run)) {
      this.#held = { channel, run };
      // Messages arrive in the order in which they were sent: nothing overtakes the tensors.
      const holding = channel.call(holdRequest, copied(run));
      void settled(holding).then((reply) => {
        if (!reply.ok && reply.reason === 'failed') this.#fail(reply.error);
      });
    }
    const pending = channel.call(areasRequest, { lookedAt, rows, columns });
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
      // Every request under way settles now; one death is counted once.
      this.#held = null;
      this.#deaths += 1;
      if (this.#deaths >= mostDeaths) this.#fail(this.#life.death);
    }
    this.#pump();
  }

  #holds(channel: Channel, run: PictureSource): boolean {
    return this.#held?.channel === channel && this.#held.run === run;
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

/** The fields of a source that the worker needs. */
function copied(source: PictureSource): PictureSource {
  if ('tensors' in source) return source;
  const { call, geometry, profile, formulation, computedOutput, output, reference, bound } = source;
  return { call, geometry, profile, formulation, computedOutput, output, reference, bound };
}

/** The reply; a message that could not be sent (too large to copy, say) becomes a failed reply. */
function settled<R>({ reply }: Pending<R>): Promise<Reply<R>> {
  return reply.catch((error: unknown) => ({
    ok: false,
    reason: 'failed',
    error: messageOf(error),
  }));
}
