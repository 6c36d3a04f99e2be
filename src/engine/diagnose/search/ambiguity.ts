import { validateCall } from '../../validation/validateCall.ts';
import { type Call, shapeOf } from '../../core/call.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { isSameShape, type Tensor } from '../../core/tensor.ts';
import type { Steps } from '../../core/steps.ts';
import { wordList } from '../../core/wordList.ts';
import { Mt19937 } from '../../fills/mt19937.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { isPrecision } from '../mistakes/precisionMistakes.ts';
import { appliedTo } from './appliedTo.ts';
import { predict, type Prediction } from './evaluate.ts';
import type { Match } from './findMistakes.ts';
import { relationInRange } from './relationInRange.ts';
import { type SpecialProperty, specialProperties } from './specialProperties.ts';

/** The most other matches whose relation to the first is explained. */
const mostExplained = 3;
/** The most elements of two predictions that are all compared; of larger ones, as many are compared at random. */
const mostCompared = 2 ** 10;

/**
 * Explains why several matches give the same output. Each reason is derived from the tensors of this call: predictions
 * that also agree on random tensors are the same computation; otherwise replacing one tensor by random numbers tells
 * which one makes them agree, and random numbers with a special property of that tensor (see {@link specialProperties})
 * tell whether the property is why. Returns null if there are not several matches.
 */
export function* whyAmbiguous(target: DiagnosisTarget, matches: readonly Match[]): Steps<string | null> {
  if (matches.length < 2) return null;
  return yield* agreementText(matches, (best, other) => relationOf(target, best, other));
}

/** A match as a sentence names it. */
interface NamedMatch {
  readonly mistakes: readonly Pick<Mistake, 'id' | 'title'>[];
  readonly detail: string;
}

/** Says how matches are related to the first. `relation` continues a sentence that begins with two matches. */
export function* agreementText<M extends NamedMatch>(
  matches: readonly M[],
  relation: (best: M, other: M) => Steps<string>,
): Steps<string> {
  const named = matches.filter(({ mistakes }) => !mistakes.some(isPrecision));
  const precisions = matches.filter((match) => !named.includes(match));
  const [best, ...others] = named;
  const sentences: string[] = [];
  if (best !== undefined) {
    const byReason = new Map<string, M[]>();
    for (const other of others.slice(0, mostExplained)) {
      const reason = yield* relation(best, other);
      byReason.set(reason, [...(byReason.get(reason) ?? []), other]);
    }
    for (const [reason, same] of byReason) sentences.push(`${wordList([best, ...same].map(matchWords))} ${reason}`);
    const more = others.length - mostExplained;
    if (more > 0) sentences.push(`${more === 1 ? 'One more match gives' : `${more} more matches give`} this output.`);
  }
  for (const { detail } of precisions) sentences.push(`Every element is also within the rounding of ${detail}.`);
  return sentences.join(' ');
}

function* relationOf(target: DiagnosisTarget, best: Match, other: Match): Steps<string> {
  const { call } = target;
  const range = relationInRange(target, best.hypothesis, other.hypothesis);
  if (range !== null) return range;
  const names = (['input', 'weight', 'bias'] as const).filter((name) => call[name] !== null);
  const varied = names.map((name) => ({ name, tensor: call[name] as Tensor, properties: specialProperties[name] }));
  return yield* relationBetween(varied, (replaced) =>
    agreeOn({ ...call, ...Object.fromEntries(replaced) }, best, other),
  );
}

/** A tensor that two predictions depend on. */
export interface VariedTensor {
  readonly name: string;
  readonly tensor: Tensor;
  readonly properties: readonly SpecialProperty[];
}

/**
 * Returns the rest of a sentence that begins with two matches. `agree` says whether they agree if some of the tensors are
 * replaced; null if one of them does not apply then.
 */
