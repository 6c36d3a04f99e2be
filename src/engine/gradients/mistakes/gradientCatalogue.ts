import { channelsInGradients } from './channelsInGradient.ts';
import type { GradientMistake } from './gradientMistake.ts';
import { kernelsInGradients, weightOrdersInGradients } from './kernelInGradient.ts';
import { layoutsOfGradients, shiftsOfGradients, sizesOfGradients } from './layoutOfGradient.ts';
import { otherParametersOfGradients } from './otherParametersOfGradient.ts';
import { parametersInGradients } from './parametersInGradient.ts';
import { additionsToGradients, otherScale, scalesOfGradients } from './scaleOfGradient.ts';
import { factorOrders, sumsInGradients } from './sumsInGradient.ts';

/** The known mistakes in gradients: specific ones first, then those that contain others. */
export const gradientCatalogue: readonly GradientMistake[] = [
  ...sizesOfGradients,
  ...kernelsInGradients,
  ...parametersInGradients,
  ...channelsInGradients,
  ...sumsInGradients,
  ...scalesOfGradients,
  ...layoutsOfGradients,
  ...weightOrdersInGradients,
  ...factorOrders,
  ...additionsToGradients,
  otherScale,
  ...otherParametersOfGradients,
  ...shiftsOfGradients,
];
