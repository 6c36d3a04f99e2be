import type { Diagnosis } from '../../src/engine/diagnose/search/diagnose.ts';
import { Hypotheses } from '../../src/engine/diagnose/search/hypotheses.ts';
import type { DiagnosisTarget } from '../../src/engine/diagnose/model/mistake.ts';
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
import { diagnosisReportOf } from '../../src/scenario/report/diagnosisReport.ts';
import { explanationOf, hypothesisRowOf } from '../../src/scenario/report/hypothesisRow.ts';
import { driven } from './driven.ts';
import type { Resources } from './runOf.ts';

/** The last diagnosis. */
interface Kept {
  readonly diagnosed: DiagnosisTarget;
  readonly hypotheses: Hypotheses;
}

/** Answers requests for the diagnosis of an output, and keeps its hypotheses: each is computed when it is asked for. */
export function answerDiagnosing(channel: Channel, { filled, files: keptFiles }: Resources): void {
  let kept: Kept | null = null;
  channel.handle(diagnoseRequest, async ({ scenario, files, memoryCap }, context) => {
    kept = null;
    const options = { memoryCap, filled };
    const result = await driven(diagnoseScenario(scenario, keptFiles.named(files), options), context);
    if (!result.ok) return result;
    const diagnosis = result.value;
    const { target, matches, tried, triedPairs } = diagnosis;
    const hypotheses = new Hypotheses(diagnosis);
    const rows = hypotheses.candidates.map(hypothesisRowOf);
    const best = matches.length === 0 ? undefined : rows[0];
    const made = best && (await driven(hypotheses.explain(best.key), context));
    kept = { diagnosed: target, hypotheses };
    return ok<DiagnoseReply>({
      report: diagnosisReportOf(diagnosis),
      actual: target.actual,
      expected: target.reference,
      rows,
      explanation: made === undefined ? null : explanationOf(target, made),
      notApplying: hypotheses.notApplicable,
      firstMismatch: firstMismatch(diagnosis),
      pairsLeft: triedPairs || tried.length === 0 ? null : hypotheses.pairCount,
    });
  });
  const known = (): Kept => {
    // A worker that did not make the diagnosis has no hypotheses.
    if (kept === null) throw new Error('The diagnosis is not known any more.');
    return kept;
  };
  channel.handle(measureRequest, async ({ key }, context) =>
    hypothesisRowOf(await driven(known().hypotheses.measure(key), context)),
  );
  channel.handle(explainRequest, async ({ key }, context) => {
    const { diagnosed, hypotheses } = known();
    const explanation = explanationOf(diagnosed, await driven(hypotheses.explain(key), context));
    if (explanation.predicted !== null) context.transfer([explanation.predicted.data.buffer]);
    return explanation;
  });
  channel.handle(pairsRequest, async (_, context) =>
    (await driven(known().hypotheses.pairs(), context)).map(hypothesisRowOf),
  );
}

/** Flat index of the first element that rounding does not explain; null if there is none, or if the output has another shape. */
function firstMismatch({ comparison }: Diagnosis): number | null {
  if (comparison === null) return null;
  const { beyondBound, nonFinite } = comparison;
  const found = [beyondBound?.first ?? null, nonFinite.first].filter((at) => at !== null);
  return found.length === 0 ? null : Math.min(...found);
}
