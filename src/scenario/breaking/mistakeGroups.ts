import { blockMistakes } from '../../engine/diagnose/mistakes/blockMistakes.ts';
import { changedMistakes } from '../../engine/diagnose/mistakes/changedMistakes.ts';
import { mixtureMistakes } from '../../engine/diagnose/mistakes/mixtureMistakes.ts';
import { weightPlaceMistakes } from '../../engine/diagnose/mistakes/weightPlaceMistakes.ts';
import { termMistakes } from '../../engine/diagnose/mistakes/termMistakes.ts';
import { movedMistakes } from '../../engine/diagnose/mistakes/movedMistakes.ts';
import { indexMistakes } from '../../engine/diagnose/mistakes/indexMistakes.ts';
import { biasPlaceMistakes } from '../../engine/diagnose/mistakes/biasPlaceMistakes.ts';
import { accumulatorMistakes } from '../../engine/diagnose/mistakes/accumulatorMistakes.ts';
import { axesMistakes } from '../../engine/diagnose/mistakes/axesMistakes.ts';
import { borderMistakes } from '../../engine/diagnose/mistakes/borderMistakes.ts';
import { inputChannelMistakes } from '../../engine/diagnose/mistakes/inputChannelMistakes.ts';
import { inputShiftMistakes } from '../../engine/diagnose/mistakes/inputShiftMistakes.ts';
import { integerMistakes } from '../../engine/diagnose/mistakes/integerMistakes.ts';
import { arrangementMistakes } from '../../engine/diagnose/mistakes/arrangementMistakes.ts';
import { computationMistakes } from '../../engine/diagnose/mistakes/computationMistakes.ts';
import { kernelMistakes } from '../../engine/diagnose/mistakes/kernelMistakes.ts';
import { paddingEndMistakes, paddingMistakes } from '../../engine/diagnose/mistakes/paddingMistakes.ts';
import { parameterMistakes } from '../../engine/diagnose/mistakes/parameterMistakes.ts';
import { precisionMistakes } from '../../engine/diagnose/mistakes/precisionMistakes.ts';
import { biasMistakes } from '../../engine/diagnose/mistakes/biasMistakes.ts';
import { followingMistakes } from '../../engine/diagnose/mistakes/following/followingMistakes.ts';
import { steppedMistakes } from '../../engine/diagnose/mistakes/following/steppedMistakes.ts';
import { insertionMistakes } from '../../engine/diagnose/mistakes/insertionMistakes.ts';
import { operandMistakes } from '../../engine/diagnose/mistakes/operandMistakes.ts';
import { otherParameterMistakes } from '../../engine/diagnose/mistakes/otherParameters/otherParameters.ts';
import { partMistakes } from '../../engine/diagnose/mistakes/partMistakes.ts';
import { phaseMistakes } from '../../engine/diagnose/mistakes/phaseMistakes.ts';
import { quantisationMistakes } from '../../engine/diagnose/mistakes/quantisationMistakes.ts';
import { emptyMistakes, shapeMistakes, windowMistakes } from '../../engine/diagnose/mistakes/shapeMistakes.ts';
import { sliceMistakes } from '../../engine/diagnose/mistakes/sliceMistakes.ts';
import { tileMistakes } from '../../engine/diagnose/mistakes/tileMistakes.ts';
import { inputFormMistakes } from '../../engine/diagnose/mistakes/weightForms/inputFormMistakes.ts';
import { weightFormMistakes } from '../../engine/diagnose/mistakes/weightForms/weightFormMistakes.ts';
import { weightOrderMistakes } from '../../engine/diagnose/mistakes/weightOrderMistakes.ts';
import type { Mistake } from '../../engine/diagnose/model/mistake.ts';

/** A group of known mistakes in a list of choices. */
export interface MistakeGroup {
  readonly title: string;
  readonly mistakes: readonly Mistake[];
}

/** Every known mistake, in groups. */
export const mistakeGroups: readonly MistakeGroup[] = [
  {
    title: 'Kernel',
    mistakes: [
      ...kernelMistakes,
      ...weightOrderMistakes,
      ...weightFormMistakes,
      ...weightPlaceMistakes,
      ...changedMistakes,
    ],
  },
  { title: 'Stride, dilation and groups', mistakes: [...parameterMistakes, ...otherParameterMistakes] },
  { title: 'Padding and output size', mistakes: [...paddingMistakes, ...paddingEndMistakes] },
  {
    title: 'Zeros between and around the elements of the input',
    mistakes: [...insertionMistakes, ...borderMistakes, ...indexMistakes],
  },
  {
    title: 'Sums and bias',
    mistakes: [
      ...computationMistakes,
      ...biasMistakes,
      ...biasPlaceMistakes,
      ...accumulatorMistakes,
      ...termMistakes,
      ...tileMistakes,
    ],
  },
  {
    title: 'Images and channels',
    mistakes: [
      ...sliceMistakes,
      ...operandMistakes,
      ...inputShiftMistakes,
      ...inputChannelMistakes,
      ...inputFormMistakes,
      ...partMistakes,
      ...mixtureMistakes,
    ],
  },
  {
    title: 'Order and layout',
    mistakes: [...arrangementMistakes, ...axesMistakes, ...blockMistakes, ...phaseMistakes, ...movedMistakes],
  },
  { title: 'Shape of the output', mistakes: [...emptyMistakes, ...shapeMistakes, ...windowMistakes] },
  { title: 'After the layer', mistakes: [...followingMistakes, ...quantisationMistakes, ...steppedMistakes] },
  { title: 'Precision', mistakes: [...precisionMistakes, ...integerMistakes] },
];
