import type { Comparison, Tolerance } from '../../src/engine/compare/comparison.ts';
import type { Result } from '../../src/engine/core/refusal.ts';
import type { Step } from '../../src/engine/core/steps.ts';
import type { Pending, Reply, RequestType } from '../../src/protocol/channel.ts';
import type { Tensor } from '../../src/engine/core/tensor.ts';
import {
  compareRequest,
  type DiagnoseReply,
  diagnoseRequest,
  explainRequest,
  measureRequest,
  pairsRequest,
  recycleRequest,
  runRequest,
} from '../../src/protocol/workerMessages.ts';
import type { HypothesisExplanation, HypothesisRow } from '../../src/scenario/report/hypothesisRow.ts';
import type { Run } from '../../src/scenario/run/run.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { type Spawn, watchPulse, WorkerLife } from './workerLife.ts';

/** What to compute: `runRequest`'s parameters. */
export interface Job {
  readonly scenario: Scenario;
  readonly files: readonly (readonly [path: string, bytes: ArrayBuffer])[];
  readonly memoryCap: number;
}

/** How long a cancelled worker may take to show that it is alive. */
const answerMilliseconds = 1000;

/**
 * The engine in its worker: one run at a time, a new one cancels the one before. A worker that
 * dies or hangs is replaced; the run it had is tried once more in the new one, then fails.
 */
export class EngineClient {
  readonly #life: WorkerLife;
  #pending: Pending<unknown> | null = null;

  constructor(spawn: Spawn) {
    this.#life = new WorkerLife(spawn);
  }

  /** Starts the worker, so that the first run need not wait for it. */
  start(): void {
    this.#life.alive();
  }

  /** Runs; the reply is `cancelled` when {@link cancel} or a newer run came first. */
  async run(job: Job, onStep: (step: Step) => void): Promise<Reply<Result<Run>>> {
    return await this.#ask(runRequest, job, onStep);
  }

  /** Compares two tensors of one shape; as {@link run}. */
  async compare(
    tensors: { readonly actual: Tensor; readonly expected: Tensor; readonly tolerance: Tolerance },
    onStep: (step: Step) => void,
  ): Promise<Reply<Comparison>> {
    return await this.#ask(compareRequest, tensors, onStep);
  }

  /** Explains a scenario's output to check; as {@link run}. */
  async diagnose(job: Job, onStep: (step: Step) => void): Promise<Reply<Result<DiagnoseReply>>> {
    return await this.#ask(diagnoseRequest, job, onStep);
  }

  /** How far the output is from what a hypothesis of the last diagnosis makes; as {@link run}. */
  async measure(key: string): Promise<Reply<HypothesisRow>> {
    return await this.#ask(measureRequest, { key }, () => undefined);
  }

  /** What a hypothesis of the last diagnosis makes; as {@link run}. */
  async explain(key: string): Promise<Reply<HypothesisExplanation>> {
    return await this.#ask(explainRequest, { key }, () => undefined);
  }

  /** The pairs of mistakes that make the output diagnosed last; as {@link run}. */
  async pairs(onStep: (step: Step) => void): Promise<Reply<readonly HypothesisRow[]>> {
    return await this.#ask(pairsRequest, null, onStep);
  }

  async #ask<P, R>(kind: RequestType<P, R>, params: P, onStep: (step: Step) => void): Promise<Reply<R>> {
    this.cancel();
    const first = await this.#attempt(kind, params, onStep);
    if (first.ok || first.reason !== 'disposed') return first;
    const second = await this.#attempt(kind, params, onStep);
    if (second.ok || second.reason !== 'disposed') return second;
    return { ok: false, reason: 'failed', error: `The engine stopped twice: ${this.#life.death}` };
  }

  /** Abandons the run under way; a worker that does not answer within a second is replaced. */
  cancel(): void {
    const pending = this.#pending;
    this.#pending = null;
    if (pending === null) return;
    pending.cancel();
    this.#life.expectPulse(answerMilliseconds, 'It did not react to cancelling.');
  }

  /** Hands over memory that nobody looks at any more; without a worker it is left to the garbage. */
  recycle(buffers: readonly ArrayBuffer[]): void {
    const channel = this.#life.present;
    if (channel !== null) void channel.call(recycleRequest, buffers, { transfer: buffers });
  }

  /** Ends the worker; a later run starts another. */
  end(): void {
    this.#pending = null;
    this.#life.replace('It was ended.');
  }

  async #attempt<P, R>(kind: RequestType<P, R>, params: P, onStep: (step: Step) => void): Promise<Reply<R>> {
    const pending = this.#life.alive().call(kind, params, { onStep });
    this.#pending = pending;
    const stopWatching = watchPulse(this.#life);
    const reply = await pending.reply;
    stopWatching();
    if (this.#pending === pending) this.#pending = null;
    return reply;
  }
}
