import { type ContenderId, contenderIds } from './contender.ts';
import type { Measured } from './rounds.ts';

/** Everything that was measured in one process, or worker. */
export interface Environment {
  /** `Node` or `Chromium`. */
  readonly name: string;
  /** The versions of what ran. */
  readonly versions: readonly string[];
  /** Contenders that were not there, and why. */
  readonly missing: readonly { readonly id: ContenderId; readonly reason: string }[];
  readonly workloads: readonly Measured[];
}

/** The peers: every contender that is not ourselves. */
export const peerIds = ['ort-web', 'tfjs-wasm', 'ort-node', 'pytorch'] as const;
export type PeerId = (typeof peerIds)[number];

/** What a run was asked for. */
export interface Wanted {
  readonly quick: boolean;
  /** Workloads by id. */
  readonly only: readonly string[];
  readonly peers: readonly PeerId[];
}

/** One line for a person who waits. */
export function lineOf(environment: string, { workload, outcomes }: Measured): string {
  const times = contenderIds.flatMap((id) => {
    const outcome = outcomes.find((each) => each.id === id);
    if (outcome?.ok !== true) return [];
    const best = Math.min(...outcome.samples);
    return [`${id} ${best.toPrecision(3)}`];
  });
  return `${environment} ${workload.id.padEnd(3)} ${workload.title}: ${times.join(', ')} ms`;
}
