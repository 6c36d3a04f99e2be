import { isRight } from '../../src/engine/compare/verdict.ts';
import { knownMistakeCount } from '../../src/engine/diagnose/model/knownMistakeCount.ts';
import { errorReportOf, errorScaleOf } from '../../src/scenario/report/reportOf.ts';
import type { Run } from '../../src/scenario/run/run.ts';
import { formatInteger } from '../../src/scenario/text/format.ts';
import { judgedValuesOf, verdictHeadline } from '../../src/scenario/text/verdictWords.ts';
import { Icon } from '../ui/Icon.tsx';
import { verdictMarks } from '../ui/verdictMarks.ts';
import { DiagnoseMaps } from './DiagnoseMaps.tsx';

/**
 * What a run tells of its output to check before a diagnosis is finished, or if it was cancelled: the verdict, and the
 * maps that need no hypothesis. `isTrying`: the diagnosis is being computed.
 */
export function FirstLook(props: { readonly run: Run; readonly isTrying: boolean; readonly width: number }) {
  const { run, isTrying, width } = props;
  const { comparison, output, profile, reference } = run;
  const { icon, tone } = verdictMarks[comparison.verdict];
  const current = {
    actual: output,
    expected: reference,
    predicted: null,
    selected: null,
    explanation: null,
    subject: {},
    report: { error: errorReportOf(comparison, output.shape, errorScaleOf(profile)) },
  };
  return (
    <>
      <header class="diagnose-header">
        <div class={`verdict-box ${tone}`}>
          <h2 class="diagnose-headline">
            <Icon name={icon} />
            {verdictHeadline(judgedValuesOf(comparison, profile))}
          </h2>
          {!isRight(comparison.verdict) && (
            <p>
              {isTrying
                ? `${formatInteger(knownMistakeCount)} known mistakes are being tried.`
                : 'The known mistakes have not been tried.'}
            </p>
          )}
        </div>
      </header>
      <DiagnoseMaps current={current} unexplained={null} width={width} />
    </>
  );
}
