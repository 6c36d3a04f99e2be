import type { Geometry } from '../../../geometry/geometry.ts';
import { fillColumnOffsets, fillRowPlaces, fillWeightPlaces } from './passTables.ts';
import type { PhasePlan } from './phasePlan.ts';
import type { PhaseRun } from '../memory/phaseRun.ts';
import type { TypedKernels } from '../memory/typedKernels.ts';

/** Writes what all groups and images share (parameters and tables), and the zeros before the input. */
export function writePasses(
  { cut, clear, computeView, inputView }: TypedKernels,
  geometry: Geometry,
  { elementBytes, layout, passes, padded, output, scratch }: PhasePlan,
  { biasFirst }: PhaseRun,
): void {
  const { buffer } = computeView;
  const { w, h } = geometry;
  clear(padded, layout.origin * elementBytes);
  const cutVectors = new Set<number>();
  for (const pass of passes) {
    const { rows, k, taps, down, across } = pass;
    const x = padded + layout.origin * elementBytes;
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
    fillColumnOffsets(new Int32Array(buffer, pass.offsets, k), pass, layout, elementBytes);
    fillRowPlaces(new Int32Array(buffer, pass.rowPlaces, rows), pass, geometry, elementBytes);
    fillWeightPlaces(
      new Int32Array(buffer, pass.weightPlaces, rows * taps),
      pass,
      geometry,
      inputView.BYTES_PER_ELEMENT,
    );
    if (cutVectors.has(pass.vectors)) continue;
    cutVectors.add(pass.vectors);
    const yRow = h.stride * w.outputSize;
    const flat = pass.flat ? 1 : 0;
    cut(pass.vectors, down.size, across.size, layout.pitch, flat, pass.tile, yRow, w.stride);
  }
}
