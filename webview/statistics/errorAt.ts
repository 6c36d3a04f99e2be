import type { OutputIndex } from '../../src/engine/provenance/provenance.ts';
import { outputOffset } from '../../src/engine/provenance/offsets.ts';
import type { RunModel } from '../store/runModel.ts';

/** Signed error output − reference of an output element; NaN where either is not finite. */
export function errorAt({ run, geometry }: RunModel, element: OutputIndex): number {
  const at = outputOffset(geometry, element);
  const error = (run.output.data[at] ?? NaN) - (run.reference.data[at] ?? NaN);
  return Number.isFinite(error) ? error : NaN;
}
