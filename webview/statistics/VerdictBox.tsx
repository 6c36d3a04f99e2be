import { judgedValuesOf, verdictHeadline } from '../../src/scenario/text/verdictWords.ts';
import { verdictMarks } from '../ui/verdictMarks.ts';
import { verdictDetail } from './verdictText.ts';
import { VerdictFrame } from '../ui/VerdictFrame.tsx';
import type { RunModel } from '../store/runModel.ts';

/** Shows a run's verdict and the sentence that justifies it. */
export function VerdictBox({ run, bound }: { readonly run: RunModel; readonly bound: string }) {
  const { comparison, profile } = run.run;
  const { icon, tone } = verdictMarks[comparison.verdict];
  return (
    <VerdictFrame
      tone={tone}
      icon={icon}
      words={verdictHeadline(judgedValuesOf(comparison, profile))}
      detail={verdictDetail(comparison, profile, bound)}
    />
  );
}
