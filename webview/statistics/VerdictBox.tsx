import { isRight } from '../../src/engine/compare/verdict.ts';
import { namedMistakes } from '../../src/scenario/report/diagnosisWords.ts';
import {
  explainsAllText,
  fixText,
  judgedValuesOf,
  type NamedMistake,
  verdictHeadline,
} from '../../src/scenario/text/verdictWords.ts';
import { verdictDetail } from './verdictText.ts';
import { VerdictFrame } from '../ui/VerdictFrame.tsx';
import { verdictMarks } from '../ui/verdictMarks.ts';
import { navigationTargetOf } from '../store/navigationTarget.ts';
import type { RunModel } from '../store/runModel.ts';
import { useSession } from '../store/useSession.ts';

/** Shows a run's verdict, the sentence that justifies it and, if the output is wrong, where to go from here. */
export function VerdictBox({ run, bound }: { readonly run: RunModel; readonly bound: string }) {
  const { perform, verdictExplainer } = useSession();
  const { comparison, profile } = run.run;
  const explainer = verdictExplainer.value;
  const report = explainer?.report.value ?? null;
  const mistakes = report === null ? [] : namedMistakes(report);
  const kind = navigationTargetOf(run.run).kind;
  return (
    <VerdictFrame
      {...verdictMarks[comparison.verdict]}
      words={verdictHeadline(judgedValuesOf(comparison, profile), mistakes)}
      detail={mistakeDetail(mistakes, comparison.total) ?? verdictDetail(comparison, profile, bound)}
    >
      {!isRight(comparison.verdict) && (
        <div class="verdict-actions">
          {kind !== 'worst' && (
            <button type="button" class="button secondary" onClick={() => perform('next-mismatch')}>
              {kind === 'mismatch' ? 'Next mismatch' : 'Next non-finite value'} <kbd>F8</kbd>
            </button>
          )}
          <button type="button" class="button secondary" onClick={explainer?.open}>
            Diagnose
          </button>
        </div>
      )}
    </VerdictFrame>
  );
}

/** Returns what the best of the mistakes that reproduce an output explains, and its fix; null if there is none. */
function mistakeDetail([best]: readonly NamedMistake[], total: number): string | null {
  return best === undefined ? null : `${explainsAllText(total)} ${fixText(best)}`;
}
