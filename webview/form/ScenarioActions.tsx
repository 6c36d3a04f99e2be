import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { serializeScenario } from '../../src/scenario/document/serializeScenario.ts';
import { copyText, saveFile } from '../bridge/host.ts';
import { resetScenario } from '../store/actions.ts';
import { tell } from '../ui/notice.ts';
import { fileName } from '../store/fileName.ts';
import { base, isReadonly } from '../store/page.ts';

/** Reset, and what can be done with the scenario as a document. */
export function ScenarioActions({ scenario }: { readonly scenario: Scenario }) {
  return (
    <span class="scenario-actions">
      <button
        type="button"
        class="icon-button"
        title="Reset to the call as it was opened"
        aria-label="Reset to the call as it was opened"
        disabled={isReadonly.value || base.value === scenario}
        onClick={resetScenario}
      >
        <Icon name="discard" />
      </button>
      <Menu
        label="More actions"
        icon="ellipsis"
        items={[
          {
            id: 'save',
            label: 'Save Scenario As…',
            choose: () => void saveScenario(scenario),
          },
          {
            id: 'copy',
            label: 'Copy Scenario as JSON',
            choose: () => void copyScenario(scenario),
          },
        ]}
      />
    </span>
  );
}

async function saveScenario(scenario: Scenario): Promise<void> {
  const bytes = new TextEncoder().encode(serializeScenario(scenario));
  const path = await saveFile(fileName(scenario.name, '.convt.json'), bytes.buffer);
  if (path !== null) tell(`Saved ${path}`);
}

async function copyScenario(scenario: Scenario): Promise<void> {
  if (await copyText(serializeScenario(scenario))) tell('Copied the scenario as JSON.');
}
