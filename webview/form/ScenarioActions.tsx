import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { serializeScenario } from '../../src/scenario/document/serializeScenario.ts';
import { fileName } from '../store/fileName.ts';
import { useSession } from '../store/useSession.ts';
import type { Viewer } from '../store/viewer.ts';

/** Offers to reset the scenario, to save it and to copy it. */
export function ScenarioActions({ scenario }: { readonly scenario: Scenario }) {
  const { document, form, viewer } = useSession();
  return (
    <span class="scenario-actions">
      <button
        type="button"
        class="icon-button"
        title="Reset to the initial call"
        aria-label="Reset to the initial call"
        disabled={document.isReadonly.value || document.initialScenario.value === scenario}
        onClick={form.reset}
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
            choose: () => void saveScenario(scenario, viewer),
          },
          {
            id: 'copy',
            label: 'Copy Scenario as JSON',
            choose: () => void copyScenario(scenario, viewer),
          },
        ]}
      />
    </span>
  );
}

async function saveScenario(scenario: Scenario, { host, messages }: Viewer): Promise<void> {
  const bytes = new TextEncoder().encode(serializeScenario(scenario));
  const path = await host.saveFile(fileName(scenario.name, '.convt.json'), bytes.buffer);
  if (path !== null) messages.tell(`Saved ${path}`);
}

async function copyScenario(scenario: Scenario, { host, messages }: Viewer): Promise<void> {
  if (await host.copyText(serializeScenario(scenario))) messages.tell('Copied the scenario as JSON.');
}
