import { solvedParameters, type SolvedParameter } from '../../engine/layer/axisSearch.ts';
import type { PairSolution } from '../../engine/layer/solveOutputSize.ts';

/** The names of the parameters in PyTorch. */
export const solvedTitles: Readonly<Record<SolvedParameter, string>> = {
  kernelSize: 'kernel_size',
  stride: 'stride',
  padding: 'padding',
  outputPadding: 'output_padding',
  dilation: 'dilation',
};

/** Returns a parameter's value: "3", or "3 × 4" if the axes differ; of a 1-D call that of its one axis. */
export function valueText({ h, w }: PairSolution, name: SolvedParameter, is1d = false): string {
  return is1d || h[name] === w[name] ? String(w[name]) : `${h[name]} × ${w[name]}`;
}

/** Returns the parameters of a solution: "kernel_size 4, stride 2, padding 1, output_padding 0, dilation 1". */
export function solutionWords(solution: PairSolution): string {
  return solvedParameters.map((name) => `${solvedTitles[name]} ${valueText(solution, name)}`).join(', ');
}
