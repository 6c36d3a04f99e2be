import type { FormulationId } from '../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { memoryOf, refuseBeyond } from '../../../src/engine/validation/memory.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { type Contender, timeOf } from '../contender.ts';

/** The product's default `convt.memoryCap`, bytes. */
export const memoryCap = 1024e6;

/** One formulation by itself: the call's tensors are there, its output is made. */
export function formulation(
  id: FormulationId | 'auto',
  as: Extract<Contender['id'], FormulationId | 'auto'>,
): Contender {
  return {
    id: as,
    prepare({ call, geometry }) {
      const chosen = formulationOf(id);
      const served = chosen.serves?.(geometry);
      if (served?.ok === false) return Promise.resolve(served.refusal.message);
      const bytes = memoryOf(geometry, call.dtype, chosen.workingBytes(geometry, call.dtype));
      const fits = refuseBeyond(memoryCap, bytes);
      if (!fits.ok) return Promise.resolve(fits.refusal.message);
      let output: Tensor | undefined;
      return Promise.resolve({
        // As the page does: the result before gives its memory back.
        time: timeOf(() => (output = finish(chosen.run(call, geometry, output)))),
        output: () => Promise.resolve((output?.data ?? null) as Float32Array | null),
        close: () => Promise.resolve(),
      });
    },
  };
}
