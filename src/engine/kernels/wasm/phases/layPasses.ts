import type { Geometry } from '../../../geometry/geometry.ts';
import { fillColumnOffsets, fillRowPlaces, fillWeightPlaces } from './passTables.ts';
import type { PhasePlan } from './plan.ts';
import type { PhaseRun } from '../memory/phaseRun.ts';
import type { TypedKernels } from '../memory/typedKernels.ts';

/** Writes what is the same for all groups and images; what stands in front of the input becomes zeros. */
export function layPasses(
  { cut, clear, own, read }: TypedKernels,
  geometry: Geometry,
  { element, layout, passes, padded, output, scratch }: PhasePlan,
  { biasFirst }: PhaseRun,
): void {
  const { buffer } = own;
  const { w, h } = geometry;
  clear(padded, layout.origin * element);
  const done = new Set<number>();
  for (const pass of passes) {
    const { rows, k, taps, down, across } = pass;
    const x = padded + layout.origin * element;
    new Int32Array(buffer, pass.at).set([
      pass.matrix,
      pass.offsets,
      k,
      pass.kBlock,
      rows,
      pass.vectors,
      x,
      pass.rowPlaces,
      pass.rowBias,
      biasFirst ? 1 : 0,
      output,
      pass.store,
      scratch,
      pass.tilesTogether,
      0,
      0,
      pass.tile,
    ]);
    fillColumnOffsets(new Int32Array(buffer, pass.offsets, k), pass, layout, element);
    fillRowPlaces(new Int32Array(buffer, pass.rowPlaces, rows), pass, geometry, element);
    fillWeightPlaces(new Int32Array(buffer, pass.weightPlaces, rows * taps), pass, geometry, read.BYTES_PER_ELEMENT);
    if (done.has(pass.vectors)) continue;
    done.add(pass.vectors);
    const yRow = h.stride * w.outputSize;
    const flat = pass.flat ? 1 : 0;
    cut(pass.vectors, down.size, across.size, layout.pitch, flat, pass.tile, yRow, w.stride);
  }
}
