import { versionWord } from '../store/versions.ts';
import { useSession } from '../store/useSession.ts';

/** Shows the call before or after a change, and says what the change alters; nothing if there is one version. */
export function VersionSwitch() {
  const { versions } = useSession();
  const pair = versions.pair.value;
  if (pair === null) return null;
  return (
    <div class="version-switch">
      <span class="segments" role="radiogroup" aria-label="Version of the call">
        {(['before', 'after'] as const).map((which) => (
          <label key={which} title={`${versionWord(which)} the change: ${pair[which].label} (B)`}>
            <input
              type="radio"
              name="version"
              checked={versions.shown.value === which}
              onChange={() => versions.show(which)}
            />
            <span>
              {versionWord(which)} <span class="version-label">{pair[which].label}</span>
            </span>
          </label>
        ))}
      </span>
      {pair.effects !== '' && (
        <span class="version-effects" title={pair.effects}>
          {pair.effects}
        </span>
      )}
    </div>
  );
}
