import type { Geometry } from '../geometry/geometry.ts';
import { coutOf, groupOfInput } from '../provenance/channels.ts';
import type { IndexedTerm } from './factorIndices.ts';

/** A formula of a channel number c, or a table if none fits. */
export interface ChannelFormula {
  readonly kind: 'same' | 'interleaved' | 'reversed' | 'constant' | 'shifted' | 'modulo' | 'divided' | 'table';
  /** The numbers of the formula: of `interleaved` a and b in (c mod a)·b + ⌊c/a⌋. */
  readonly numbers: readonly number[];
  /** The value for each c; −1 where no term shows it. */
  readonly values: readonly number[];
}

/** Which channels meet. */
export interface ChannelRule {
  /** The output channel whose weights each output channel takes. */
  readonly output: ChannelFormula;
  /** The input channel that meets the weights of each input channel. */
  readonly input: ChannelFormula;
}

/** Returns the rule of the channels if it is one for every term; null if not. */
export function channelRuleOf(terms: readonly IndexedTerm[], geometry: Geometry): ChannelRule | null {
  const outputs = functionOf(
    terms.map((term) => [term.output.c, weightChannel(geometry, term)] as const),
    geometry.cout,
  );
  const inputs = functionOf(
    terms.map(({ weight, input }) => [weight.cin, input.c] as const),
    geometry.cin,
  );
  if (outputs === null || inputs === null) return null;
  return { output: channelFormulaOf(outputs, geometry.cout), input: channelFormulaOf(inputs, geometry.cin) };
}

/** Returns the group of each input channel if the terms agree on it, and are right within the groups; null if not. */
export function groupRuleOf(terms: readonly IndexedTerm[], geometry: Geometry): ChannelFormula | null {
  const { cin, coutPerGroup } = geometry;
  const isOwn = terms.every(
    ({ output, input, weight }) => input.c === weight.cin && output.c % coutPerGroup === weight.cout,
  );
  const groups = functionOf(
    terms.map(({ output, input }) => [input.c, Math.floor(output.c / coutPerGroup)] as const),
    cin,
  );
  return isOwn && groups !== null ? channelFormulaOf(groups, cin) : null;
}

/** Returns the output channel whose weight a term takes. */
export function weightChannel(geometry: Geometry, { weight }: IndexedTerm): number {
  return coutOf(geometry, groupOfInput(geometry, weight.cin), weight.cout);
}

/** Returns the values of a function from its pairs; null if it has two values for one argument. */
function functionOf(pairs: readonly (readonly [from: number, to: number])[], count: number): readonly number[] | null {
  const values = Array.from({ length: count }, () => -1);
  for (const [from, to] of pairs) {
    if (values[from] !== -1 && values[from] !== to) return null;
    values[from] = to;
  }
  return values;
}

/** Returns the simplest formula that gives the values. */
export function channelFormulaOf(values: readonly number[], count: number): ChannelFormula {
  const is = (f: (c: number) => number): boolean => values.every((value, c) => value === -1 || value === f(c));
  const formula = (kind: ChannelFormula['kind'], ...numbers: readonly number[]): ChannelFormula => ({
    kind,
    numbers,
    values,
  });
  if (is((c) => c)) return formula('same');
  const first = values.find((value) => value !== -1) ?? 0;
  if (is(() => first)) return formula('constant', first);
  if (is((c) => count - 1 - c)) return formula('reversed', count - 1);
  for (let a = 2; a < count; a++) {
    const b = count / a;
    if (Number.isInteger(b) && is((c) => (c % a) * b + Math.floor(c / a))) return formula('interleaved', a, b);
  }
  for (let by = 1; by < count; by++) if (is((c) => (c + by) % count)) return formula('shifted', by, count);
  for (let a = 2; a < count; a++) {
    if (is((c) => c % a)) return formula('modulo', a);
    if (is((c) => Math.floor(c / a))) return formula('divided', a);
  }
  return formula('table');
}
