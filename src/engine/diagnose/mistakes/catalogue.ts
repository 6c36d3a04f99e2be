import type { Mistake } from '../model/mistake.ts';
import { arrangementMistakes } from './arrangementMistakes.ts';
import { computationMistakes } from './computationMistakes.ts';
import { kernelMistakes } from './kernelMistakes.ts';
import { paddingMistakes } from './paddingMistakes.ts';
import { parameterMistakes } from './parameterMistakes.ts';
import { precisionMistakes } from './precisionMistakes.ts';

/**
 * Every known mistake, specific ones before general ones. If several make the same output, they are reported in this
 * order. To add one, add an entry and its test.
 */
export const catalogue: readonly Mistake[] = [
  ...kernelMistakes,
  ...parameterMistakes,
  ...paddingMistakes,
  ...computationMistakes,
  ...arrangementMistakes,
  ...precisionMistakes,
];
