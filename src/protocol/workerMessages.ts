import type { Result } from '../engine/refusal.ts';
import type { Run } from '../scenario/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { event, request } from './channel.ts';

/** webview → worker: run this. `files`: the bytes of every file the scenario names. Progress comes as steps. */
export const runRequest = request<
  {
    readonly scenario: Scenario;
    readonly files: readonly (readonly [path: string, bytes: ArrayBuffer])[];
    /** Bytes a run may allocate; above it the call is refused with the estimate. */
    readonly memoryCap: number;
  },
  Result<Run>
>('run');

/** worker → webview: alive and listening. */
export const workerReady = event<null>('worker-ready');

/** webview → worker: answered at once by a worker that is alive, even while a run is under way. */
export const pingRequest = request<null, null>('ping');
