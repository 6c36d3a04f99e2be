import type { Run } from '../../src/scenario/run/run.ts';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { verdictTitle, verdictWords } from '../ui/verdictTitle.ts';
import { exportables } from '../store/exports.ts';
import { judged, loaded } from '../store/session.ts';
import { shownPhase } from '../store/shownPhase.ts';
import { tab, tabs } from '../store/view.ts';
import type { Tab } from '../store/view.ts';

const titles: Readonly<Record<Tab, string>> = {
  pipeline: 'Pipeline',
  code: 'Code',
  diagnose: 'Diagnose',
  overlap: 'Overlap',
};

/** The tabs, the verdict, and what can be exported. */
export function TabRow() {
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.indexOf(tab.value);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    const next = to === undefined ? undefined : tabs.at(to % tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    tab.value = next;
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <header class="tab-row">
      <div class="tabs" role="tablist" aria-label="Views" onKeyDown={onKeyDown}>
        {tabs.map((id) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            class="tab"
            aria-selected={tab.value === id}
            aria-controls="tab-panel"
            tabIndex={tab.value === id ? 0 : -1}
            onClick={() => (tab.value = id)}
          >
            {titles[id]}
          </button>
        ))}
      </div>
      <Verdict />
      {exportables.value.length > 0 && (
        <>
          <span class="divider" />
          <Menu
            label="Export"
            icon="export"
            items={exportables.value.map(({ id, label, save }) => ({
              id,
              label,
              choose: () => void save(),
            }))}
          />
        </>
      )}
    </header>
  );
}

/** What became of the run, by icon and words. */
function Verdict() {
  if (judged.value !== null) return <VerdictOf run={judged.value} />;
  const now = shownPhase.value;
  if (now.kind === 'computing')
    return (
      <span class="verdict dim">
        <Icon name="sync" />
        Computing…
      </span>
    );
  if (now.kind === 'cancelled')
    return (
      <span class="verdict dim">
        <Icon name="circle-slash" />
        Cancelled
      </span>
    );
  if (now.kind === 'failed')
    return (
      <span class="verdict failed">
        <Icon name="error" />
        Failed
      </span>
    );
  return loaded.value === null ? <span class="verdict" /> : <VerdictOf run={loaded.value.run} />;
}

function VerdictOf({ run: { comparison, profile } }: { readonly run: Run }) {
  const { icon, tone } = verdictTitle[comparison.verdict];
  return (
    <span class={`verdict ${tone}`}>
      <Icon name={icon} />
      {verdictWords(comparison.verdict, profile)}
    </span>
  );
}
