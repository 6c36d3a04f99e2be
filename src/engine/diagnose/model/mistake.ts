import type { Call } from '../../core/call.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import type { Float64Tensor, Tensor } from '../../core/tensor.ts';
import type { EmulatedRounding } from './emulatedRounding.ts';
import type { FixCode } from './fixCode.ts';
import type { Hypothesis } from './hypothesis.ts';

/** What a search knows of the case. */
export interface Case {
  /** The right call. */
  readonly call: Call;
  readonly geometry: Geometry;
  /** The output that is to be explained; it may be of another shape than the call's. */
  readonly actual: Tensor;
  /** What would have been right, in the geometry's output shape. */
  readonly reference: Float64Tensor;
  /** Of a precision that is emulated: what its rounding may do. */
  readonly rounding?: EmulatedRounding | undefined;
}

/** A known way of getting a transposed convolution wrong. */
export interface Mistake {
  /** Stable: reports and tests name it. */
  readonly id: string;
  readonly title: string;
  /** What it comes to, in a few words or symbols. */
  readonly means: string;
  /** The stage of the computation that it belongs to, as the debugger names it. */
  readonly place: string;
  /** Bug reports of real projects that are about it, or where else it is known from; none where no report is known to us. */
  readonly known: readonly string[];
  /** The fix in one sentence. */
  readonly fix: string;
  /** The fix in code, where a variant does not have its own; null where no lines of the program are it. */
  readonly code: FixCode | null;
  /** Every way in which it can have been made in this case; none where it would change nothing. */
  hypotheses(of: Case): Iterable<Hypothesis>;
}
