import type { Call } from '../core/call.ts';
import type { DType, Shape, Tensor } from '../core/tensor.ts';

/** The purposes of the runs of a probe, in their usual order. */
export const probePurposes = [
  'random',
  'repeat',
  'scaled',
  'impulses',
  'coded',
  'images',
  'codes',
  'taps',
  'weights',
  'parts',
  'bias',
  'precision',
  'non-finite',
] as const;
export type ProbePurpose = (typeof probePurposes)[number];

/** A request to run the implementation once, on the tensors of a call. */
export interface ProbeRun {
  readonly purpose: ProbePurpose;
  readonly call: Call;
  /** The shape that the output must have. */
  readonly outputShape: Shape;
}

/** Why a run of the implementation gave no output that can be used. */
export type ProbeFailure =
  | {
      readonly kind: 'crashed';
      /** Null if a signal ended the program. */
      readonly exitCode: number | null;
      readonly signal: string | null;
      /** The last line that the program wrote to stderr; "" if there is none. */
      readonly lastLine: string;
    }
  | { readonly kind: 'timed-out'; readonly seconds: number }
  /** `others`: the names of files that it has written beside. */
  | { readonly kind: 'no-output'; readonly others: readonly string[] }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'wrong-shape'; readonly expected: Shape; readonly actual: Shape }
  | { readonly kind: 'wrong-dtype'; readonly expected: DType; readonly actual: string }
  | { readonly kind: 'too-many-runs'; readonly needed: number; readonly most: number };

/** The outcome of a run: the output and the name of its element type in the file, or why there is none. */
export type ProbeOutcome =
  { readonly kind: 'output'; readonly output: Tensor; readonly element: string } | ProbeFailure;

/** A computation that runs the implementation: yields the next run and is resumed with its outcome. */
export type Probing<T> = Generator<ProbeRun, T, ProbeOutcome>;

/** The result of a step of a probe; a failure ends the probe. */
export type Measured<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: ProbeFailure };

/** Returns a step's result. */
export function measuredAs<T>(value: T): Measured<T> {
  return { ok: true, value };
}

/** Returns a failure as the result of a step. */
export function failedWith(failure: ProbeFailure): { readonly ok: false; readonly failure: ProbeFailure } {
  return { ok: false, failure };
}
