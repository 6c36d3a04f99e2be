import { isRight } from '../../engine/compare/verdict.ts';
import { shapeOf } from '../../engine/core/call.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { isSameShape, type Tensor } from '../../engine/core/tensor.ts';
import type { FilesByPath } from '../../scenario/document/filesByPath.ts';
import type { Scenario, TensorSource } from '../../scenario/document/scenario.ts';
import { checkedOutputOf } from '../../scenario/report/checkedOutput.ts';
import { reportOf } from '../../scenario/report/reportOf.ts';
import { hashTensor } from '../../scenario/report/sha256.ts';
import { diagnoseScenario } from '../../scenario/run/diagnoseScenario.ts';
import type { Run } from '../../scenario/run/run.ts';
import { runScenario } from '../../scenario/run/runScenario.ts';
import { formatInteger } from '../../scenario/text/format.ts';
import { precisionName } from '../../scenario/text/precisionText.ts';
import { judgedValuesOf, verdictHeadline } from '../../scenario/text/verdictWords.ts';
import { drawPictures } from './drawPictures.ts';
import { portableScenario } from './portableScenario.ts';
import type { RanCall, ReportFacts, ReportOutcome, TensorFacts } from './reportFacts.ts';

/** The choices on which the facts of a report depend. */
export interface GatherOptions {
  /** The most bytes that the run may allocate. */
  readonly memoryCap: number;
  readonly withPictures: boolean;
  /** The version of this program. */
  readonly version: string;
}

/**
 * Runs a scenario, checks the output that it names, hashes its tensors and draws its pictures. A refused call is a
 * report as well. `files` holds the tensors by the paths of `scenario`.
 */
export function* gatherReport(scenario: Scenario, files: FilesByPath, options: GatherOptions): Steps<ReportFacts> {
  const portable = portableScenario(scenario);
  const moved = new Map([...files].map(([path, tensor]) => [portable.paths.get(path) ?? path, tensor]));
  const outcome = yield* outcomeOf(portable.scenario, moved, options);
  return {
    title: scenario.name,
    scenario: portable.scenario,
    outcome: outcome.ok ? outcome.value : { kind: 'refused', refusal: outcome.refusal },
    version: options.version,
  };
}

function* outcomeOf(scenario: Scenario, files: FilesByPath, options: GatherOptions): Steps<Result<ReportOutcome>> {
  const diagnosed = scenario.actual === undefined ? null : yield* diagnoseScenario(scenario, files, options);
  if (diagnosed?.ok === false) return diagnosed;
  const { actual, reference } = diagnosed?.value.target ?? {};
  const hasOtherShape = actual !== undefined && reference !== undefined && !isSameShape(actual.shape, reference.shape);
  // A run refuses an output to check of another shape; the call itself still runs.
  const runnable = hasOtherShape ? { ...scenario, actual: undefined } : scenario;
  const ran = yield* runScenario(runnable, files, options);
  if (!ran.ok) return ran;
  const run = ran.value;
  const checked = diagnosed === null ? null : checkedOutputOf(diagnosed.value, scenario.actual?.file ?? '');
  const words = checked ?? wordsOfRun(run);
  return ok({
    kind: 'ran',
    headline: words.headline,
    isRight: checked?.passed ?? isRight(run.comparison.verdict),
    detail: words.detail,
    run: reportOf(run),
    call: shapeOf(run.originalCall),
    checked,
    tensors: yield* tensorsOf(scenario, run, actual ?? null),
    pictures: options.withPictures ? yield* drawPictures(run, checked, actual ?? null) : [],
  });
}

/** Returns the headline of a run without an output to check, and its reason. */
function wordsOfRun({ comparison, profile }: Run): Pick<RanCall, 'headline' | 'detail'> {
  const judged = judgedValuesOf(comparison, profile);
  const all = `All ${formatInteger(judged.total)} values`;
  const details: Partial<Record<typeof judged.verdict, string>> = {
    exact: `${all} equal the float64 reference.`,
    rounding: `${all} are within ${precisionName[profile]} rounding of the float64 reference.`,
  };
  return { headline: verdictHeadline(judged), detail: details[judged.verdict] ?? '' };
}

function* tensorsOf(scenario: Scenario, run: Run, actual: Tensor | null): Steps<readonly TensorFacts[]> {
  const { originalCall: call, computedOutput } = run;
  const all: readonly (readonly [name: string, source: string, tensor: Tensor | null])[] = [
    ['x', sourceText(scenario.input, scenario.seed), call.input],
    ['w', sourceText(scenario.weight, scenario.seed), call.weight],
    ['b', scenario.bias === null ? '' : sourceText(scenario.bias, scenario.seed), call.bias],
    ['y', `computed by ${run.formulation}`, computedOutput],
    ['output to check', scenario.actual?.file ?? '', actual],
  ];
  const facts: TensorFacts[] = [];
  for (const [name, source, tensor] of all) {
    if (tensor === null) continue;
    const { shape, dtype } = tensor;
    facts.push({ name, source, shape, dtype, sha256: yield* hashTensor(tensor) });
  }
  return facts;
}

/** The fills that draw from the generator, and so depend on the seed. */
const random: ReadonlySet<string> = new Set(['randn', 'smooth']);

function sourceText(source: TensorSource, seed: number): string {
  if ('file' in source) return source.file;
  if ('values' in source) return 'values in the document';
  return random.has(source.fill) ? `${source.fill}, seed ${seed}` : source.fill;
}
