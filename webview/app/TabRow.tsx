import type { Run } from '../../src/scenario/run/run.ts';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { verdictTitle, verdictWords } from '../ui/verdictTitle.ts';
import type { Tabs } from './tabs.ts';
import { useSession } from '../store/useSession.ts';

/** Shows the tabs, the verdict and the export menu. */
export function TabRow({ tabs }: { readonly tabs: Tabs }) {
  const { viewer } = useSession();
  const offers = viewer.exports.offers.value;
  const open = tabs.open.value;
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.all.indexOf(open);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    const next = to === undefined ? undefined : tabs.all.at(to % tabs.all.length);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    tabs.show(next.feature.id);
    document.getElementById(`tab-${next.feature.id}`)?.focus();
  };
  return (
    <header class="tab-row">
      <div class="tabs" role="tablist" aria-label="Views" onKeyDown={onKeyDown}>
        {tabs.all.map((tab) => {
          const { id, title } = tab.feature;
          return (
            <button
              key={id}
              type="button"
              role="tab"
              id={`tab-${id}`}
              class="tab"
              aria-selected={tab === open}
              aria-controls="tab-panel"
              tabIndex={tab === open ? 0 : -1}
              onClick={() => tabs.show(id)}
            >
              {title}
            </button>
          );
        })}
      </div>
      <Verdict />
      {offers.length > 0 && (
        <>
          <span class="divider" />
          <Menu
            label="Export"
            icon="export"
            items={offers.map(({ id, label, save }) => ({
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

/** Shows by icon and words the verdict of the run, or why there is none. */
function Verdict() {
  const { pendingRun, currentRun, displayPhase } = useSession().runner;
  if (pendingRun.value !== null) return <VerdictOf run={pendingRun.value} />;
  const now = displayPhase.value;
  if (now.kind === 'computing')
    return (
      <span class="verdict dim">
        <Icon name="sync" />
        Computing…
      </span>
    );
  if (now.kind === 'refused' && now.refusal.argument === 'actual')
    return (
      <span class="verdict failed">
        <Icon name="error" />
        Wrong shape
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
  return currentRun.value === null ? <span class="verdict" /> : <VerdictOf run={currentRun.value.run} />;
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
