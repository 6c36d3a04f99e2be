import type { Task } from './task.ts';

/** What there is to time: ourselves, by formulation and as a whole, and the libraries a user would pick instead. */
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

/** A contender with one task in its hands. */
export interface Prepared {
  /** Computes the task this often, one after the other; milliseconds altogether. */
  time(repetitions: number): Promise<number>;
  /** The output, (N, Cout, Ho, Wo) row-major; null of a contender that checks itself. */
  output(): Promise<Float32Array | null>;
  close(): Promise<void>;
}

export interface Contender {
  readonly id: ContenderId;
  /** Gets ready for a task, at no cost to its times; a sentence why it cannot do it. */
  prepare(task: Task): Promise<Prepared | string>;
}

/** Something that computes in this process, as `Prepared.time` wants it. */
export function timeOf(run: () => unknown): Prepared['time'] {
  return async (repetitions) => {
    const start = performance.now();
    for (let i = 0; i < repetitions; i++) await run();
    return performance.now() - start;
  };
}
