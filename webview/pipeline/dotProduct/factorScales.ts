import { computed } from '@preact/signals';
import { loaded } from '../../store/session.ts';
import { scaleOf } from '../../viewer/scales.ts';

/** Colours of the two factors of a term on the strip: those of the panes, clipped as they are there. */
export const factorScales = computed(() => {
  const transformed = loaded.value?.formulation.id === 'winograd';
  return {
    input: scaleOf(transformed ? 'transformed-input' : 'input').value,
    weight: scaleOf(transformed ? 'transformed-weight' : 'weight').value,
  };
});
