import { type ContenderId, contenderIds } from './contender.ts';
import type { Measured } from './rounds.ts';

/** The measurements of one process or worker. */
export interface Environment {
  /** `Node` or `Chromium`. */
  readonly name: string;
  /** The versions of the runtime and of the peers. */
  readonly versions: readonly string[];
  /** The contenders that could not be started, with the reasons. */
  readonly missing: readonly { readonly id: ContenderId; readonly reason: string }[];
  readonly workloads: readonly Measured[];
}

/** The contenders that are other libraries. */
export const peerIds = ['ort-web', 'tfjs-wasm', 'ort-node', 'pytorch'] as const;
export type PeerId = (typeof peerIds)[number];

/** The choices on the command line. */
export interface Wanted {
  readonly quick: boolean;
  /** Workloads by id. */
  readonly only: readonly string[];
  readonly peers: readonly PeerId[];
}

/** Returns one line about a measured workload, to be printed while the benchmark runs. */
export function lineOf(environment: string, { workload, outcomes }: Measured): string {
  const times = contenderIds.flatMap((id) => {
    const outcome = outcomes.find((each) => each.id === id);
    if (outcome?.ok !== true) return [];
    const best = Math.min(...outcome.samples);
    return [`${id} ${best.toPrecision(3)}`];
  });
  return `${environment} ${workload.id.padEnd(3)} ${workload.title}: ${times.join(', ')} ms`;
}
