import { inputOffset, outputOffset, weightOffset } from '../provenance/offsets.ts';
import type { InputIndex, OutputIndex, WeightIndex } from '../provenance/provenance.ts';
import type { StageContext } from './stageContext.ts';

/** Reads an element of the input. */
export function readInput({ call, geometry }: StageContext, index: InputIndex): number {
  return call.input.data[inputOffset(geometry, index)] as number;
}

/** Reads an element of the weight. */
export function readWeight({ call, geometry }: StageContext, index: WeightIndex): number {
  return call.weight.data[weightOffset(geometry, index)] as number;
}

/** Reads an element of the computed output. */
export function readOutput({ output, geometry }: StageContext, index: OutputIndex): number {
  return output.data[outputOffset(geometry, index)] as number;
}
