import { findNonFinite } from '../../engine/diagnose/nonFinite/sources.ts';
import { roundCall, runRounded } from '../../engine/precision/emulate.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { isSameShape, type Tensor } from '../../engine/core/tensor.ts';
import type { ResolvedCall } from '../run/resolveCall.ts';
import { hasNonFinite, type PropagationReport, traceCall } from './propagationReport.ts';

/**
 * Where NaN and infinities of a call and of an output to check come from; null where there are none. Runs the
 * scenario's formulation only if there are. An output of another shape is left out.
 */
export function* outputPropagation(
  { call: given, geometry, formulation, profile }: Omit<ResolvedCall, 'actual'>,
  actual: Tensor,
): Steps<PropagationReport | null> {
  // What overflows as it enters an emulated precision is a source as well.
  const call = yield* roundCall(given, profile);
  const { counts } = yield* findNonFinite(call, 0);
  const checked = isSameShape(actual.shape, geometry.outputShape) ? actual : null;
  const finite = checked?.data.every((value) => Number.isFinite(value)) ?? true;
  if (finite && counts.input + counts.weight + counts.bias === 0) return null;
  const output = yield* runRounded(call, geometry, formulation);
  const { report } = yield* traceCall(call, geometry, formulation.id, output, checked);
  return hasNonFinite(report) ? report : null;
}
