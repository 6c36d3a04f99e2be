import { formatFixed, formatShort } from '../text/format.ts';
import type { ProbedElement, ProbedTerm } from './probeReport.ts';

/** A product of a differing element, and whether the definition or the implementation lacks it. */
export interface ComparedTerm extends ProbedTerm {
  /** True if the other side has the same product with the same coefficient. */
  readonly isShared: boolean;
}

/** The terms of one side of a differing element. */
export interface TermSide {
  readonly who: 'definition' | 'yours';
  readonly terms: readonly ComparedTerm[];
  /** The value in words: "9", "NaN or infinite". */
  readonly value: string;
  /** The bias in words: "b[1]", "3 · b[1]", "no bias"; null if the call has none. */
  readonly bias: string | null;
}

/** One step of the arithmetic, for each term: a line of the picture of a dot product. */
export interface ProbedTermLine {
  readonly name: string;
  readonly cells: readonly string[];
}

/** Returns both sides of a differing element: the terms that are required, and the implementation's. */
export function termSides(element: ProbedElement): readonly [TermSide, TermSide] {
  const key = ({ input, weight, coefficient }: ProbedTerm): string => `${input.join()} ${weight.join()} ${coefficient}`;
  const side = (
    who: TermSide['who'],
    terms: readonly ProbedTerm[],
    others: readonly ProbedTerm[],
    value: number | null,
    bias: ProbedElement['actualBias'],
  ): TermSide => {
    const there = new Set(others.map(key));
    return {
      who,
      terms: terms.map((term) => ({ ...term, isShared: there.has(key(term)) })),
      value: value === null ? 'NaN or infinite' : shortText(value),
      bias: element.requiredBias === null ? null : biasText(bias),
    };
  };
  const { required, actual } = element;
  return [
    side('definition', required, actual, element.requiredValue, element.requiredBias),
    side('yours', actual, required, element.actualValue, element.actualBias),
  ];
}

const noBias = 'no bias';

function biasText(bias: ProbedElement['actualBias']): string {
  if (bias === null || bias.coefficient === 0) return noBias;
  const element = bias.channel === null ? 'several elements of b' : `b[${bias.channel}]`;
  return bias.coefficient === 1 ? element : `${formatShort(bias.coefficient, 4)} · ${element}`;
}

/** Writes an integer as it is, and any other number shortly. */
function shortText(value: number): string {
  return Number.isInteger(value) ? formatFixed(value, 0) : formatShort(value, 5);
}

/** Returns the lines of the picture, in the order of the arithmetic. The coefficient has a line only if one is not 1. */
export function probedTermLines(terms: readonly ProbedTerm[]): readonly ProbedTermLine[] {
  let sum = 0;
  const partial = terms.map(({ coefficient, x, w }) => (sum += coefficient * x * w));
  const line = (name: string, cell: (term: ProbedTerm, at: number) => string): ProbedTermLine => ({
    name,
    cells: terms.map(cell),
  });
  return [
    line('w (cin, cout, ky, kx)', ({ weight }) => weight.join(', ')),
    line('x (n, c, y, x)', ({ input }) => input.join(', ')),
    line('w', ({ w }) => shortText(w)),
    line('× x', ({ x }) => shortText(x)),
    ...(terms.every(({ coefficient }) => coefficient === 1)
      ? []
      : [line('× factor', ({ coefficient }) => shortText(coefficient))]),
    line('= product', ({ coefficient, x, w }) => shortText(coefficient * x * w)),
    line('Σ', (_, at) => shortText(partial[at] ?? NaN)),
  ];
}

/** Says what differs at an element: "2 of the 4 required products are missing, 1 other is there." */
export function differenceSentence(element: ProbedElement): string {
  const [required, actual] = termSides(element);
  const missing = required.terms.filter(({ isShared }) => !isShared).length;
  const foreign = actual.terms.filter(({ isShared }) => !isShared).length;
  const parts = [
    ...(missing > 0
      ? [`${missing} of the ${required.terms.length} required products ${missing === 1 ? 'is' : 'are'} missing`]
      : []),
    ...(foreign > 0 ? [`${foreign} ${foreign === 1 ? 'other is' : 'others are'} there`] : []),
    ...biasParts(required.bias, actual.bias),
  ];
  const text = parts.join(', ');
  if (text === '') {
    return `Its products are those of the definition, but their sum is ${actual.value}, not ${required.value}.`;
  }
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}.`;
}

function biasParts(required: string | null, actual: string | null): readonly string[] {
  if (required === null || actual === null || required === actual) return [];
  return [actual === noBias ? `the bias ${required} is missing` : `the bias is ${actual}, not ${required}`];
}
