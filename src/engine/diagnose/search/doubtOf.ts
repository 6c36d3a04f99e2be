import type { RoundingBound } from '../../rounding/bound.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';
import { wrongIn } from './diagnosedTarget.ts';
import { hasAlikeOperands, hasAlikeValues } from './distinctMatches.ts';
import { isChosen, isMeasured, type Match } from './findMistakes.ts';

/** Says why a match that was fitted to the output is only possible on tensors with few different values, or outputs of one sign. */
const fittedToAlike = (match: Match): string =>
  `${isMeasured(match) ? 'Its numbers were measured on' : isPair(match) ? 'The pair was chosen by' : 'Its variant was chosen by'} this output, and the tensors are so much alike that another mistake may give the same. Check an output of random tensors.`;

/** Returns true if a match has numbers of the output, or was chosen among many by it, and other mistakes may give the same. */
function mayBeOther(target: DiagnosisTarget, match: Match): boolean {
  if (isMeasured(match)) return hasAlikeValues(target);
  const isOneOfMany = isPair(match) || (isChosen(match) && match.mistakes.some(({ general }) => general === true));
  return isOneOfMany && hasAlikeOperands(target);
}

const isPair = ({ mistakes }: Match): boolean => mistakes.length > 1;

/** How many rounding bounds an output has to be off before numbers are measured on it with certainty. */
const boundsToMeasure = 16;

/** What the wrong elements of an output have in common. */
export interface Errors {
  /** Some error is much larger than rounding. */
  readonly isFar: boolean;
  /** All of them are infinite. */
  readonly isInfinite: boolean;
}

/** Returns what the elements of an output that rounding within `bound` does not explain have in common. */
export function errorsOf(target: DiagnosisTarget, bound: RoundingBound): Errors {
  const { data } = target.actual;
  const [isWrong, isFar] = [wrongIn(target, bound), wrongIn(target, bound, boundsToMeasure)];
  return {
    isFar: data.some((_, at) => isFar(at)),
    isInfinite: data.every((value, at) => Math.abs(value) === Infinity || !isWrong(at)),
  };
}

/** Says why a match with measured numbers is only possible if all errors are small. */
const measuredOnSmall =
  'Its numbers were measured on errors that are hardly larger than rounding, as errors that grow with the values are. Check an output in a higher precision.';

/** Says why a match that predicts infinities only is possible. */
const onlyInfinite =
  'All wrong values are infinite, which does not show what made them so. Check an output of smaller values.';

/** Says why a match is only possible in an output whose numbers have the few bits of `format`; null if it is sure even so. */
export function doubtInFormat(match: Match, format: string): string | null {
  if (!isMeasured(match) && !isPair(match)) return null;
  return `The output has ${format} numbers only, within whose rounding other ${isPair(match) ? 'pairs' : 'numbers'} may fit. Check an output in a higher precision.`;
}

/** Says why something else may have made what the only match predicts; null if nothing speaks for that. */
export function doubtOf(target: DiagnosisTarget, match: Match, errors: Errors | null): string | null {
  if (mayBeOther(target, match)) return fittedToAlike(match);
  if (errors === null) return null;
  return isMeasured(match) ? (errors.isFar ? null : measuredOnSmall) : errors.isInfinite ? onlyInfinite : null;
}
