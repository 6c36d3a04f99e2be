import { definition } from '../../engine/provenance/formulation.ts';
import { formulationOf } from '../../engine/formulations/formulations.ts';
import { catalogue } from '../../engine/diagnose/mistakes/catalogue.ts';
import {
  type ChannelScales,
  scaledChannelsBy,
  scaledChannelsId,
} from '../../engine/diagnose/mistakes/inputChannelMistakes.ts';
import { shiftedInputBy, shiftedInputId } from '../../engine/diagnose/mistakes/inputShiftMistakes.ts';
import { isPrecision, mistakeOfProfile } from '../../engine/diagnose/mistakes/precisionMistakes.ts';
import { emulatedRoundingOf } from '../../engine/diagnose/model/emulatedRounding.ts';
import type { DiagnosisTarget, Mistake } from '../../engine/diagnose/model/mistake.ts';
import { predict, type Prediction } from '../../engine/diagnose/search/evaluate.ts';
import { differenceIfExplained } from '../../engine/diagnose/search/explained.ts';
import { findMistakes } from '../../engine/diagnose/search/findMistakes.ts';
import { variantOf } from '../../engine/diagnose/search/measure.ts';
import { probePlaces } from '../../engine/diagnose/search/probePlaces.ts';
import { emulate, servesProfile } from '../../engine/precision/emulate.ts';
import { isEmulated, type ProfileId, profileIds, profileOf } from '../../engine/precision/profiles.ts';
import { computeReference } from '../../engine/reference/computeReference.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { castTensor, type DType, elementCount, isSameShape, type Tensor } from '../../engine/core/tensor.ts';
import type { ResolvedCall } from '../run/resolveCall.ts';
import { mistakeGroups } from './mistakeGroups.ts';
import { exampleOutput } from './exampleOutput.ts';

/** A mistake that is to be made: its id, and the number of its variant. */
export interface MistakeChoice {
  readonly id: string;
  readonly variant: number;
}

/** A variant of a mistake that gives another output than the call. */
export interface MistakeVariant {
  readonly number: number;
  /** Names the variant; "" if the mistake has only one. */
  readonly detail: string;
}

/** A mistake in a list of choices. JSON-safe. */
export interface MistakeEntry {
  readonly id: string;
  readonly title: string;
  readonly means: string;
  readonly group: string;
  /** True for a lower precision, whose errors have no pattern. */
  readonly isPrecision: boolean;
  /** The variants that change this call's output; empty if the mistake makes no difference. */
  readonly variants: readonly MistakeVariant[];
}

/** The output of a call with a mistake. */
export interface BrokenOutput {
  /** In the dtype of the call. */
  readonly output: Tensor;
  /** Number of elements with another value than the right output; null if the shapes differ. */
  readonly changed: number | null;
}

/** A call in which mistakes are made on purpose. */
export interface BreakableCall {
  readonly resolved: ResolvedCall;
  readonly target: DiagnosisTarget;
}

/** Most variants of one mistake that are offered: a shift has hundreds. */
const mostVariants = 6;
/** Elements of an output by which a variant is told apart from the right output: all of a small one. */
const comparedPlaces = { wrong: 512, anywhere: 512 } as const;
const elementsPerStep = 2 ** 14;
/** The factor and the offset with which an input is shifted on purpose: x·2 − 1, which brings 0…1 to −1…1. */
const exampleShift = [2, -1] as const;

/** Returns the numbers of the input channels in an example. */
function exampleScales(cin: number): ChannelScales {
  const channels = Array.from({ length: cin }, (_, channel) => channel);
  return { factors: channels.map((channel) => 1 + (channel + 1) / 4), offsets: channels.map(() => 0) };
}

/** Computes the right output of a call. `resolved` must have no output to check. */
export function* prepareBreaking(resolved: ResolvedCall): Steps<BreakableCall> {
  const { call, geometry, profile } = resolved;
  const { reference } = yield* computeReference(call, geometry);
  const rounding = isEmulated(profile.id) ? yield* emulatedRoundingOf(call, profile) : undefined;
  return { resolved, target: { call, geometry, actual: castTensor(reference, call.dtype), reference, rounding } };
}

/** Lists every known mistake with the variants that change the call's output. */
export function* mistakeEntries(broken: BreakableCall): Steps<readonly MistakeEntry[]> {
  const entries: MistakeEntry[] = [];
  for (const { title: group, mistakes } of mistakeGroups) {
    for (const mistake of mistakes) {
      yield { stage: 'Known mistakes', done: entries.length, total: catalogue.length };
      const { id, title, means } = mistake;
      const precision = isPrecision(mistake);
      const variants = precision ? precisionVariants(broken, mistake) : yield* variantsOf(broken, mistake);
      entries.push({ id, title, means, group, isPrecision: precision, variants });
    }
  }
  return entries;
}

