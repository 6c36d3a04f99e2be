import type { Task } from './task.ts';

/** The contenders: our formulations, our whole verdict, and the libraries that a user could choose instead. */
export const contenderIds = [
  'auto',
  'unfold-matmul',
  'matmul-fold',
  'winograd',
  'verdict',
  'verdict-fill',
  'verdict-pool',
  'ort-web',
  'tfjs-wasm',
  'ort-node',
  'pytorch',
] as const;
export type ContenderId = (typeof contenderIds)[number];

/** A contender that is ready to compute one task. */
export interface Prepared {
  /** Computes the task `repetitions` times in sequence. Resolves with the milliseconds of all repetitions together. */
  time(repetitions: number): Promise<number>;
  /** Returns the output, (N, Cout, Ho, Wo) row-major, or null if the contender checks its own result. */
  output(): Promise<Float32Array | null>;
  close(): Promise<void>;
}

export interface Contender {
  readonly id: ContenderId;
  /** Prepares for a task, which is not timed. Resolves with the reason if the contender does not support the task. */
  prepare(task: Task): Promise<Prepared | string>;
}

/** Returns the `Prepared.time` of a function that computes in this process. */
export function timeOf(run: () => unknown): Prepared['time'] {
  return async (repetitions) => {
    const start = performance.now();
    for (let i = 0; i < repetitions; i++) await run();
    return performance.now() - start;
  };
}
