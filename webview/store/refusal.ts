import { computed } from '@preact/signals';
import { phase } from './session.ts';

/** Why the scenario as edited is not accepted; null when it is. */
export const refusal = computed(() => (phase.value.kind === 'refused' ? phase.value.refusal : null));
