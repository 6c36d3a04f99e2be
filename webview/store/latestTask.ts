import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { messageOf } from '../../src/engine/core/messageOf.ts';
import type { Step } from '../../src/engine/core/steps.ts';
import type { Reply } from '../../src/protocol/channel.ts';

/** The state of a task, without its last result. */
export type TaskPhase =
  | { readonly kind: 'idle' }
  /** `step` is the last report of progress; null before the first. */
  | { readonly kind: 'computing'; readonly step: Step | null }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: string };

/** The access of the work to its task. */
export interface TaskContext {
  /** Returns false once the work was cancelled, dropped or replaced, so that its result will be ignored. */
  readonly isCurrent: () => boolean;
  readonly onStep: (step: Step) => void;
}

interface TaskOptions<P, R> {
  /** Does the work. A throw counts as a failed reply. */
  readonly work: (params: P, context: TaskContext) => Promise<Reply<R>>;
  /** Receives the result in the same batch in which the phase ends. A throw fails the task. */
  readonly settle?: (result: R, params: P) => void;
  /** Stops the current work, if there is any. */
  readonly abort: () => void;
  /** Receives every report of progress. */
  readonly onStep?: (step: Step) => void;
}

const idle: TaskPhase = { kind: 'idle' };
const cancelled: TaskPhase = { kind: 'cancelled' };

/** Work of which only the latest start counts. Results of earlier starts are ignored. */
export class LatestTask<P, R> {
  readonly #phase = signal<TaskPhase>(idle);
  readonly #options: TaskOptions<P, R>;
  /** Identifies the latest start. */
  #latest: object = {};
  #isExpecting = false;

  constructor(options: TaskOptions<P, R>) {
    this.#options = options;
  }

  get phase(): ReadonlySignal<TaskPhase> {
    return this.#phase;
  }

  /** True if {@link expect} was called and no start has followed. */
  get isExpecting(): boolean {
    return this.#isExpecting;
  }

  /** Stops the current work because other work will start soon. The phase becomes `computing`. */
  expect(): void {
    this.#leave({ kind: 'computing', step: null });
    this.#isExpecting = true;
  }

  /**
   * Starts the work in place of the current work. Resolves with the result; null if the work failed or is not current.
   */
  async start(params: P): Promise<R | null> {
    if (!this.#isExpecting) this.expect();
    this.#isExpecting = false;
    const started = (this.#latest = {});
    const isCurrent = (): boolean => started === this.#latest;
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

  /** Stops the current work for the user; the phase becomes `cancelled`. Returns false if there is none. */
  cancel(): boolean {
    if (this.#phase.peek().kind !== 'computing') return false;
    this.#leave(cancelled);
    return true;
  }

  /** Stops the current work; the phase becomes `idle`, also after a failure. */
  drop(): void {
    this.#leave(idle);
  }

  /** Fails the task with an error from outside its work. */
  fail(error: string): void {
    this.#latest = {};
    this.#isExpecting = false;
    this.#phase.value = { kind: 'failed', error };
  }

  /** Stops the current work and sets the phase. */
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
