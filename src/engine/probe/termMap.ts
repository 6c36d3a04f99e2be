import type { Call } from '../core/call.ts';
import { CellKind, type Geometry } from '../geometry/geometry.ts';
import { cinOf, groupOf } from '../provenance/channels.ts';
import { inputOffset, outputAt, weightOffset } from '../provenance/offsets.ts';
import { termThrough } from '../provenance/provenance.ts';

/** One product of an output element: an input element times a weight element times a coefficient. */
export interface ProbeTerm {
  /** The flat index of the input element. */
  readonly input: number;
  /** The flat index of the weight element. */
  readonly weight: number;
  /** 1 in the definition. */
  readonly coefficient: number;
}

/** The part of a bias in an output element. */
export interface BiasTerm {
  /** The bias element; null if several elements or none of them fits. */
  readonly channel: number | null;
  readonly coefficient: number;
}

/** The terms of each output element by its flat index, ordered by input and weight. */
export type TermMap = readonly (readonly ProbeTerm[])[];

/** Returns the terms that the definition requires. */
export function definitionMap(geometry: Geometry): TermMap {
  const { n, cout, columns, cinPerGroup, h, w } = geometry;
  return Array.from({ length: n * cout * columns }, (_, at) => {
    const element = outputAt(geometry, at);
    const terms: ProbeTerm[] = [];
    for (let place = 0; place < cinPerGroup; place++) {
      const cin = cinOf(geometry, groupOf(geometry, element.c), place);
      for (let ky = 0; ky < h.kernelSize; ky++) {
        for (let kx = 0; kx < w.kernelSize; kx++) {
          const term = termThrough(geometry, element, { cin, ky, kx });
          if (term.kind !== CellKind.value || term.input === null) continue;
          const input = inputOffset(geometry, term.input);
          terms.push({ input, weight: weightOffset(geometry, term.weight), coefficient: 1 });
        }
      }
    }
    return inOrder(terms);
  });
}

/** Returns terms ordered by input and weight. */
export function inOrder(terms: readonly ProbeTerm[]): readonly ProbeTerm[] {
  return [...terms].sort((a, b) => a.input - b.input || a.weight - b.weight);
}

/** A sum of products, and the sum of their magnitudes. */
export interface TermSum {
  readonly sum: number;
  readonly magnitude: number;
}

/** Sums the products of an output element in float64. */
export function sumOfTerms(terms: readonly ProbeTerm[], { input, weight }: Pick<Call, 'input' | 'weight'>): TermSum {
  let [sum, magnitude] = [0, 0];
  for (const { input: i, weight: j, coefficient } of terms) {
    const product = coefficient * (input.data[i] as number) * (weight.data[j] as number);
    sum += product;
    magnitude += Math.abs(product);
  }
  return { sum, magnitude };
}

/** Returns true if two elements have the same terms with the same coefficients. */
export function haveSameTerms(a: readonly ProbeTerm[], b: readonly ProbeTerm[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ input, weight, coefficient }, i) => {
      const other = b[i] as ProbeTerm;
      return input === other.input && weight === other.weight && coefficient === other.coefficient;
    })
  );
}
