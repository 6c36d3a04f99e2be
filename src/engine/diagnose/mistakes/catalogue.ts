import type { Mistake } from '../model/mistake.ts';
import { accumulatorMistakes } from './accumulatorMistakes.ts';
import { arrangementMistakes } from './arrangementMistakes.ts';
import { axesMistakes } from './axesMistakes.ts';
import { biasMistakes } from './biasMistakes.ts';
import { biasPlaceMistakes } from './biasPlaceMistakes.ts';
import { blockMistakes } from './blockMistakes.ts';
import { borderMistakes } from './borderMistakes.ts';
import { changedMistakes } from './changedMistakes.ts';
import { computationMistakes } from './computationMistakes.ts';
import { steppedMistakes } from './following/steppedMistakes.ts';
import { followingMistakes } from './following/followingMistakes.ts';
import { indexMistakes } from './indexMistakes.ts';
import { inputChannelMistakes } from './inputChannelMistakes.ts';
import { inputShiftMistakes } from './inputShiftMistakes.ts';
import { insertionMistakes } from './insertionMistakes.ts';
import { integerMistakes } from './integerMistakes.ts';
import { kernelMistakes } from './kernelMistakes.ts';
import { mixtureMistakes } from './mixtureMistakes.ts';
import { movedMistakes } from './movedMistakes.ts';
import { operandMistakes } from './operandMistakes.ts';
import { otherParameterMistakes } from './otherParameters/otherParameters.ts';
import { paddingEndMistakes, paddingMistakes } from './paddingMistakes.ts';
import { parameterMistakes } from './parameterMistakes.ts';
import { partMistakes } from './partMistakes.ts';
import { phaseMistakes } from './phaseMistakes.ts';
import { precisionMistakes } from './precisionMistakes.ts';
import { quantisationMistakes } from './quantisationMistakes.ts';
import { emptyMistakes, shapeMistakes, windowMistakes } from './shapeMistakes.ts';
import { sliceMistakes } from './sliceMistakes.ts';
import { termMistakes } from './termMistakes.ts';
import { tileMistakes } from './tileMistakes.ts';
import { inputFormMistakes } from './weightForms/inputFormMistakes.ts';
import { weightFormMistakes } from './weightForms/weightFormMistakes.ts';
import { weightOrderMistakes } from './weightOrderMistakes.ts';
import { weightPlaceMistakes } from './weightPlaceMistakes.ts';

/**
 * Every known mistake, specific ones before general ones. If several make the same output, they are reported in this
 * order. To add one, add an entry and its test.
 */
export const catalogue: readonly Mistake[] = [
  // Numbers that say nothing of the call come first.
  ...emptyMistakes,
  ...kernelMistakes,
  ...parameterMistakes,
  ...paddingMistakes,
  ...insertionMistakes,
  ...borderMistakes,
  ...computationMistakes,
  ...biasMistakes,
  ...biasPlaceMistakes,
  ...accumulatorMistakes,
  ...sliceMistakes,
  ...operandMistakes.filter(({ general }) => general !== true),
  ...phaseMistakes,
  ...arrangementMistakes,
  ...axesMistakes,
  ...shapeMistakes,
  // The general ones fit many implementations, the most telling first.
  ...weightOrderMistakes,
  ...blockMistakes,
  ...paddingEndMistakes,
  ...otherParameterMistakes,
  ...tileMistakes,
  ...windowMistakes,
  ...partMistakes,
  ...movedMistakes,
  ...mixtureMistakes,
  ...operandMistakes.filter(({ general }) => general === true),
  ...integerMistakes,
  // int8 before the rarer ways to round.
  ...quantisationMistakes.filter(({ fromOutput }) => fromOutput !== true),
  ...weightFormMistakes,
  ...inputFormMistakes,
  ...inputShiftMistakes,
  ...inputChannelMistakes,
  ...termMistakes,
  ...indexMistakes,
  ...weightPlaceMistakes,
  ...changedMistakes,
  ...quantisationMistakes.filter(({ fromOutput }) => fromOutput === true),
  ...steppedMistakes,
  ...followingMistakes,
  ...precisionMistakes,
];
