import type { Match } from '../../src/engine/diagnose/findMistakes.ts';
import { predictedTensor } from '../../src/engine/diagnose/predictedTensor.ts';
import { accept } from '../../src/engine/refusal.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import {
  type DiagnoseReply,
  diagnoseRequest,
  predictRequest,
} from '../../src/protocol/workerMessages.ts';
import { diagnoseScenario } from '../../src/scenario/diagnoseScenario.ts';
import { diagnosisReport } from '../../src/scenario/diagnosisReport.ts';
import type { FilledTensors } from '../../src/scenario/filledTensors.ts';
import { driven } from './driven.ts';

/** Answers what is to be said of an output, and keeps the matches: what each makes is computed when it is looked at. */
export function answerDiagnosing(channel: Channel, filled: FilledTensors): void {
  let kept: readonly Match[] = [];
  channel.handle(diagnoseRequest, async ({ scenario, files, memoryCap }, context) => {
    kept = [];
    const options = { memoryCap, filled };
    const result = await driven(diagnoseScenario(scenario, new Map(files), options), context);
    if (!result.ok) return result;
    const { actual, diagnosis } = result.value;
    const { matches, reference } = diagnosis;
    const [best] = matches;
    const predicted = best === undefined ? null : await driven(predictedTensor(best.hypothesis), context); // prettier-ignore
    kept = matches;
    const report = diagnosisReport(diagnosis, reference.shape, actual.shape);
    return accept<DiagnoseReply>({ report, actual, expected: reference, predicted });
  });
  channel.handle(predictRequest, async ({ match }, context) => {
    const wanted = kept[match];
    const predicted = wanted && (await driven(predictedTensor(wanted.hypothesis), context));
    // Another worker than the one that made the diagnosis has no matches.
    if (!predicted) throw new Error('What this mistake makes is not known any more.');
    context.transfer([predicted.data.buffer]);
    return predicted;
  });
}
