import type { Formulation, FormulationId } from './formulation.ts';
import { runMatmulFold, workingBytesMatmulFold } from './formulations/matmulFold.ts';
import { runNaive, workingBytesNaive } from './formulations/naive.ts';
import { servedByWinograd } from './formulations/servedByWinograd.ts';
import { runSubPixel, workingBytesSubPixel } from './formulations/subPixel.ts';
import {
  runTransposedMatrix,
  withinTransposedMatrixLimit,
  workingBytesTransposedMatrix,
} from './formulations/transposedMatrix.ts';
import { runUnfoldMatmul, workingBytesUnfoldMatmul } from './formulations/unfoldMatmul.ts';
import { runWinograd, workingBytesWinograd } from './formulations/winograd.ts';
import { matmulFoldStages } from './stages/matmulFoldStages.ts';
import { naiveStages } from './stages/naiveStages.ts';
import { subPixelStages } from './stages/subPixelStages.ts';
import { transposedMatrixStages } from './stages/transposedMatrixStages.ts';
import { unfoldMatmulStages } from './stages/unfoldMatmulStages.ts';
import { winogradStages } from './stages/winogradStages.ts';
import { everyTap } from './terms/everyTap.ts';
import { foldedTaps } from './terms/foldedTaps.ts';
import { points } from './terms/points.ts';
import { gatheredTaps, scatteredTaps } from './terms/realTaps.ts';
import { winogradBound } from './winogradBound.ts';

const formulations: Readonly<Record<FormulationId, Formulation>> = {
  'unfold-matmul': {
    id: 'unfold-matmul',
    title: 'unfold + matmul',
    run: runUnfoldMatmul,
    workingBytes: workingBytesUnfoldMatmul,
    stages: (call, geometry, output) =>
      unfoldMatmulStages({ call, geometry, output, terms: everyTap }),
    ...everyTap,
  },
  'matmul-fold': {
    id: 'matmul-fold',
    title: 'matmul + fold',
    run: runMatmulFold,
    workingBytes: workingBytesMatmulFold,
    stages: (call, geometry, output) =>
      matmulFoldStages({ call, geometry, output, terms: foldedTaps }),
    ...foldedTaps,
  },
  'sub-pixel': {
    id: 'sub-pixel',
    title: 'sub-pixel phases',
    run: runSubPixel,
    workingBytes: workingBytesSubPixel,
    stages: (call, geometry, output) =>
      subPixelStages({ call, geometry, output, terms: gatheredTaps }),
    ...gatheredTaps,
  },
  'transposed-matrix': {
    id: 'transposed-matrix',
    title: 'transposed matrix',
    serves: withinTransposedMatrixLimit,
    run: runTransposedMatrix,
    workingBytes: workingBytesTransposedMatrix,
    stages: (call, geometry, output) =>
      transposedMatrixStages({ call, geometry, output, terms: gatheredTaps }),
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
    stages: (call, geometry, output) =>
      naiveStages({ call, geometry, output, terms: scatteredTaps }),
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
