import { Hypotheses } from '../../src/engine/diagnose/search/hypotheses.ts';
import type { DiagnosisTarget } from '../../src/engine/diagnose/model/mistake.ts';
import { shapeOf } from '../../src/engine/core/call.ts';
import { ok } from '../../src/engine/core/refusal.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import {
  type DiagnoseReply,
  diagnoseRequest,
  explainRequest,
  measureRequest,
  pairsRequest,
} from '../../src/protocol/workerMessages.ts';
import { diagnoseScenario } from '../../src/scenario/run/diagnoseScenario.ts';
import { diagnosisReportOf, firstMismatchOf } from '../../src/scenario/report/diagnosisReport.ts';
import { explanationOf, hypothesisRowOf } from '../../src/scenario/report/hypothesisRow.ts';
import { runToEnd } from './runToEnd.ts';
import type { Resources } from './runOf.ts';

/** The last diagnosis. */
interface KeptDiagnosis {
  readonly target: DiagnosisTarget;
  readonly hypotheses: Hypotheses;
}

/** Answers requests for a diagnosis, and keeps its hypotheses: each is computed when it is requested. */
export function answerDiagnosis(
  channel: Channel,
  { filled, files: keptFiles }: Pick<Resources, 'filled' | 'files'>,
): void {
  let kept: KeptDiagnosis | null = null;
  channel.handle(diagnoseRequest, async ({ scenario, files, memoryCap }, context) => {
    kept = null;
    const options = { memoryCap, filled };
    const result = await runToEnd(diagnoseScenario(scenario, keptFiles.named(files), options), context);
    if (!result.ok) return result;
    const diagnosis = result.value;
    const { target, matches, tried, triedPairs } = diagnosis;
    const hypotheses = new Hypotheses(diagnosis);
    const rows = hypotheses.candidates.map(hypothesisRowOf);
    const best = matches.length === 0 ? undefined : rows[0];
    const explained = best && (await runToEnd(hypotheses.explain(best.key), context));
    kept = { target, hypotheses };
    return ok<DiagnoseReply>({
      report: diagnosisReportOf(diagnosis),
      call: shapeOf(target.call),
      actual: target.actual,
      expected: target.reference,
      rows,
      explanation: explained === undefined ? null : explanationOf(target, explained),
      notApplying: hypotheses.notApplicable,
      firstMismatch: firstMismatchOf(diagnosis.comparison),
      firstNonFinite: diagnosis.comparison?.nonFinite.first ?? null,
      pairsLeft: triedPairs || tried.length === 0 ? null : hypotheses.pairCount,
    });
  });
  const keptDiagnosis = (): KeptDiagnosis => {
    // A worker that was started after the diagnosis has no hypotheses.
    if (kept === null) throw new Error('The diagnosis has expired. Diagnose the output again.');
    return kept;
  };
  channel.handle(measureRequest, async ({ key }, context) =>
    hypothesisRowOf(await runToEnd(keptDiagnosis().hypotheses.measure(key), context)),
  );
  channel.handle(explainRequest, async ({ key }, context) => {
    const { target, hypotheses } = keptDiagnosis();
    const explanation = explanationOf(target, await runToEnd(hypotheses.explain(key), context));
    if (explanation.predicted !== null) context.transfer([explanation.predicted.data.buffer]);
    return explanation;
  });
  channel.handle(pairsRequest, async (_, context) =>
    (await runToEnd(keptDiagnosis().hypotheses.pairs(), context)).map(hypothesisRowOf),
  );
}
