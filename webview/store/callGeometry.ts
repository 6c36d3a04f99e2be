import { computed } from '@preact/signals';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import type { ProfileId } from '../../src/engine/precision/profiles.ts';
import { accepted } from './page.ts';
import { checkScenario } from './checkScenario.ts';
import { loaded } from './session.ts';

/** Sizes of the last accepted call, at once and before it has run; null while there is none. */
export const callGeometry = computed<(Geometry & { readonly dtype: ProfileId }) | null>(() => {
  const scenario = accepted.value;
  if (scenario === null) return null;
  const checked = checkScenario(scenario);
  if (!checked.ok) return null;
  // A file that has not been read yet: its sizes come with the run.
  const geometry = checked.value ?? loaded.value?.geometry ?? null;
  return geometry === null ? null : { ...geometry, dtype: scenario.dtype };
});