/** Computes the output of a call with a mistake. @throws if the call has no such variant */
export function* outputWithMistake(broken: BreakableCall, { id, variant }: MistakeChoice): Steps<BrokenOutput> {
  const mistake = catalogue.find((known) => known.id === id);
  if (mistake === undefined) throw new Error(`There is no mistake ${id}.`);
  const output = isPrecision(mistake)
    ? yield* lowerPrecision(broken, mistake)
    : yield* predictedOutput(broken, mistake, variant);
  const right = broken.target.actual;
  if (!isSameShape(output.shape, right.shape)) return { output, changed: null };
  let changed = 0;
  for (let at = 0; at < output.data.length; at++) if (!Object.is(output.data[at], right.data[at])) changed += 1;
  return { output, changed };
}

/** Lists the ids of all mistakes that give this output on their own. */
export function* mistakesThatGive({ target }: BreakableCall, output: Tensor): Steps<readonly string[]> {
  const { matches } = yield* findMistakes(
    { ...target, actual: output },
    probePlaces({ actual: output, reference: target.reference }),
    false,
  );
  return [...new Set(matches.flatMap(({ mistakes }) => mistakes.map(({ id }) => id)))];
}

/** Returns the target from whose output the variants of a mistake are derived. */
function* targetOf({ target }: BreakableCall, { id }: Mistake): Steps<DiagnosisTarget> {
  const { actual, call, geometry } = target;
  const changed =
    id === shiftedInputId
      ? shiftedInputBy(call, exampleShift)
      : id === scaledChannelsId
        ? scaledChannelsBy(call, exampleScales(geometry.cin))
        : null;
  const shifted = changed && predict(changed, target.rounding);
  return {
    ...target,
    actual: shifted === null ? exampleOutput(id, actual, call.bias) : yield* predictedTensor(shifted, call.dtype),
  };
}

function* variantsOf(broken: BreakableCall, mistake: Mistake): Steps<readonly MistakeVariant[]> {
  const { target } = broken;
  const places = probePlaces(target, comparedPlaces);
  const found: MistakeVariant[] = [];
  let number = 0;
  for (const hypothesis of mistake.hypotheses(yield* targetOf(broken, mistake))) {
    yield { stage: mistake.title, done: number, total: number + 1 };
    const prediction = predict(hypothesis, target.rounding);
    if (prediction !== null && isDifferent(target, prediction, places))
      found.push({ number, detail: hypothesis.detail });
    if (found.length === mostVariants) break;
    number += 1;
  }
  return found;
}

/** Returns true if a prediction has another shape than the right output, or values that rounding does not explain. */
function isDifferent({ actual }: DiagnosisTarget, prediction: Prediction, places: readonly number[]): boolean {
  if (!isSameShape(prediction.shape, actual.shape)) return elementCount(prediction.shape) > 0;
  return places.some((at) => differenceIfExplained(actual.data[at] as number, prediction.at(at)) === null);
}

function* predictedOutput(broken: BreakableCall, mistake: Mistake, variant: number): Steps<Tensor> {
  const { target } = broken;
  const hypothesis = variantOf(yield* targetOf(broken, mistake), mistake, variant);
  const prediction = hypothesis === null ? null : predict(hypothesis, target.rounding);
  if (prediction === null) throw new Error(`${mistake.id} has no variant ${variant} for this call.`);
  return yield* predictedTensor(prediction, target.call.dtype);
}

/** Computes the output that a prediction stands for. */
function* predictedTensor(prediction: Prediction, dtype: DType): Steps<Tensor> {
  const read = yield* prediction.whole();
  const data = new Float64Array(elementCount(prediction.shape));
  for (let at = 0; at < data.length; at++) {
    if (at % elementsPerStep === 0) yield { stage: 'Wrong output', done: at, total: data.length };
    data[at] = read(at).value;
  }
  return castTensor({ dtype: 'float64', shape: prediction.shape, data }, dtype);
}

/** A precision has one variant if it is lower than the call's own. */
function precisionVariants({ resolved }: BreakableCall, mistake: Mistake): readonly MistakeVariant[] {
  const { factors } = profileOf(profileIdOf(mistake));
  return factors.roundoff > resolved.profile.factors.roundoff ? [{ number: 0, detail: '' }] : [];
}

/** Runs the call in the precision of a mistake. */
function* lowerPrecision({ resolved }: BreakableCall, mistake: Mistake): Steps<Tensor> {
  const { call, geometry, formulation } = resolved;
  const profile = profileOf(profileIdOf(mistake));
  const served = servesProfile(formulation, geometry, profile).ok ? formulation : formulationOf(definition);
  return castTensor(yield* emulate(call, geometry, profile, served), call.dtype);
}

function profileIdOf(mistake: Mistake): ProfileId {
  const found = profileIds.find((id) => mistakeOfProfile(id) === mistake);
  if (found === undefined) throw new Error(`${mistake.id} is not a precision.`);
  return found;
}
