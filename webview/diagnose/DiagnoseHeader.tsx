import { diagnosisMarkdown } from '../../src/scenario/report/diagnosisMarkdown.ts';
import { formatShape } from '../../src/scenario/text/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { wordsOfDiagnosis, wrongElementAt } from '../../src/scenario/report/diagnosisWords.ts';
import { verdictMarks } from '../ui/verdictMarks.ts';
import { copiedFix, outputName } from './diagnosisText.ts';
import { useSession, useViewer } from '../store/useSession.ts';
import type { CurrentDiagnosis } from './currentDiagnosis.ts';
import { ExactCall } from './ExactCall.tsx';
import { useDiagnose } from './diagnoseState.ts';

/** The answer: what is wrong with the output to check, the mistake and its fix; and the report to copy. */
export function DiagnoseHeader({ current }: { readonly current: CurrentDiagnosis }) {
  const { report, actual } = current;
  const { headline, detail } = wordsOfDiagnosis(report, wrongElementAt(current, current.firstNonFinite));
  const { icon, tone } = verdictMarks[report.verdict];
  return (
    <header class="diagnose-header">
      <div class={`verdict-box ${tone}`}>
        <p class="diagnose-output">
          <span class={current.subject.made === undefined ? 'mono file-name' : ''}>{outputName(current)}</span>
          <span class="dim mono">
            {actual.dtype} {formatShape(actual.shape)}
          </span>
        </p>
        <h2 class="diagnose-headline">
          <Icon name={icon} />
          {headline}
        </h2>
        <p>{detail}</p>
        <ExactCall current={current} />
        <Fix current={current} />
      </div>
      <Actions current={current} />
    </header>
  );
}

/** The fix of the best match in one sentence, its code to copy, and the stage that it belongs to. */
function Fix({ current }: { readonly current: CurrentDiagnosis }) {
  const { host, messages } = useViewer();
  const { runner } = useSession();
  const { goToStage } = useDiagnose();
  const [best] = current.report.matches;
  if (best === undefined) return null;
  const stages = current.subject.made?.isOwnCall === false ? [] : (runner.currentRun.value?.stages ?? []);
  const stage = stages.find(({ id }) => id === best.place);
  const copy = async (): Promise<void> => {
    if (await host.copyText(copiedFix(current))) messages.tell('Copied the fix.');
  };
  return (
    <div class="diagnose-fix">
      <p>
        <b>Fix:</b> {best.fix}
      </p>
      <button type="button" class="button" onClick={() => void copy()}>
        <Icon name="copy" />
        Copy fix
      </button>
      {stage !== undefined && (
        <button type="button" class="button secondary" onClick={() => goToStage(stage.id)}>
          <Icon name="arrow-right" />
          Show where
        </button>
      )}
    </div>
  );
}

/** Copies the report, as Markdown for people or as JSON for programs. */
function Actions({ current }: { readonly current: CurrentDiagnosis }) {
  const { host, messages } = useViewer();
  const { breaking } = useDiagnose();
  const copyMarkdown = async (): Promise<void> => {
    if (await host.copyText(markdownOf(current))) messages.tell('Copied the report as Markdown.');
  };
  const copyJson = async (): Promise<void> => {
    if (await host.copyText(JSON.stringify(current.report, null, 2))) messages.tell('Copied the report as JSON.');
  };
  return (
    <div class="diagnose-actions">
      <span class="split-button">
        <button type="button" class="button secondary" onClick={() => void copyMarkdown()}>
          <Icon name="copy" />
          Copy report
        </button>
        <Menu
          label="Copy the report as"
          icon="chevron-down"
          items={[
            { id: 'markdown', label: 'Copy as Markdown', choose: () => void copyMarkdown() },
            { id: 'json', label: 'Copy as JSON', choose: () => void copyJson() },
          ]}
        />
      </span>
      {!breaking.isOpen.value && (
        <button type="button" class="button secondary" onClick={breaking.open}>
          Break it…
        </button>
      )}
    </div>
  );
}

function markdownOf(current: CurrentDiagnosis): string {
  const { report, call, explanation } = current;
  const isBest = explanation !== null && explanation.row.key === report.matches[0]?.id;
  return diagnosisMarkdown(report, {
    file: outputName(current),
    ...call,
    code: isBest ? explanation.code : [],
    firstMismatch: wrongElementAt(current, current.firstMismatch),
    nonFinite: wrongElementAt(current, current.firstNonFinite),
    version: process.env.CONVT_VERSION,
  });
}
