import type { Result } from '../../src/engine/refusal.ts';
import type { Step } from '../../src/engine/steps.ts';
import { Channel } from '../../src/protocol/channel.ts';
import type { Pending, Port, Reply } from '../../src/protocol/channel.ts';
import { pingRequest, runRequest } from '../../src/protocol/workerMessages.ts';
import type { Run } from '../../src/scenario/run.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/** A worker as this class needs it, so that a test can hand in one that dies. */
export interface Spawned {
  readonly port: Port;
  readonly end: () => void;
}

/** What to compute: `runRequest`'s parameters. */
export interface Job {
  readonly scenario: Scenario;
  readonly files: readonly (readonly [path: string, bytes: ArrayBuffer])[];
  readonly memoryCap: number;
}

/** How long a cancelled worker may take to show that it is alive. */
const answerMilliseconds = 1000;
/** How often a working one is asked, and how long it may then be silent: one huge allocation is legal. */
const pulseMilliseconds = 2000;
const silenceMilliseconds = 8000;

/**
 * The engine in its worker: one run at a time, a new one cancels the one before. A worker that
 * dies or hangs is replaced; the run it had is tried once more in the new one, then fails.
 */
export class EngineProcess {
  readonly #spawn: (died: (error: string) => void) => Spawned;
  #process: Spawned | null = null;
  #channel: Channel | null = null;
  #pending: Pending<Result<Run>> | null = null;
  #death = '';

  constructor(spawn: (died: (error: string) => void) => Spawned) {
    this.#spawn = spawn;
  }

  /** Runs; the reply is `cancelled` when {@link cancel} or a newer run came first. */
  async run(job: Job, onStep: (step: Step) => void): Promise<Reply<Result<Run>>> {
    this.cancel();
    const first = await this.#attempt(job, onStep);
    if (first.ok || first.reason !== 'disposed') return first;
    const second = await this.#attempt(job, onStep);
    if (second.ok || second.reason !== 'disposed') return second;
    return { ok: false, reason: 'failed', error: `The engine stopped twice: ${this.#death}` };
  }

  /** Abandons the run under way; a worker that does not answer within a second is replaced. */
  cancel(): void {
    const pending = this.#pending;
    this.#pending = null;
    if (pending === null) return;
    pending.cancel();
    this.#expectPulse(answerMilliseconds, 'It did not react to cancelling.');
  }

  /** Ends the worker; a later run starts another. */
  end(): void {
    this.#pending = null;
    this.#replace('It was ended.');
  }

  async #attempt(job: Job, onStep: (step: Step) => void): Promise<Reply<Result<Run>>> {
    const pending = this.#alive().call(runRequest, job, { onStep });
    this.#pending = pending;
    const pulse = setInterval(
      () => this.#expectPulse(silenceMilliseconds, 'It did not answer any more.'),
      pulseMilliseconds,
    );
    const reply = await pending.reply;
    clearInterval(pulse);
    if (this.#pending === pending) this.#pending = null;
    return reply;
  }

  #alive(): Channel {
    if (this.#channel !== null) return this.#channel;
    const spawned = this.#spawn((error) => {
      if (this.#process === spawned) this.#replace(error);
    });
    this.#process = spawned;
    this.#channel = new Channel(spawned.port);
    return this.#channel;
  }

  #expectPulse(within: number, otherwise: string): void {
    const channel = this.#channel;
    if (channel === null) return;
    const timer = setTimeout(() => {
      if (this.#channel === channel) this.#replace(otherwise);
    }, within);
    void channel.call(pingRequest, null).reply.then(() => clearTimeout(timer));
  }

  /** Ends the worker; the next run starts another. Everything pending settles as `disposed`. */
  #replace(death: string): void {
    this.#death = death;
    this.#process?.end();
    this.#process = null;
    const channel = this.#channel;
    this.#channel = null;
    channel?.dispose();
  }
}
