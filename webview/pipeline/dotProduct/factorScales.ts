import { computed } from '@preact/signals';
import type { Term } from '../../../src/engine/provenance/provenance.ts';
import { loaded } from '../../store/session.ts';
import { scaleOf } from '../../viewer/scales.ts';
import type { ScaleGroup } from '../../viewer/stageStyles.ts';

/** The stages that hold the factors of a term of either form. */
const groups: Readonly<Record<Term['form'], Readonly<Record<'input' | 'weight', ScaleGroup>>>> = {
  tap: { input: 'input', weight: 'weight' },
  point: { input: 'transformed-input', weight: 'transformed-weight' },
};

/** Colours of the two factors of a term on the strip: those of the panes, clipped as they are there. */
export const factorScales = computed(() => {
  const { input, weight } = groups[loaded.value?.formulation.termForm ?? 'tap'];
  return { input: scaleOf(input).value, weight: scaleOf(weight).value };
});
