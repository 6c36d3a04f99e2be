import { presets } from '../../src/scenario/presets/presets.ts';
import { Icon } from '../ui/Icon.tsx';
import { useSession } from '../store/useSession.ts';

/** Offers presets while there is no call. */
export function Empty() {
  const { choosePreset } = useSession().form;
  return (
    <div class="empty">
      <p>Nothing to debug yet. Choose an example, paste a call, or open a tensor file.</p>
      <div class="empty-actions">
        <button type="button" class="button" onClick={() => choosePreset(presets[0].scenario)}>
          {presets[0].title}
        </button>
        <label class="button secondary">
          More examples
          <Icon name="chevron-down" />
          <select
            aria-label="More examples"
            value=""
            onChange={(event) => {
              const id = event.currentTarget.value;
              const preset = presets.find((other) => other.id === id);
              if (preset !== undefined) choosePreset(preset.scenario);
            }}
          >
            <option value="" disabled />
            {presets.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
      </div>
    </div>
  );
}
