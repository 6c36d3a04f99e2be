import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { messageOf } from '../../src/engine/core/messageOf.ts';
import type { Step } from '../../src/engine/core/steps.ts';
import type { Reply } from '../../src/protocol/channel.ts';

/** The state of a task; what it last resulted in is not part of it. */
export type TaskPhase =
  | { readonly kind: 'idle' }
  /** `step`: how far it is; null before the first report. */
  | { readonly kind: 'computing'; readonly step: Step | null }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: string };

/** What the work of a task learns of the task. */
export interface TaskContext {
  /** False once the work was cancelled, dropped or replaced: then nobody wants its result. */
  readonly isCurrent: () => boolean;
  readonly onStep: (step: Step) => void;
}

interface TaskOptions<P, R> {
  /** Does the work. A throw counts as a failed reply. */
  readonly work: (params: P, context: TaskContext) => Promise<Reply<R>>;
  /** Takes the result over, in one batch with the end of the phase. A throw fails the task. */
  readonly settle?: (result: R, params: P) => void;
  /** Stops the work under way, if there is any. */
  readonly abort: () => void;
  /** Is called with every report of progress. */
  readonly onStep?: (step: Step) => void;
}

const idle: TaskPhase = { kind: 'idle' };
const cancelled: TaskPhase = { kind: 'cancelled' };

/** Work of which only the latest start counts: whatever an earlier one still answers is ignored. */
export class LatestTask<P, R> {
  readonly #phase = signal<TaskPhase>(idle);
  readonly #options: TaskOptions<P, R>;
  /** Identifies the latest start; whatever belongs to another one is stale. */
  #latest: object = {};
  #isExpecting = false;

  constructor(options: TaskOptions<P, R>) {
    this.#options = options;
  }

  get phase(): ReadonlySignal<TaskPhase> {
    return this.#phase;
  }

  /** Whether {@link expect} was called and no start has followed yet. */
  get isExpecting(): boolean {
    return this.#isExpecting;
  }

  /** Stops the work under way because other work will start soon; the phase is `computing` from now on. */
  expect(): void {
    this.#leave({ kind: 'computing', step: null });
    this.#isExpecting = true;
  }

  /** Starts the work in place of that under way; resolves with its result, or null if it failed or is not wanted any more. */
  async start(params: P): Promise<R | null> {
    if (!this.#isExpecting) this.expect();
    this.#isExpecting = false;
    const mine = (this.#latest = {});
    const isCurrent = (): boolean => mine === this.#latest;
    const onStep = (step: Step): void => {
      if (!isCurrent()) return;
      this.#phase.value = { kind: 'computing', step };
      this.#options.onStep?.(step);
    };
    const reply = await this.#reply(params, { isCurrent, onStep });
    if (!isCurrent()) return null;
    if (!reply.ok) {
      this.#phase.value = reply.reason === 'cancelled' ? cancelled : { kind: 'failed', error: reply.error };
      return null;
    }
    try {
      batch(() => {
        this.#options.settle?.(reply.value, params);
        if (isCurrent()) this.#phase.value = idle;
      });
    } catch (error) {
      this.fail(messageOf(error));
      return null;
    }
    return reply.value;
  }

  /** Stops the work under way, as the user wishes; returns false if there is none. */
  cancel(): boolean {
    if (this.#phase.peek().kind !== 'computing') return false;
    this.#leave(cancelled);
    return true;
  }

  /** Stops the work under way and forgets how earlier work ended: nobody wants to know. */
  drop(): void {
    this.#leave(idle);
  }

  /** Ends the task with a failure found outside its work. */
  fail(error: string): void {
    this.#latest = {};
    this.#isExpecting = false;
    this.#phase.value = { kind: 'failed', error };
  }

  #leave(phase: TaskPhase): void {
    this.#latest = {};
    this.#isExpecting = false;
    this.#options.abort();
    this.#phase.value = phase;
  }

  async #reply(params: P, context: TaskContext): Promise<Reply<R>> {
    try {
      return await this.#options.work(params, context);
    } catch (error) {
      return { ok: false, reason: 'failed', error: messageOf(error) };
    }
  }
}
