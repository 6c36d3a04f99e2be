import type { Call } from '../../engine/core/call.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { type ScanResult, scanErrors } from '../../engine/compare/errorScan.ts';
import { type ErrorSpread, spreadErrors } from '../../engine/compare/errorSpread.ts';
import type { Extent } from '../../engine/compare/spreadScale.ts';
import type { ComparedPart } from '../../engine/compare/comparedPart.ts';
import { keepErrors } from '../../engine/compare/keepErrors.ts';
import type { WantedBin } from '../../engine/compare/quantiles.ts';
import { defaultWorstCount } from '../../engine/compare/compareTensors.ts';
import type { Tolerance } from '../../engine/compare/comparison.ts';
import type { FormulationId } from '../../engine/provenance/formulation.ts';
import { formulationOf } from '../../engine/formulations/formulations.ts';
import type { ReferenceBy } from '../../engine/reference/reference.ts';
import { SpareBuffers } from '../../engine/core/spareBuffers.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { compute, type Computed } from './compute.ts';

/** A part of a call that was divided among workers. */
export interface PartJob {
  /** The part's own valid call and its sizes. */
  readonly call: Call;
  readonly geometry: Geometry;
  readonly formulation: FormulationId;
  readonly tolerance: Tolerance;
  /** The output plane of the whole call with which the part begins. */
  readonly firstPlane: number;
  /** Buffers that the part may overwrite. */
  readonly spare: readonly ArrayBuffer[];
}

/** The result of the run of a part. */
export interface PartResult extends Omit<Computed, 'referenceBy' | 'call'> {
  readonly kept: readonly Float64Array<ArrayBuffer>[];
}

type Made = Omit<Computed, 'referenceBy' | 'call'> & { readonly part: ComparedPart };

/**
 * Runs a part up to its verdict in three passes of comparison. Between the passes the parts exchange what they found.
 */
export class PartRun {
  readonly #job: PartJob;
  #made: Made | null = null;

  constructor(job: PartJob) {
    this.#job = job;
  }

  /** Runs the formulation and the reference, and makes the first pass of the comparison. */
  *compute(): Steps<{ readonly scanned: ScanResult; readonly by: ReferenceBy }> {
    const { call, geometry, formulation, tolerance, firstPlane } = this.#job;
    const spare = new SpareBuffers();
    spare.give(this.#job.spare);
    const formulated = formulationOf(formulation);
    const computed = yield* compute(call, geometry, formulated, { spare });
    // Leaves out the call, which the caller has.
    const made = {
      computedOutput: computed.computedOutput,
      reference: computed.reference,
      bound: computed.bound,
    };
    const { columns: plane } = geometry;
    const part = {
      actual: made.computedOutput,
      expected: made.reference,
      first: firstPlane * plane,
      plane,
    };
    this.#made = { part, ...made };
    const options = { tolerance, bound: made.bound, worst: defaultWorstCount };
    return { scanned: yield* scanErrors(part, options), by: computed.referenceBy };
  }

  spread(extent: Extent): Steps<ErrorSpread> {
    return spreadErrors(this.#computed().part, extent);
  }

  *keep(wanted: readonly WantedBin[], largest: number): Steps<PartResult> {
    const { part, ...made } = this.#computed();
    return { ...made, kept: yield* keepErrors(part, wanted, largest) };
  }

  #computed(): Made {
    if (this.#made === null) throw new Error('a part is looked at before it was computed');
    return this.#made;
  }
}
