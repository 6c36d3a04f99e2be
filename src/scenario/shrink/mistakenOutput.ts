import type { Call } from '../../engine/core/call.ts';
import { appliedTo } from '../../engine/diagnose/search/appliedTo.ts';
import { diagnose, type Diagnosis } from '../../engine/diagnose/search/diagnose.ts';
import { isStrong } from '../../engine/diagnose/search/evidence.ts';
import { predict } from '../../engine/diagnose/search/evaluate.ts';
import { mayBeCertain } from '../../engine/diagnose/search/mayBeCertain.ts';
import type { Match } from '../../engine/diagnose/search/findMistakes.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { type Profile, profileOf } from '../../engine/precision/profiles.ts';
import { rounderTo } from '../../engine/rounding/roundTo.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { type Tensor, zeros } from '../../engine/core/tensor.ts';

/** Elements between two progress steps. */
const atOnce = 2 ** 14;

/**
 * Returns the output that the mistakes of a match make of a call, rounded once to the format that `profile` stores;
 * null if the mistakes do not apply to the call, or predict no values.
 */
export function* mistakenOutput(match: Match, call: Call, geometry: Geometry, profile: Profile): Steps<Tensor | null> {
  const hypothesis = appliedTo(match, { call, geometry });
  const prediction = hypothesis && predict(hypothesis);
  if (prediction === null) return null;
  const read = yield* prediction.whole();
  const round = rounderTo(profile.output.format);
  const output = zeros(call.dtype, prediction.shape);
  const total = output.data.length;
  for (let at = 0; at < total; at++) {
    if (at % atOnce === 0) yield { stage: 'Output of the mistake', done: at, total };
    output.data[at] = round(read(at).value);
  }
  return output;
}

/**
 * Returns true if the output that the mistakes of a diagnosis make of a smaller call still shows them: the diagnosis of
 * that output names the same mistakes first, in the same variant, with the same confidence and as strong evidence, and
 * finds no other explanation than before.
 */
export function* isShownBy(diagnosis: Diagnosis, call: Call, geometry: Geometry, output: Tensor): Steps<boolean> {
  const [match] = diagnosis.matches;
  const expected = match && appliedTo(match, { call, geometry });
  if (match === undefined || !expected) return false;
  const own = profileOf(diagnosis.own);
  // Most smaller calls have too few wrong elements, which is known before a search.
  if (
    diagnosis.confidence === 'certain' &&
    !(yield* mayBeCertain(match, call, geometry, output, { own, fitted: expected.fitted ?? 0 }))
  )
    return false;
  const again = yield* diagnose(call, geometry, output, own);
  const [best] = again.matches;
  const known = new Set(diagnosis.matches.map(idOf));
  return (
    best !== undefined &&
    idOf(best) === idOf(match) &&
    best.hypothesis.detail === expected.detail &&
    again.confidence === diagnosis.confidence &&
    (isStrongly(again) || !isStrongly(diagnosis)) &&
    again.matches.every((each) => known.has(idOf(each)))
  );
}

const isStrongly = ({ evidence }: Diagnosis): boolean => evidence !== null && isStrong(evidence);

const idOf = ({ mistakes }: Match): string => mistakes.map(({ id }) => id).join('+');
