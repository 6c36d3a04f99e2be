import { validateCall } from '../../engine/validation/validateCall.ts';
import { type Call, shapeOf } from '../../engine/core/call.ts';
import { computeReference } from '../../engine/reference/computeReference.ts';
import { type Profile, type ProfileId, profileOf } from '../../engine/precision/profiles.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { Float64Tensor, Shape, Tensor } from '../../engine/core/tensor.ts';
import { callScenario } from '../document/callScenario.ts';
import { numpyTest } from '../code/numpyTest.ts';
import { pytorchTest } from '../code/pytorchTest.ts';
import type { RunReport } from '../report/runReport.ts';
import { parametersReport } from '../report/reportOf.ts';
import type { Scenario } from '../document/scenario.ts';
import { shrink, type ShrunkProblem, type ShrinkStep } from './shrink.ts';

/** The smallest call that still shows what is wrong with an output, in every form in which it is passed on. */
export interface SmallestCall extends ShrunkProblem {
  /** The correct output. */
  readonly expected: Float64Tensor;
  /**
   * The call as a document, without its output: the output is a file, whose name the writer of the document chooses.
   */
  readonly scenario: Scenario;
  /** Tests that fail with the wrong output; see pytorchTest and numpyTest. */
  readonly pytorch: string;
  readonly numpy: string;
}

/** The report of a smallest call. JSON-safe. */
export interface SmallestReport {
  /** The reductions in order. */
  readonly steps: readonly ShrinkStep[];
  /** The number of smaller calls that were tried. */
  readonly tries: number;
  /** False if the budget of tries ran out. */
  readonly minimal: boolean;
  /** The precision whose rounding is allowed. */
  readonly dtype: ProfileId;
  readonly input: { readonly shape: Shape };
  readonly weight: { readonly shape: Shape };
  readonly bias: { readonly shape: Shape } | null;
  readonly parameters: RunReport['parameters'];
  readonly output: { readonly shape: Shape };
}

/**
 * Makes the call of a wrong output smaller (see {@link shrink}). `actual` has the shape and the dtype of the call;
 * `name` is the name of the document and the tests; `profile` is the precision whose rounding is allowed. Refused if
 * the output is correct.
 */
export function* smallestCallOf(
  call: Call,
  actual: Tensor,
  name: string,
  profile: Profile = profileOf(call.dtype),
): Steps<Result<SmallestCall>> {
  const shrunk = yield* shrink(call, { kind: 'tensor', actual, profile });
  if (!shrunk.ok) return shrunk;
  const found = shrunk.value;
  const geometry = validateCall(shapeOf(found.call));
  if (!geometry.ok) return geometry;
  const { reference } = yield* computeReference(found.call, geometry.value);
  const pytorch = yield* pytorchTest(found.call, found.actual, name, profile.id);
  if (!pytorch.ok) return pytorch;
  const numpy = yield* numpyTest(found.call, found.actual, name, profile.id);
  if (!numpy.ok) return numpy;
  return ok({
    ...found,
    expected: reference,
    scenario: { ...callScenario(found.call, name), dtype: profile.id },
    pytorch: pytorch.value,
    numpy: numpy.value,
  });
}

/** Returns the report of a smallest call. */
export function smallestReportOf({ steps, tries, minimal, call, expected, scenario }: SmallestCall): SmallestReport {
  const { input, weight, bias, params } = call;
  return {
    steps,
    tries,
    minimal,
    dtype: scenario.dtype,
    input: { shape: input.shape },
    weight: { shape: weight.shape },
    bias: bias && { shape: bias.shape },
    parameters: parametersReport(params),
    output: { shape: expected.shape },
  };
}
