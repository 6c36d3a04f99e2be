import type { CallShape } from '../../engine/core/call.ts';
import type { Refusal } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import type { CheckedOutput } from '../../scenario/report/checkedOutput.ts';
import type { RunReport } from '../../scenario/report/runReport.ts';

/** Everything that a report says, in whatever format. The same scenario gives the same facts: no dates, no machine. */
export interface ReportFacts {
  /** The scenario's name. */
  readonly title: string;
  /** The scenario as it is handed on; see `portableScenario`. */
  readonly scenario: Scenario;
  readonly outcome: ReportOutcome;
  /** The version of this program. */
  readonly version: string;
}

/** The outcome of the call: it ran, or it was refused. */
export type ReportOutcome = RanCall | RefusedCall;

/** A call that PyTorch would refuse, or that could not be run. */
export interface RefusedCall {
  readonly kind: 'refused';
  readonly refusal: Refusal;
}

/** A call that ran. */
export interface RanCall {
  readonly kind: 'ran';
  /** "Correct, within float32 rounding". */
  readonly headline: string;
  /** False if the output to check is wrong or, without one, if the formulation's output is. */
  readonly isRight: boolean;
  /** Sentences that justify the headline. */
  readonly detail: string;
  /**
   * The run. Its `error` is that of the output to check, if there is one of the right shape, otherwise of the
   * formulation's.
   */
  readonly run: RunReport;
  /** The shapes and parameters of the call. */
  readonly call: CallShape;
  /** The check of the scenario's output; null if the scenario names none. */
  readonly checked: CheckedOutput | null;
  /** The tensors in a fixed order: x, w, b, the formulation's output, the output to check. */
  readonly tensors: readonly TensorFacts[];
  /** At most two pictures; none if they were not wanted or the output has no elements. */
  readonly pictures: readonly ReportPicture[];
}

/** A tensor of a report. */
export interface TensorFacts {
  /** "x", "w", "b", "y" or "output to check". */
  readonly name: string;
  /** The tensor's origin: "randn, seed 0", "values in the document", "x.npy#up". */
  readonly source: string;
  readonly shape: Shape;
  readonly dtype: string;
  /** `hashlib.sha256(array.tobytes()).hexdigest()` of the C-contiguous array. */
  readonly sha256: string;
}

/** A picture of one plane of a tensor. */
export interface ReportPicture {
  /** The part of a file's name: "output". */
  readonly id: string;
  /** A sentence that says which plane is shown, and what the colours mean. */
  readonly caption: string;
  readonly width: number;
  readonly height: number;
  readonly png: Uint8Array<ArrayBuffer>;
}
