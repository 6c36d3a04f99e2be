import { signal } from '@preact/signals';
import type { Areas } from '../../src/engine/areas/areas.ts';
import type { AxisCut } from '../../src/engine/areas/axisCut.ts';
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
  /** Tells it apart from every other of its looker. */
  readonly key: string;
  readonly run: PictureSource;
  readonly lookedAt: MatrixRef;
  readonly rows: AxisCut;
  readonly columns: AxisCut;
}

/** Somebody who shows a part of a matrix. Asked again for every piece of work, so that none of it waits and goes stale. */
export interface TileSubscriber {
  /** What it wants most of what is not under way; null when nothing. */
  next(underWay: (key: string) => boolean): TileRequest | null;
  /** Whether it still has a use for this. */
  wants(key: string): boolean;
  deliver(key: string, areas: Areas): void;
}

interface Working {
  readonly looker: TileSubscriber;
  readonly key: string;
  readonly pending: Pending<Areas>;
}

/** Two, so that the worker need not wait for the page to ask again; each is some hundredths of a second of work. */
const mostUnderWay = 2;
/** Deaths in a row, without an answer in between, after which a run is not tried any more. */
const mostDeaths = 2;

/**
 * The worker that reads what the page has no time to read. It is started when something is first
 * wanted, given a run's tensors once, and works on what is wanted at the moment: there is no queue.
 */
export class TileClient {
  /** Why nothing is refined any more; null as long as all is well. */
  readonly failure = signal<string | null>(null);
  readonly #life: WorkerLife;
  readonly #awake: () => boolean;
  readonly #lookers = new Set<TileSubscriber>();
  readonly #working = new Set<Working>();
  #current: PictureSource | null = null;
  #held: { readonly channel: Channel; readonly run: PictureSource } | null = null;
  #deaths = 0;
  #soon: ReturnType<typeof setTimeout> | null = null;
  #stopWatching: (() => void) | null = null;

  /** `awake`: whether anybody can see the page. */
  constructor(spawn: Spawn, awake: () => boolean = () => true) {
    this.#life = new WorkerLife(spawn);
    this.#awake = awake;
  }

  /** Takes somebody in; returns how to leave. */
  join(looker: TileSubscriber): () => void {
    this.#lookers.add(looker);
    return () => {
      this.#lookers.delete(looker);
      this.changed();
    };
  }

  /**
   * What somebody wants has changed: drops what nobody wants any more and takes up what is wanted most. Who says so is
   * painting: the tensors are copied for the worker in a task of their own.
   */
  changed(): void {
    for (const work of this.#working) {
      if (this.#lookers.has(work.looker) && work.looker.wants(work.key)) continue;
      this.#working.delete(work);
      work.pending.cancel();
    }
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      this.#pump();
    });
  }

  /** Another run is on the page, or none: what the worker holds is of no use, and what failed may work. */
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

  /** Ends the worker; it is started again when something is wanted. */
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
      void this.#work(found.looker, found.look);
    }
    this.#rest();
  }

  /** Whoever was served goes to the end of the line. */
  #next(): { readonly looker: TileSubscriber; readonly look: TileRequest } | null {
    for (const looker of this.#lookers) {
      const look = looker.next((key) => [...this.#working].some((work) => work.looker === looker && work.key === key));
      // Who has not noticed yet that there is another run wants what nobody will see.
      if (look === null) continue;
      if (look.run !== this.#current) continue;
      this.#lookers.delete(looker);
      this.#lookers.add(looker);
      return { looker, look };
    }
    return null;
  }

  async #work(looker: TileSubscriber, { key, run, lookedAt, rows, columns }: TileRequest): Promise<void> {
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
    const work = { looker, key, pending };
    this.#working.add(work);
    this.#stopWatching ??= watchPulse(this.#life);
    const reply = await settled(pending);
    if (!this.#working.delete(work)) return;
    if (reply.ok) {
      this.#deaths = 0;
      looker.deliver(key, reply.value);
    } else if (reply.reason === 'failed') {
      this.#fail(reply.error);
    } else if (reply.reason === 'disposed' && this.#held?.channel === channel) {
      // All that was under way settles now; one death is counted once.
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

/** What of it the worker needs. */
function copied(lookable: PictureSource): PictureSource {
  if ('tensors' in lookable) return lookable;
  const { call, geometry, profile, formulation, computedOutput, output, reference, bound } = lookable;
  return { call, geometry, profile, formulation, computedOutput, output, reference, bound };
}

/** The reply; a message that could not even be sent (too large to copy, say) is a failed one. */
function settled<R>({ reply }: Pending<R>): Promise<Reply<R>> {
  return reply.catch((error: unknown) => ({
    ok: false,
    reason: 'failed',
    error: error instanceof Error ? error.message : String(error),
  }));
}
