import type { Formulation, FormulationId } from '../provenance/formulation.ts';
import { runMatmulFold, workingBytesMatmulFold } from './matmulFold/runMatmulFold.ts';
import { runNaive, workingBytesNaive } from './naive/runNaive.ts';
import { servedByWinograd } from './winograd/servedByWinograd.ts';
import { runSubPixel, workingBytesSubPixel } from './subPixel/runSubPixel.ts';
import {
  runTransposedMatrix,
  withinTransposedMatrixLimit,
  workingBytesTransposedMatrix,
} from './transposedMatrix/runTransposedMatrix.ts';
import { runUnfoldMatmul, workingBytesUnfoldMatmul } from './unfoldMatmul/runUnfoldMatmul.ts';
import { runWinograd, workingBytesWinograd } from './winograd/runWinograd.ts';
import { matmulFoldStages } from './matmulFold/matmulFoldStages.ts';
import { naiveStages } from './naive/naiveStages.ts';
import { subPixelStages } from './subPixel/subPixelStages.ts';
import { transposedMatrixStages } from './transposedMatrix/transposedMatrixStages.ts';
import { unfoldMatmulStages } from './unfoldMatmul/unfoldMatmulStages.ts';
import { winogradStages } from './winograd/winogradStages.ts';
import { everyTap } from './unfoldMatmul/everyTap.ts';
import { foldedTaps } from './matmulFold/foldedTaps.ts';
import { points } from './winograd/points.ts';
import { gatheredTaps, scatteredTaps } from '../stages/realTaps.ts';
import { winogradBound } from './winograd/winogradBound.ts';

const formulations: Readonly<Record<FormulationId, Formulation>> = {
  'unfold-matmul': {
    id: 'unfold-matmul',
    title: 'unfold + matmul',
    run: runUnfoldMatmul,
    workingBytes: workingBytesUnfoldMatmul,
    stages: (call, geometry, output) => unfoldMatmulStages({ call, geometry, output, terms: everyTap }),
    ...everyTap,
  },
  'matmul-fold': {
    id: 'matmul-fold',
    title: 'matmul + fold',
    run: runMatmulFold,
    workingBytes: workingBytesMatmulFold,
    stages: (call, geometry, output) => matmulFoldStages({ call, geometry, output, terms: foldedTaps }),
    ...foldedTaps,
  },
  'sub-pixel': {
    id: 'sub-pixel',
    title: 'sub-pixel phases',
    run: runSubPixel,
    workingBytes: workingBytesSubPixel,
    stages: (call, geometry, output) => subPixelStages({ call, geometry, output, terms: gatheredTaps }),
    ...gatheredTaps,
  },
  'transposed-matrix': {
    id: 'transposed-matrix',
    title: 'transposed matrix',
    serves: withinTransposedMatrixLimit,
    run: runTransposedMatrix,
    workingBytes: workingBytesTransposedMatrix,
    stages: (call, geometry, output) => transposedMatrixStages({ call, geometry, output, terms: gatheredTaps }),
    ...gatheredTaps,
  },
  winograd: {
    id: 'winograd',
    title: 'Winograd tiles',
    serves: servedByWinograd,
    run: runWinograd,
    workingBytes: workingBytesWinograd,
    bound: winogradBound,
    stages: (call, geometry, output) => winogradStages({ call, geometry, output, terms: points }),
    ...points,
  },
  naive: {
    id: 'naive',
    title: 'naive scatter',
    run: runNaive,
    workingBytes: workingBytesNaive,
    stages: (call, geometry, output) => naiveStages({ call, geometry, output, terms: scatteredTaps }),
    ...scatteredTaps,
  },
};

/**
 * The formulation that `auto` stands for: the fastest that gives PyTorch's values, infinities
 * included, because it multiplies no structural zero and mixes no elements (winograd, which is often
 * faster where it serves, does the latter).
 */
export function resolveFormulation(id: FormulationId | 'auto'): FormulationId {
  return id === 'auto' ? 'sub-pixel' : id;
}

/** The formulation of this name; `auto` is resolved. */
export function formulationOf(id: FormulationId | 'auto'): Formulation {
  return formulations[resolveFormulation(id)];
}
