import type { FormulationId } from '../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { memoryOf } from '../../../src/engine/validation/memory.ts';
import { checkMemory } from '../../../src/scenario/run/callMemory.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { type Contender, timeOf } from '../contender.ts';

/** The default of the setting `convt.memoryCap`, in bytes. */
export const memoryCap = 1024e6;

/** Times one formulation: from the call's tensors to its output. */
export function formulation(
  id: FormulationId | 'auto',
  contenderId: Extract<Contender['id'], FormulationId | 'auto'>,
): Contender {
  return {
    id: contenderId,
    prepare({ call, geometry }) {
      const chosen = formulationOf(id);
      const served = chosen.serves?.(geometry);
      if (served?.ok === false) return Promise.resolve(served.refusal.message);
      const bytes = memoryOf(geometry, call.dtype, chosen.workingBytes(geometry, call.dtype));
      const fits = checkMemory(memoryCap, bytes.total);
      if (!fits.ok) return Promise.resolve(fits.refusal.message);
      let output: Tensor | undefined;
      return Promise.resolve({
        // The memory of the previous output is recycled, as the page does.
        time: timeOf(() => (output = finish(chosen.run(call, geometry, output)))),
        output: () => Promise.resolve((output?.data ?? null) as Float32Array | null),
        close: () => Promise.resolve(),
      });
    },
  };
}