export function* relationBetween(
  tensors: readonly VariedTensor[],
  agree: (replaced: ReadonlyMap<string, Tensor>) => Steps<boolean | null>,
): Steps<string> {
  const withRandom = (replaced: readonly VariedTensor[]): ReadonlyMap<string, Tensor> =>
    new Map(replaced.map(({ name, tensor }) => [name, randomLike(tensor)]));
  const always = yield* agree(withRandom(tensors));
  if (always === null) return 'give the same output here.';
  if (always) {
    return 'are the same computation for all tensors of these shapes; only other shapes or parameters can tell them apart.';
  }
  const reasons: string[] = [];
  const decisive: string[] = [];
  for (const varied of tensors) {
    const { name, tensor, properties } = varied;
    if ((yield* agree(withRandom([varied]))) !== false) continue;
    decisive.push(name);
    const property = yield* sufficient(tensor, properties, (special) => agree(new Map([[name, special]])));
    reasons.push(property ?? `of the values of the ${name}`);
  }
  if (decisive.length === 0) return 'give the same output here because of the values of the tensors; use others.';
  return `give the same output here because ${wordList(reasons)}; another ${wordList(decisive, 'or')} tells them apart.`;
}

/** Returns the words of the first property that a tensor has and that suffices for two predictions to agree. */
function* sufficient(
  tensor: Tensor,
  properties: readonly SpecialProperty[],
  agree: (special: Tensor) => Steps<boolean | null>,
): Steps<string | null> {
  for (const { words, enforced } of properties) {
    const own = enforced(tensor);
    if (!own?.data.every((value, at) => Object.is(value, tensor.data[at]))) continue;
    const special = enforced(randomLike(tensor));
    if (special !== null && (yield* agree(special)) === true) return words;
  }
  return null;
}

/**
 * Returns true if two matches predict the same output for random tensors of a call's shapes; null if one of them does not
 * apply to other tensors.
 */
export function areSameComputation({ call }: DiagnosisTarget, a: Match, b: Match): Steps<boolean | null> {
  const { input, weight, bias } = call;
  const random = { input: randomLike(input), weight: randomLike(weight), bias: bias && randomLike(bias) };
  return agreeOn({ ...call, ...random }, a, b);
}

/** Returns true if two matches predict the same output of a call; null if one of them does not apply to the call. */
function* agreeOn(call: Call, a: Match, b: Match): Steps<boolean | null> {
  const valid = validateCall(shapeOf(call));
  if (!valid.ok) return null;
  return yield* predictionsAgree(predictionOf(a, call, valid.value), predictionOf(b, call, valid.value));
}

/** Returns true if two predictions are the same, within their rounding; null if one of them is missing. */
export function* predictionsAgree(
  one: Pick<Prediction, 'shape' | 'at'> | null,
  other: Pick<Prediction, 'shape' | 'at'> | null,
): Steps<boolean | null> {
  if (one === null || other === null) return null;
  if (!isSameShape(one.shape, other.shape)) return false;
  const total = one.shape.reduce((product, size) => product * size, 1);
  const random = new Mt19937(total);
  for (let i = 0; i < Math.min(total, mostCompared); i++) {
    if (i % 64 === 0) yield { stage: 'Comparing matches', done: i, total: mostCompared };
    const at = total <= mostCompared ? i : random.uint32() % total;
    const [p, q] = [one.at(at), other.at(at)];
    if (Math.abs(p.value - q.value) > p.bound + q.bound) return false;
  }
  return true;
}

function predictionOf(match: Match, call: Call, geometry: Geometry): Prediction | null {
  const hypothesis = appliedTo(match, { call, geometry });
  return hypothesis && predict(hypothesis);
}

/** Returns a tensor of the same shape with random numbers in [−4, 4), so that integers and signs show. */
function randomLike<T extends Tensor>(tensor: T): T {
  const random = new Mt19937(tensor.data.length);
  return { ...tensor, data: tensor.data.map(() => random.uint32() / 2 ** 29 - 4) };
}

/** Names a match: “The padding was ignored”, or “…” with “…” for a pair, and the variant in parentheses. */
function matchWords({ mistakes, detail }: NamedMatch): string {
  const titles = mistakes.map(({ title }) => `“${title}”`).join(' with ');
  return detail === '' ? titles : `${titles} (${detail})`;
}
