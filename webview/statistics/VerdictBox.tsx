import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import { verdictTitle, verdictWords } from '../ui/verdictTitle.ts';
import { nonFiniteTitle, verdictDetail } from './verdictText.ts';
import { VerdictFrame } from '../ui/VerdictFrame.tsx';
import type { RunModel } from '../store/runModel.ts';

/** Shows a run's verdict and the sentence that justifies it. */
export function VerdictBox({ run, bound }: { readonly run: RunModel; readonly bound: string }) {
  const { comparison, profile, actualFile, formulation } = run.run;
  const { icon, tone } = verdictTitle[comparison.verdict];
  const words = verdictWords(comparison.verdict, profile);
  const isNonFinite = comparison.verdict === 'non-finite';
  return (
    <VerdictFrame
      tone={tone}
      icon={icon}
      words={isNonFinite ? nonFiniteTitle(comparison.nonFinite, actualFile ?? formulationOf(formulation).title) : words}
      detail={verdictDetail(comparison, profile, bound)}
    />
  );
}
