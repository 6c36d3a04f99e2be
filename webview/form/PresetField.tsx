import { presets } from '../../src/scenario/presets/presets.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { isSameScenario } from '../../src/scenario/document/isSameScenario.ts';
import { useSession } from '../store/useSession.ts';

/** Selects a preset. If the scenario is not a preset, the field shows "Custom" and its name. */
export function PresetField() {
  const { form } = useSession();
  const scenario = form.scenario.value;
  const chosen = scenario === null ? undefined : presetOf(scenario);
  return (
    <label class="preset-field">
      <span class="field-label">Example</span>
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
            {scenario === null ? 'Choose an example' : `Custom: ${scenario.name}`}
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

/** Finds the preset that a scenario equals, apart from formulation and tolerance. */
function presetOf(edited: Scenario) {
  return presets.find(({ scenario }) => {
    const { formulation, tolerance } = scenario;
    return isSameScenario({ ...edited, formulation, tolerance }, scenario);
  });
}
