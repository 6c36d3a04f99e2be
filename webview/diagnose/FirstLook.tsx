import type { ComponentChildren } from 'preact';
import { errorReportOf, errorScaleOf } from '../../src/scenario/report/reportOf.ts';
import type { Run } from '../../src/scenario/run/run.ts';
import { judgedValuesOf, verdictHeadline } from '../../src/scenario/text/verdictWords.ts';
import { Icon } from '../ui/Icon.tsx';
import { verdictMarks } from '../ui/verdictMarks.ts';
import { DiagnoseMaps } from './DiagnoseMaps.tsx';

/**
 * What a run tells of its output to check before a diagnosis is finished, or if it was cancelled: the verdict, and the
 * maps that need no hypothesis. The children say how far the diagnosis is.
 */
export function FirstLook(props: { readonly run: Run; readonly width: number; readonly children: ComponentChildren }) {
  const { run, width, children } = props;
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
    <div class="first-look">
      <header class="diagnose-header">
        <div class={`verdict-box ${tone}`}>
          <h2 class="diagnose-headline">
            <Icon name={icon} />
            {verdictHeadline(judgedValuesOf(comparison, profile))}
          </h2>
          {children}
        </div>
      </header>
      <DiagnoseMaps current={current} unexplained={null} width={width} />
    </div>
  );
}
