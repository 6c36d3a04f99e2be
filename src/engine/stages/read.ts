import { inputOffset, outputOffset, weightOffset } from '../provenance/offsets.ts';
import type { InputIndex, OutputIndex, WeightIndex } from '../provenance/provenance.ts';
import type { StageContext } from './stageContext.ts';

/** A stored input element. */
export function readInput({ call, geometry }: StageContext, at: InputIndex): number {
  return call.input.data[inputOffset(geometry, at)] as number;
}

/** A stored weight element. */
export function readWeight({ call, geometry }: StageContext, at: WeightIndex): number {
  return call.weight.data[weightOffset(geometry, at)] as number;
}

/** A computed output element. */
export function readOutput({ output, geometry }: StageContext, at: OutputIndex): number {
  return output.data[outputOffset(geometry, at)] as number;
}
