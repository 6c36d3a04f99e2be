import { elementCount, type Tensor } from '../../core/tensor.ts';
import { flatIndexOf } from '../../geometry/planeOffsets.ts';
import type { Steps } from '../../core/steps.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';
import { areSameComputation } from './ambiguity.ts';
import type { Match } from './findMistakes.ts';
import { planeTurns } from './specialProperties.ts';

/** The most products of a call on which every mistake is tried, because that takes no time. */
const mostProducts = 2 ** 18;
/** The elements of a tensor that are looked at for repeated values. */
const mostLooked = 2 ** 12;
/** The share of different values below which a tensor is called repetitive. */
const fewDifferent = 0.25;

/**
 * Returns true if different mistakes may make the same output: the call is small, or its tensors are alike. General
 * mistakes are then tried even if a specific one matches.
 */
export function mayLookAlike(target: DiagnosisTarget): boolean {
  const { call, geometry } = target;
  const products = elementCount(call.input.shape) * geometry.coutPerGroup * geometry.taps;
  return products <= mostProducts || hasAlikeValues(target);
}

/** Returns true if a tensor of the call has few different values or symmetric planes, or if all right outputs have one sign. */
export function hasAlikeValues({ call, reference }: Pick<DiagnosisTarget, 'call' | 'reference'>): boolean {
  return hasAlikeOperands({ call }) || hasOneSign(reference);
}

/** Returns true if the input or the weight has few different values or symmetric planes. */
export function hasAlikeOperands({ call }: Pick<DiagnosisTarget, 'call'>): boolean {
  return [call.input, call.weight].some((tensor) => isRepetitive(tensor) || isSymmetric(tensor));
}

/** Returns true if every plane is its own mirror image, its own half turn, or its own transpose. */
function isSymmetric({ data, shape }: Tensor): boolean {
  const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  const { flippedHeight, flippedWidth, rotated, transposed } = planeTurns;
  const turns = [
    ...(rows > 1 ? [flippedHeight] : []),
    ...(columns > 1 ? [flippedWidth] : []),
    ...(rows > 1 && columns > 1 ? [rotated] : []),
    ...(rows > 1 && rows === columns ? [transposed] : []),
  ];
  return turns.some((place) =>
    data.every((value, at) => {
      const cell = at % (rows * columns);
      const [row, column] = place(Math.floor(cell / columns), cell % columns, rows, columns);
      return value === data[at - cell + flatIndexOf(columns, row, column)];
    }),
  );
}

function isRepetitive({ data }: Tensor): boolean {
  const looked = data.subarray(0, mostLooked);
  return new Set(looked.map(Math.abs)).size < fewDifferent * looked.length;
}

function hasOneSign({ data }: Tensor): boolean {
  const sign = Math.sign(data[0] ?? 0);
  return data.every((value) => Math.sign(value) === sign);
}

/**
 * Leaves out the matches that say nothing else than those before them: a further variant of a mistake, or a general
 * mistake, that predicts the same for all tensors of the call's shapes. Those that stay make a diagnosis ambiguous: only
 * the tensors of this call make them agree.
 */
export function* distinctMatches(target: DiagnosisTarget, matches: readonly Match[]): Steps<readonly Match[]> {
  const kept: Match[] = [];
  for (const match of matches) {
    const [best] = kept;
    const [mistake] = match.mistakes;
    const isGeneral = mistake?.general === true || mistake?.fromOutput === true;
    const others = kept.filter(({ mistakes: [other] }) => other === mistake);
    if (best !== undefined && isGeneral) others.push(best);
    let isDistinct = true;
    for (const other of others) isDistinct &&= (yield* areSameComputation(target, other, match)) === false;
    if (isDistinct) kept.push(match);
  }
  return kept;
}
