import { assertNever } from '../../src/engine/core/assertNever.ts';
import { type DiagnosisReport, judgedOutputOf } from '../../src/scenario/report/diagnosisReport.ts';
import { namedMistakes } from '../../src/scenario/report/diagnosisWords.ts';
import type { Run } from '../../src/scenario/run/run.ts';
import {
  fixText,
  type JudgedOutput,
  judgedValuesOf,
  type NamedMistake,
  verdictHeadline,
} from '../../src/scenario/text/verdictWords.ts';
import { Icon } from '../ui/Icon.tsx';
import { KeyHelp } from '../ui/KeyHelp.tsx';
import type { KeyGroup } from '../ui/keyTable.ts';
import { Menu } from '../ui/Menu.tsx';
import { paneKeys } from '../viewer/paneKeys.ts';
import { verdictMarks } from '../ui/verdictMarks.ts';
import type { Tabs } from './tabs.ts';
import { useSession } from '../store/useSession.ts';

/** Shows the tabs, the verdict, the export menu and the list of keys. */
export function TabRow({ tabs, keys }: { readonly tabs: Tabs; readonly keys: readonly KeyGroup[] }) {
  const { layout, viewer } = useSession();
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
      <span class="divider" />
      {offers.length > 0 && (
        <>
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
      <KeyHelp groups={[...keys, paneKeys]} isOpen={layout.isKeyListOpen} />
    </header>
  );
}

/** Shows by icon and words the verdict of the run, or why there is none. The verdict leads to its explanation. */
function Verdict() {
  const { runner, verdictExplainer } = useSession();
  const { pendingRun, currentRun, displayPhase } = runner;
  if (pendingRun.value !== null) return <RunVerdict run={pendingRun.value} report={null} />;
  const now = displayPhase.value;
  const report = verdictExplainer.value?.report.value ?? null;
  switch (now.kind) {
    case 'computing':
      return (
        <span class="verdict dim">
          <Icon name="sync" />
          Computing…
        </span>
      );
    case 'cancelled':
      return (
        <span class="verdict dim">
          <Icon name="circle-slash" />
          Cancelled
        </span>
      );
    case 'failed':
      return (
        <span class="verdict failed">
          <Icon name="error" />
          Failed
        </span>
      );
    case 'refused':
      // The output to check has another shape: the call is refused, and the output is diagnosed all the same.
      if (report !== null) return <JudgedVerdict judged={judgedOutputOf(report)} mistakes={namedMistakes(report)} />;
      if (now.refusal.argument === 'actual') return <VerdictButton verdict="shape-mismatch" words="Wrong shape" />;
      break;
    case 'empty':
    case 'done':
      break;
    default:
      return assertNever(now, 'phase');
  }
  return currentRun.value === null ? (
    <span class="verdict" />
  ) : (
    <RunVerdict run={currentRun.value.run} report={report} />
  );
}

/** Shows the verdict of a run, with the name of the mistake as soon as the diagnosis has found one. */
function RunVerdict({ run, report }: { readonly run: Run; readonly report: DiagnosisReport | null }) {
  const { comparison, profile } = run;
  return report === null ? (
    <JudgedVerdict judged={judgedValuesOf(comparison, profile)} mistakes={[]} />
  ) : (
    <JudgedVerdict judged={judgedOutputOf(report)} mistakes={namedMistakes(report)} />
  );
}

function JudgedVerdict({
  judged,
  mistakes,
}: {
  readonly judged: JudgedOutput;
  readonly mistakes: readonly NamedMistake[];
}) {
  return <VerdictButton verdict={judged.verdict} words={verdictHeadline(judged, mistakes)} best={mistakes[0]} />;
}

/** The verdict's button, which opens the tab that explains the verdict. */
function VerdictButton({
  verdict,
  words,
  best,
}: {
  readonly verdict: JudgedOutput['verdict'];
  readonly words: string;
  readonly best?: NamedMistake | undefined;
}) {
  const { verdictExplainer } = useSession();
  const { icon, tone } = verdictMarks[verdict];
  return (
    <button
      type="button"
      class={`verdict ${tone}`}
      title={best === undefined ? 'Open Diagnose' : `${words}. ${fixText(best)}`}
      onClick={() => verdictExplainer.value?.open()}
    >
      <Icon name={icon} />
      <span class="verdict-words">{words}</span>
      {best !== undefined && <span class="verdict-fix dim">{fixText(best)}</span>}
    </button>
  );
}
