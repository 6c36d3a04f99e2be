import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { handOnRequest } from '../../src/protocol/hostMessages.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { isSameScenario } from '../../src/scenario/document/isSameScenario.ts';
import { serializeScenario } from '../../src/scenario/document/serializeScenario.ts';
import { fileName } from '../store/fileName.ts';
import { useSession } from '../store/useSession.ts';
import type { Viewer } from '../store/viewer.ts';

/** Offers to undo and redo edits, and to reset, save and copy the scenario. */
export function ScenarioActions({ scenario }: { readonly scenario: Scenario }) {
  const { document, drafts, form, ports, viewer } = useSession();
  const initial = document.initialScenario.value;
  const isInitial = initial !== null && drafts.all.value.length === 0 && isSameScenario(initial, scenario);
  return (
    <span class="scenario-actions">
      <HistoryButtons />
      <button
        type="button"
        class="icon-button"
        title="Reset to the initial call"
        aria-label="Reset to the initial call"
        disabled={document.isReadonly.value || isInitial}
        onClick={form.reset}
      >
        <Icon name="history" />
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
          ...(document.canHandOn.value
            ? [
                {
                  id: 'link',
                  label: 'Copy Share Link',
                  choose: () => {
                    form.flush();
                    void ports.host.call(handOnRequest, { as: 'link' });
                  },
                },
              ]
            : []),
        ]}
      />
    </span>
  );
}

/** Undoes and redoes the edits of a panel. Those of a document are VS Code's to undo. */
function HistoryButtons() {
  const { document, form, runner } = useSession();
  const history = document.history.value;
  if (history === null) return null;
  const canUndo = history.canUndo || runner.refusal.value !== null;
  return (
    <>
      <button
        type="button"
        class="icon-button"
        title={`Undo (${keyText('Z')})`}
        aria-label="Undo"
        disabled={!canUndo}
        onClick={() => form.stepHistory('undo')}
      >
        <Icon name="discard" />
      </button>
      <button
        type="button"
        class="icon-button"
        title={`Redo (${keyText('Shift+Z')})`}
        aria-label="Redo"
        disabled={!history.canRedo}
        onClick={() => form.stepHistory('redo')}
      >
        <Icon name="redo" />
      </button>
    </>
  );
}

/** Names a key with the platform's modifier. */
function keyText(key: string): string {
  return /mac/i.test(navigator.platform) ? `⌘${key.replace('Shift+', '⇧')}` : `Ctrl+${key}`;
}

async function saveScenario(scenario: Scenario, { host, messages }: Viewer): Promise<void> {
  const bytes = new TextEncoder().encode(serializeScenario(scenario));
  const path = await host.saveFile(fileName(scenario.name, '.convt.json'), bytes.buffer);
  if (path !== null) messages.tell(`Saved ${path}`);
}

async function copyScenario(scenario: Scenario, { host, messages }: Viewer): Promise<void> {
  if (await host.copyText(serializeScenario(scenario))) messages.tell('Copied the scenario as JSON.');
}
