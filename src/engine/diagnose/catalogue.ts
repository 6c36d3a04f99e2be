import type { Mistake } from './mistake.ts';
import { arrangementMistakes } from './mistakes/arrangementMistakes.ts';
import { computationMistakes } from './mistakes/computationMistakes.ts';
import { kernelMistakes } from './mistakes/kernelMistakes.ts';
import { paddingMistakes } from './mistakes/paddingMistakes.ts';
import { parameterMistakes } from './mistakes/parameterMistakes.ts';
import { precisionMistakes } from './mistakes/precisionMistakes.ts';

/**
 * Every known mistake, the more particular before the more general: where several make the same output, that
 * is the order in which they are told. Adding one is adding an entry and its test.
 */
export const catalogue: readonly Mistake[] = [
  ...kernelMistakes,
  ...parameterMistakes,
  ...paddingMistakes,
  ...computationMistakes,
  ...arrangementMistakes,
  ...precisionMistakes,
];
