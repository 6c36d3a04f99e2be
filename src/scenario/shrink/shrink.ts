import { validateCall as acceptCall } from '../../engine/validation/validateCall.ts';
import { sizeTuple } from '../../engine/validation/words.ts';
import { type Call, shapeOf } from '../../engine/core/call.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Step, Steps } from '../../engine/core/steps.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import type { ShrinkCandidate, ShrinkMove } from './shrinkCandidate.ts';
import { fewerBatches, fewerGroups, fewerInputChannels, fewerOutputChannels } from './channelMoves.ts';
import { isWrong, outputOf, type TestedImplementation } from './oracle.ts';
import { simplerParameters } from './parameterMoves.ts';
import { smallerSizes } from './sizeMoves.ts';
import { idleValues, simplerValues } from './valueMoves.ts';
import { smallerWindows } from './windowMoves.ts';

/** A call and what an implementation makes of it. */
export interface Problem {
  readonly call: Call;
  readonly actual: Tensor;
}

/** One thing that became smaller: "output channels" from "30" to "1". */
export interface ShrinkStep {
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

export interface ShrunkProblem extends Problem {
  /** What was made smaller, in order; the same thing several times running is one step. */
  readonly steps: readonly ShrinkStep[];
  /** How many smaller problems were tried. */
  readonly tries: number;
  /** Whether nothing more can be made smaller; false where the tries ran out. */
  readonly minimal: boolean;
}

export interface ShrinkOptions {
  /** Whether a problem shows what is looked for; if left out, whether the output is wrong (see {@link isWrong}). */
  readonly fails?: (call: Call, actual: Tensor) => boolean;
  /** How many smaller problems are tried at most; 10 000 if left out. */
  readonly budget?: number;
}

/**
 * The smallest call that still shows a mismatch, found by delta debugging: fewer batch elements, groups,
 * output and input channels, smaller input and kernel, parameters nearer to their defaults, no
 * bias, simpler values, again and again until none of it can be had any more. Every call on the way is
 * legal and fails. The same problem always shrinks in the same way.
 *
 * Of a mere output only parts are known: of it batch elements, output channels and groups are taken, a
 * window of rows and columns (the rest is cropped by more padding), and what then contributes nothing goes.
 * Refused where the call is illegal, the output is not one of it, or nothing fails.
 */
export function* shrink(
  call: Call,
  tested: TestedImplementation,
  options: ShrinkOptions = {},
): Steps<Result<ShrunkProblem>> {
  const { budget = 10_000 } = options;
  const legal = acceptCall(shapeOf(call));
  if (!legal.ok) return legal;
  const actual = tested.kind === 'tensor' ? tested.actual : yield* outputOf(tested, call, legal.value);
  if (actual === null) return refuse('actual', 'actual: the implementation has no output for this call.');
  const { outputShape } = legal.value;
  if (tested.kind === 'tensor' && actual.shape.join() !== outputShape.join()) {
    const shapes = `of shape ${sizeTuple(actual.shape)} must have the shape of the call's output, ${sizeTuple(outputShape)}`;
    return refuse('actual', `actual ${shapes}.`);
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
        // Of a mere output others are not known: that is no try.
        if (tested.kind === 'tensor' && next.value.known === undefined) continue;
        if (tries >= budget) return ok({ ...problem, steps, tries, minimal: false });
        tries++;
        const candidate = next.value;
        const step = { stage: `Shrink: ${candidate.what}`, done: tries, total: budget };
        yield step;
        const smaller = yield* labelled(tryMove(candidate, problem.actual, tested, options), step);
        if (smaller === null) continue;
        problem = smaller;
        note(steps, candidate);
        changed = true;
        candidates = move(problem.call);
      }
    }
  }
  return ok({ ...problem, steps, tries, minimal: true });
}

/** Everything that is tried of a call, in this order. */
export function movesFor({ kind }: TestedImplementation): readonly ShrinkMove[] {
  return [
    fewerBatches,
    // Before the channels, so that what has nothing to do with groups is left without them.
    fewerGroups,
    fewerOutputChannels,
    fewerInputChannels,
    ...(kind === 'tensor' ? smallerWindows : smallerSizes),
    ...simplerParameters,
    ...(kind === 'tensor' ? idleValues : simplerValues),
  ];
}

/** The smaller problem if it is legal, known, and fails; else null. */
export function* tryMove(
  { call, known }: ShrinkCandidate,
  before: Tensor,
  tested: TestedImplementation,
  options: ShrinkOptions,
): Steps<Problem | null> {
  const legal = acceptCall(shapeOf(call));
  if (!legal.ok) return null;
  const actual = tested.kind === 'tensor' ? (known?.(before) ?? null) : yield* outputOf(tested, call, legal.value);
  if (actual === null) return null;
  const problem = { call, actual };
  return (yield* failing(problem, tested, options)) ? problem : null;
}

function* failing({ call, actual }: Problem, tested: TestedImplementation, { fails }: ShrinkOptions): Steps<boolean> {
  if (fails !== undefined) return fails(call, actual);
  const legal = acceptCall(shapeOf(call));
  return legal.ok && (yield* isWrong(call, legal.value, actual, tested));
}

/** A part of a computation whose steps are those of the whole. */
function* labelled<T>(steps: Steps<T>, step: Step): Steps<T> {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
    yield step;
  }
}

/** Notes a step; the same thing once more prolongs the last one. */
function note(steps: ShrinkStep[], { what, from, to }: ShrinkCandidate): void {
  const last = steps.at(-1);
  if (last?.what === what) steps[steps.length - 1] = { what, from: last.from, to };
  else steps.push({ what, from, to });
}
