import { presets } from '../../src/scenario/presets/presets.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { serializeScenario } from '../../src/scenario/document/serializeScenario.ts';
import { useSession } from '../store/useSession.ts';

/** The call to start from; says so when what is shown is none of the presets. */
export function PresetField() {
  const { form } = useSession();
  const present = form.scenario.value;
  const chosen = present === null ? undefined : presetOf(present);
  return (
    <label class="preset-field">
      <span class="field-label">Preset</span>
      <select
        value={chosen?.id ?? ''}
        title={chosen?.description}
        onChange={(event) => {
          const id = event.currentTarget.value;
          const preset = presets.find((other) => other.id === id);
          if (preset !== undefined) form.choosePreset(preset.scenario);
        }}
      >
        {chosen === undefined && (
          <option value="" disabled>
            {present === null ? 'Choose a preset' : `Custom: ${present.name}`}
          </option>
        )}
        {presets.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A preset is its call and its numbers; how they are computed and compared makes it no other. */
function presetOf(present: Scenario) {
  return presets.find(({ scenario: { formulation, tolerance, ...call } }) => {
    const alike = { ...present, formulation, tolerance };
    return serializeScenario(alike) === serializeScenario({ ...call, formulation, tolerance });
  });
}
