import type { Refusal } from '../../src/engine/core/refusal.ts';
import type { DiagnosisReport } from '../../src/scenario/report/diagnosisReport.ts';
import { namedMistakes } from '../../src/scenario/report/diagnosisWords.ts';
import { fixText } from '../../src/scenario/text/verdictWords.ts';
import { RefusalActions } from '../fields/RefusalActions.tsx';
import { hasField, stillShowing } from '../store/refusalAt.ts';
import { useSession } from '../store/useSession.ts';
import { Icon } from '../ui/Icon.tsx';
import { useSettled } from '../ui/useSettled.ts';

/** The time without a change after which a refusal lies over the figure: a document is refused at almost every key. */
const restMilliseconds = 600;

/**
 * Says why the edited call is refused, and what can be done about it. A refusal with a field is shown at the field
 * alone, unless there is no figure, or the refused argument is an output to check: then the figure shows the call
 * without it. Any other refusal lies over the figure, which keeps its place.
 */
export function RefusedBanner({ refusal }: { readonly refusal: Refusal }) {
  const { runner, verdictExplainer } = useSession();
  const explainer = verdictExplainer.value;
  const hasFigure = runner.currentRun.value !== null;
  const isOutput = refusal.argument === 'actual';
  if (isOutput ? explainer?.isOpen.value === true : hasField(refusal) && hasFigure) return null;
  return hasFigure && !isOutput ? (
    <RefusedOverlay refusal={refusal} />
  ) : (
    // A refusal with a field is announced at the field.
    <div class="banner failed refused" role={hasField(refusal) ? undefined : 'alert'}>
      <RefusalText refusal={refusal} />
      <span class="banner-actions">
        {isOutput && (
          <button type="button" class="button secondary" onClick={explainer?.open}>
            Open Diagnose
          </button>
        )}
        <RefusalActions refusal={refusal} />
      </span>
    </div>
  );
}

function RefusedOverlay({ refusal }: { readonly refusal: Refusal }) {
  const { ports } = useSession();
  const shown = useSettled(refusal, restMilliseconds, ports.clock);
  return (
    <div class="refused-place" role="alert">
      {shown !== null && (
        <div class="banner failed refused refused-overlay">
          <RefusalText refusal={shown} />
          <span class="banner-actions">
            <RefusalActions refusal={shown} />
          </span>
        </div>
      )}
    </div>
  );
}

function RefusalText({ refusal }: { readonly refusal: Refusal }) {
  const { runner, verdictExplainer } = useSession();
  const shown = runner.currentRun.value;
  const report = refusal.argument === 'actual' ? verdictExplainer.value?.report.value : null;
  return (
    <>
      <Icon name="error" />
      <p>
        {wrongOutputText(refusal, report ?? null)} {shown === null ? '' : stillShowing(refusal, shown.scenario)}
      </p>
    </>
  );
}

/** Returns the refusal's message and, once the output has been diagnosed, the reason for its shape. */
function wrongOutputText({ message }: Refusal, report: DiagnosisReport | null): string {
  const [best] = report === null ? [] : namedMistakes(report);
  if (best !== undefined) return `${message} ${best.title}. ${fixText(best)}`;
  const causes = report?.shapeCauses ?? null;
  return causes === null ? message : `${message} ${causes}`;
}
