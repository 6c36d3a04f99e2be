import { inputPlane, outputPlane, flatIndexOf, weightPlane } from '../geometry/planeOffsets.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { InputIndex, OutputIndex, WeightIndex } from './provenance.ts';

/** Flat (row-major) index of an input element. */
export function inputOffset(geometry: Geometry, { n, c, y, x }: InputIndex): number {
  return inputPlane(geometry, n, c) + flatIndexOf(geometry.w.inputSize, y, x);
}

/** Flat (row-major) index of a weight element. */
export function weightOffset(geometry: Geometry, { cin, cout, ky, kx }: WeightIndex): number {
  return weightPlane(geometry, cin, cout) + flatIndexOf(geometry.w.kernelSize, ky, kx);
}

/** Flat (row-major) index of an output element. */
export function outputOffset(geometry: Geometry, { n, c, y, x }: OutputIndex): number {
  return outputPlane(geometry, n, c) + flatIndexOf(geometry.w.outputSize, y, x);
}

/** The output element at a flat index: the inverse of {@link outputOffset}. */
export function outputAt({ cout, h, w }: Geometry, offset: number): OutputIndex {
  const x = offset % w.outputSize;
  const row = Math.floor(offset / w.outputSize);
  const y = row % h.outputSize;
  const channel = Math.floor(row / h.outputSize);
  return { n: Math.floor(channel / cout), c: channel % cout, y, x };
}
