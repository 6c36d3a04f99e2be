import type { Call } from '../../engine/core/call.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { type Scanned, scanErrors } from '../../engine/compare/errorScan.ts';
import { type ErrorSpread, spreadErrors } from '../../engine/compare/errorSpread.ts';
import type { Extent } from '../../engine/compare/spreadScale.ts';
import type { ComparedPart } from '../../engine/compare/part.ts';
import { keepErrors } from '../../engine/compare/keepErrors.ts';
import type { WantedBin } from '../../engine/compare/quantiles.ts';
import { worstKept } from '../../engine/compare/compareTensors.ts';
import type { Tolerance } from '../../engine/compare/comparison.ts';
import type { FormulationId } from '../../engine/provenance/formulation.ts';
import { formulationOf } from '../../engine/formulations/formulations.ts';
import type { ReferenceBy } from '../../engine/reference/reference.ts';
import { SpareBuffers } from '../../engine/core/spareBuffers.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { compute, type Computed } from './compute.ts';

/** What is to be computed of a call that was divided (see engine/parts.ts). */
export interface PartJob {
  /** The part's own call, which is valid, and its sizes. */
  readonly call: Call;
  readonly geometry: Geometry;
  readonly formulation: FormulationId;
  readonly tolerance: Tolerance;
  /** The output plane of the whole that the part begins with. */
  readonly firstPlane: number;
  /** Memory that the part may overwrite. */
  readonly spare: readonly ArrayBuffer[];
}

/** What a part's run leaves behind. */
export interface PartResult extends Omit<Computed, 'referenceBy' | 'call'> {
  readonly kept: readonly Float64Array<ArrayBuffer>[];
}

type Made = Omit<Computed, 'referenceBy' | 'call'> & { readonly part: ComparedPart };

/**
 * A part's way to its verdict, in the three looks of a comparison: between them the parts tell each
 * other what they found.
 */
export class PartRun {
  readonly #job: PartJob;
  #made: Made | null = null;

  constructor(job: PartJob) {
    this.#job = job;
  }

  /** Formulation, reference, bound and the first look. */
  *compute(): Steps<{ readonly scanned: Scanned; readonly by: ReferenceBy }> {
    const { call, geometry, formulation, tolerance, firstPlane } = this.#job;
    const spare = new SpareBuffers();
    spare.give(this.#job.spare);
    const formulated = formulationOf(formulation);
    const computed = yield* compute(call, geometry, formulated, { spare });
    // Without the call, which is the asker's: it does not go back.
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
    const options = { tolerance, bound: made.bound, worst: worstKept };
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
