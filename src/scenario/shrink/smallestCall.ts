import { validateCall } from '../../engine/validation/validateCall.ts';
import { shapeOf } from '../../engine/core/call.ts';
import { computeReference } from '../../engine/reference/computeReference.ts';
import type { Diagnosis } from '../../engine/diagnose/search/diagnose.ts';
import { type ProfileId, profileOf } from '../../engine/precision/profiles.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { Float64Tensor, Shape } from '../../engine/core/tensor.ts';
import { callScenario } from '../document/callScenario.ts';
import { numpyTest } from '../code/numpyTest.ts';
import { pytorchTest } from '../code/pytorchTest.ts';
import type { TestSubject } from '../code/testSubject.ts';
import type { RunReport } from '../report/runReport.ts';
import { parametersReport } from '../report/reportOf.ts';
import type { Scenario } from '../document/scenario.ts';
import { isShownBy } from './mistakenOutput.ts';
import { isWrong, type TestedImplementation } from './oracle.ts';
import { shrink, type ShrunkProblem, type ShrinkStep } from './shrink.ts';

/**
 * The subject of a smallest call. `mistake`: the mistakes that the diagnosis named; the output is what they make of
 * this call. `crop`: no mistake is named; the output is a part of the given output.
 */
export type ShrunkSubject =
  | { readonly kind: 'mistake'; readonly id: string; readonly title: string; readonly fix: string }
  | { readonly kind: 'crop' };

/** The smallest call that still shows what is wrong with an output, in every form in which it is passed on. */
export interface SmallestCall extends ShrunkProblem {
  readonly subject: ShrunkSubject;
  /** The correct output. */
  readonly expected: Float64Tensor;
  /**
   * The call as a document, without its output: the output is a file, whose name the writer of the document chooses.
   */
  readonly scenario: Scenario;
  /**
   * Tests; see pytorchTest and numpyTest. That of a mistake calls an implementation, that of a crop fails with the
   * recorded output.
   */
  readonly pytorch: string;
  readonly numpy: string;
}

/** The report of a smallest call. JSON-safe. */
export interface SmallestReport {
  readonly subject: ShrunkSubject;
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
 * Makes the call of a diagnosed output smaller (see {@link shrink}); `name` is the name of the call.
 *
 * If the diagnosis names a mistake that predicts values, the call and the mistake are made smaller together: each step
 * is a call of which the mistake makes a wrong output that the diagnosis explains as before (see {@link isShownBy}).
 * Otherwise only a part of the output can be kept. Refused if the output is correct, or if it has another shape and no
 * mistake explains it.
 */
export function* smallestCallOf(diagnosis: Diagnosis, name: string): Steps<Result<SmallestCall>> {
  const { target, own } = diagnosis;
  const { call, actual } = target;
  const profile = profileOf(own);
  const shown = yield* shrinkMistake(diagnosis);
  const shrunk = shown === null ? yield* shrink(call, { kind: 'tensor', actual, profile }) : ok(shown);
  if (!shrunk.ok) return shrunk;
  const subject = shown === null ? ({ kind: 'crop' } as const) : subjectOf(diagnosis);
  return yield* written(shrunk.value, subject, name, own);
}

/** Shrinks the call together with the mistake that is named first; null if there is none that predicts values. */
function* shrinkMistake(diagnosis: Diagnosis): Steps<ShrunkProblem | null> {
  const [match] = diagnosis.matches;
  if (match === undefined) return null;
  const tested: TestedImplementation = { kind: 'mistake', match, profile: profileOf(diagnosis.own) };
  const shrunk = yield* shrink(diagnosis.target.call, tested, {
    *fails(call, output) {
      const valid = validateCall(shapeOf(call));
      if (!valid.ok || !(yield* isWrong(call, valid.value, output, tested))) return false;
      return yield* isShownBy(diagnosis, call, valid.value, output);
    },
  });
  return shrunk.ok ? shrunk.value : null;
}

function subjectOf({ matches }: Diagnosis): ShrunkSubject {
  const mistakes = matches[0]?.mistakes ?? [];
  return {
    kind: 'mistake',
    id: mistakes.map(({ id }) => id).join('+'),
    title: mistakes.map(({ title }) => title).join('; '),
    fix: mistakes.map(({ fix }) => fix).join(' '),
  };
}

/** Writes the smallest call as a scenario, as tests in Python and in JSON, and as tensors. */
function* written(
  found: ShrunkProblem,
  subject: ShrunkSubject,
  name: string,
  dtype: ProfileId,
): Steps<Result<SmallestCall>> {
  const { call, actual } = found;
  const geometry = validateCall(shapeOf(call));
  if (!geometry.ok) return geometry;
  const { reference } = yield* computeReference(call, geometry.value);
  const title = subject.kind === 'mistake' ? `${name}: smallest failing example` : `${name}: a crop of the output`;
  const tested: TestSubject =
    subject.kind === 'mistake'
      ? { kind: 'implementation', wrong: { output: actual, reference, by: subject.title } }
      : { kind: 'output', actual };
  const pytorch = yield* pytorchTest(call, tested, title, dtype);
  if (!pytorch.ok) return pytorch;
  const numpy = yield* numpyTest(call, tested, title, dtype);
  if (!numpy.ok) return numpy;
  return ok({
    ...found,
    subject,
    expected: reference,
    scenario: { ...callScenario(call, title), dtype },
    pytorch: pytorch.value,
    numpy: numpy.value,
  });
}

/** Returns the report of a smallest call. */
export function smallestReportOf(smallest: SmallestCall): SmallestReport {
  const { subject, steps, tries, minimal, call, expected, scenario } = smallest;
  const { input, weight, bias, params } = call;
  return {
    subject,
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
