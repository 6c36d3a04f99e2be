import type { Mistake } from '../model/mistake.ts';
import { arrangementMistakes } from './arrangementMistakes.ts';
import { computationMistakes } from './computationMistakes.ts';
import { kernelMistakes } from './kernelMistakes.ts';
import { paddingMistakes } from './paddingMistakes.ts';
import { parameterMistakes } from './parameterMistakes.ts';
import { precisionMistakes } from './precisionMistakes.ts';

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
