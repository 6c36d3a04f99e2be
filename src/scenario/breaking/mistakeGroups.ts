import { arrangementMistakes } from '../../engine/diagnose/mistakes/arrangementMistakes.ts';
import { computationMistakes } from '../../engine/diagnose/mistakes/computationMistakes.ts';
import { kernelMistakes } from '../../engine/diagnose/mistakes/kernelMistakes.ts';
import { paddingMistakes } from '../../engine/diagnose/mistakes/paddingMistakes.ts';
import { parameterMistakes } from '../../engine/diagnose/mistakes/parameterMistakes.ts';
import { precisionMistakes } from '../../engine/diagnose/mistakes/precisionMistakes.ts';
import type { Mistake } from '../../engine/diagnose/model/mistake.ts';

/** A group of known mistakes in a list of choices. */
export interface MistakeGroup {
  readonly title: string;
  readonly mistakes: readonly Mistake[];
}

/** Every known mistake, in groups. */
export const mistakeGroups: readonly MistakeGroup[] = [
  { title: 'Kernel', mistakes: kernelMistakes },
  { title: 'Stride, dilation and groups', mistakes: parameterMistakes },
  { title: 'Padding and output size', mistakes: paddingMistakes },
  { title: 'Sums and bias', mistakes: computationMistakes },
  { title: 'Order and layout', mistakes: arrangementMistakes },
  { title: 'Precision', mistakes: precisionMistakes },
];
