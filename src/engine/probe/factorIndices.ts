import type { Geometry } from '../geometry/geometry.ts';
import { outputAt } from '../provenance/offsets.ts';
import type { InputIndex, OutputIndex, WeightIndex } from '../provenance/provenance.ts';
import type { ProbeTerm } from './termMap.ts';

/** A term with the indices of its element and its factors. */
export interface IndexedTerm {
  readonly output: OutputIndex;
  readonly input: InputIndex;
  readonly weight: WeightIndex;
  readonly coefficient: number;
}

/** Returns the input element at a flat index: the inverse of `inputOffset`. */
export function inputElementAt({ cin, h, w }: Geometry, offset: number): InputIndex {
  const x = offset % w.inputSize;
  const row = Math.floor(offset / w.inputSize);
  const channel = Math.floor(row / h.inputSize);
  return { n: Math.floor(channel / cin), c: channel % cin, y: row % h.inputSize, x };
}

/** Returns the weight element at a flat index: the inverse of `weightOffset`. */
export function weightElementAt({ coutPerGroup, h, w }: Geometry, offset: number): WeightIndex {
  const kx = offset % w.kernelSize;
  const row = Math.floor(offset / w.kernelSize);
  const kernel = Math.floor(row / h.kernelSize);
  return { cin: Math.floor(kernel / coutPerGroup), cout: kernel % coutPerGroup, ky: row % h.kernelSize, kx };
}

/** Returns a term of an output element with its indices. */
export function termWithIndices(geometry: Geometry, at: number, term: ProbeTerm): IndexedTerm {
  return {
    output: outputAt(geometry, at),
    input: inputElementAt(geometry, term.input),
    weight: weightElementAt(geometry, term.weight),
    coefficient: term.coefficient,
  };
}
