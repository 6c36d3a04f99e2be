import { validateCall } from '../../engine/validation/validateCall.ts';
import { type Call, shapeOf } from '../../engine/core/call.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Step, Steps } from '../../engine/core/steps.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import { wrongShapeText } from '../text/wrongShapeText.ts';
import type { ShrinkCandidate, ShrinkMove } from './shrinkCandidate.ts';
import { fewerBatches, fewerGroups, fewerInputChannels, fewerOutputChannels } from './channelMoves.ts';
import { isWrong, outputOf, type TestedImplementation } from './oracle.ts';
import { simplerParameters } from './parameterMoves.ts';
import { smallerSizes } from './sizeMoves.ts';
import { idleValues, simplerValues } from './valueMoves.ts';
import { smallerWindows } from './windowMoves.ts';

/** A call, and the output that an implementation makes of it. */
export interface Problem {
  readonly call: Call;
  readonly actual: Tensor;
}

/** One reduction: "output channels" from "30" to "1". */
export interface ShrinkStep {
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

export interface ShrunkProblem extends Problem {
  /** The reductions in order. Consecutive reductions of the same kind are one step. */
  readonly steps: readonly ShrinkStep[];
  /** The number of smaller calls that were tried. */
  readonly tries: number;
  /** True if nothing more can be made smaller; false if the budget of tries ran out. */
  readonly minimal: boolean;
}

export interface ShrinkOptions {
  /** Decides whether a call still fails. If left out, it fails if the output is wrong (see {@link isWrong}). */
  readonly fails?: (call: Call, actual: Tensor) => Steps<boolean>;
  /** The most smaller calls that are tried; 10 000 if left out. */
  readonly budget?: number;
}

/**
 * Finds the smallest call that still shows a mismatch by delta debugging: fewer batch elements, groups, output and
 * input channels, smaller input and kernel, parameters closer to their defaults, no bias, simpler values, repeated
 * until nothing gets smaller. Every call on the way is valid and fails. The same problem always shrinks in the same
 * way.
 *
 * If only an output is known, only parts of it can be used: batch elements, output channels, groups, and a window of
 * rows and columns (the rest is cropped by more padding). What no longer contributes is removed. Refused if the call is
 * invalid, if the output does not have the shape of the call, or if nothing fails.
 */
export function* shrink(
  call: Call,
  tested: TestedImplementation,
  options: ShrinkOptions = {},
): Steps<Result<ShrunkProblem>> {
  const { budget = 10_000 } = options;
  const geometry = validateCall(shapeOf(call));
  if (!geometry.ok) return geometry;
  const actual = tested.kind === 'tensor' ? tested.actual : yield* outputOf(tested, call, geometry.value);
  if (actual === null)
    return refuse('actual', 'actual: the implementation does not support this call, so there is no output to check.');
  const { outputShape } = geometry.value;
  if (tested.kind === 'tensor' && actual.shape.join() !== outputShape.join()) {
    return refuse('actual', wrongShapeText('The output to check', actual.shape, outputShape));
  }
  const start = yield* failing({ call, actual }, tested, options);
  if (!start) return refuse('actual', 'actual shows no mismatch with the reference: there is nothing to shrink.');
  let problem: Problem = { call, actual };
  let tries = 0;
  const steps: ShrinkStep[] = [];
  for (let changed = true; changed;) {
    changed = false;
    for (const move of movesFor(tested)) {
      for (
        let candidates = move(problem.call), next = candidates.next();
        next.done !== true;
        next = candidates.next()
      ) {
        // If only an output is known, a candidate without a known output is skipped and not counted.
        if (tested.kind === 'tensor' && next.value.known === undefined) continue;
        if (tries >= budget) return ok({ ...problem, steps, tries, minimal: false });
        tries++;
        const candidate = next.value;
        const step = { stage: `Shrink: ${candidate.what}`, done: tries, total: budget };
        yield step;
        const smaller = yield* labelled(tryMove(candidate, problem.actual, tested, options), step);
        if (smaller === null) continue;
        problem = smaller;
        addStep(steps, candidate);
        changed = true;
        candidates = move(problem.call);
      }
    }
  }
  return ok({ ...problem, steps, tries, minimal: true });
}

/** Returns the reductions that are tried on a call, in this order. */
export function movesFor({ kind }: TestedImplementation): readonly ShrinkMove[] {
  return [
    fewerBatches,
    // Before the channels, so that a mismatch that does not depend on groups is left without them.
    fewerGroups,
    fewerOutputChannels,
    fewerInputChannels,
    ...(kind === 'tensor' ? smallerWindows : smallerSizes),
    ...simplerParameters,
    ...(kind === 'tensor' ? idleValues : simplerValues),
  ];
}

/** Returns the smaller problem if it is valid, its output is known, and it fails; otherwise null. */
export function* tryMove(
  { call, known }: ShrinkCandidate,
  before: Tensor,
  tested: TestedImplementation,
  options: ShrinkOptions,
): Steps<Problem | null> {
  const geometry = validateCall(shapeOf(call));
  if (!geometry.ok) return null;
  const actual = tested.kind === 'tensor' ? (known?.(before) ?? null) : yield* outputOf(tested, call, geometry.value);
  if (actual === null) return null;
  const problem = { call, actual };
  return (yield* failing(problem, tested, options)) ? problem : null;
}

function* failing({ call, actual }: Problem, tested: TestedImplementation, { fails }: ShrinkOptions): Steps<boolean> {
  if (fails !== undefined) return yield* fails(call, actual);
  const geometry = validateCall(shapeOf(call));
  return geometry.ok && (yield* isWrong(call, geometry.value, actual, tested));
}

/** Runs a part of a computation and reports `step` for each of its steps. */
function* labelled<T>(steps: Steps<T>, step: Step): Steps<T> {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
    yield step;
  }
}

/** Adds a step; a reduction of the same kind extends the last step. */
function addStep(steps: ShrinkStep[], { what, from, to }: ShrinkCandidate): void {
  const last = steps.at(-1);
  if (last?.what === what) steps[steps.length - 1] = { what, from: last.from, to };
  else steps.push({ what, from, to });
}
