import { signal, type Signal } from '@preact/signals';
import type { Step } from '../../src/engine/core/steps.ts';
import type { Reply, RequestType } from '../../src/protocol/channel.ts';
import { tracingWorker } from '../workers/tracingWorker.ts';
import { announce } from '../ui/announce.ts';

/** What becomes of a long question; what was answered before stays on the page meanwhile. */
export type QuestionPhase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'computing'; readonly step: Step | null }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: string };

/** A kind of question to the tracing worker, one at a time: a newer one takes the place of the one before. */
export class Question<P, R> {
  readonly phase: Signal<QuestionPhase> = signal<QuestionPhase>({ kind: 'idle' });
  readonly #request: RequestType<P, R>;
  #newest = 0;

  constructor(request: RequestType<P, R>) {
    this.#request = request;
  }

  /** Asks. The answer; null if it failed, was cancelled, or nobody wants it any more. */
  async ask(params: P): Promise<R | null> {
    this.#newest += 1;
    const mine = this.#newest;
    this.phase.value = { kind: 'computing', step: null };
    const reply: Reply<R> = await tracingWorker.ask(this.#request, params, (step) => {
      if (mine === this.#newest) this.phase.value = { kind: 'computing', step };
    });
    if (mine !== this.#newest) return null;
    if (reply.ok) this.phase.value = { kind: 'idle' };
    else if (reply.reason === 'cancelled') this.phase.value = { kind: 'cancelled' };
    else this.fail(reply.error);
    return reply.ok ? reply.value : null;
  }

  fail(error: string): void {
    this.phase.value = { kind: 'failed', error };
  }

  /** Stops what is under way, as somebody wishes; false when nothing is. */
  cancel(): boolean {
    if (this.phase.value.kind !== 'computing') return false;
    this.drop();
    this.phase.value = { kind: 'cancelled' };
    announce('Cancelled.');
    return true;
  }

  /** Nobody wants to know any more. */
  drop(): void {
    this.#newest += 1;
    tracingWorker.cancel(this.#request);
    this.phase.value = { kind: 'idle' };
  }
}
