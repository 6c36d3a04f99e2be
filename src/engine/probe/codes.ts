import { seedGenerator } from '../fills/torchGenerator.ts';

/** The largest code that every precision holds exactly: bfloat16 has the integers up to 256. */
const largestCode = 251;

/** How far an implementation's value may be from an integer that it stands for. FFTs and Winograd tiles miss it. */
export const codeTolerance = 0.05;

/**
 * Codes of elements, for values 1 … 251 in several runs: together they name an element. One coefficient of 1 times an
 * element gives its codes.
 */
export interface Codebook {
  /** The code of each element, for each run. */
  readonly runs: readonly Float64Array[];
  /** Returns the element with these codes; null if there is none. */
  readonly find: (codes: readonly number[]) => number | null;
}

/** Returns codes for `count` elements: two numbers in base 251, and a hash that a sum of other codes rarely has. */
export function codebookOf(count: number): Codebook {
  const low = Float64Array.from({ length: count }, (_, at) => 1 + (at % largestCode));
  const high = Float64Array.from({ length: count }, (_, at) => 1 + (Math.floor(at / largestCode) % largestCode));
  const random = integersOf(count, 251, 3);
  const hash = Float64Array.from(random, (value) => 1 + (Math.abs(value) % largestCode));
  const runs = count <= largestCode ? [low, hash] : [low, high, hash];
  const key = (codes: readonly number[]): string => codes.join();
  const elements = new Map<string, number>();
  for (let at = 0; at < count; at++) elements.set(key(runs.map((run) => run[at] as number)), at);
  return {
    runs,
    find: (codes) => {
      const whole = codes.map(Math.round);
      if (whole.some((code, at) => Math.abs(code - (codes[at] as number)) > codeTolerance)) return null;
      return elements.get(key(whole)) ?? null;
    },
  };
}

/** Returns random integers from ±1 … ±`most`, the same for the same seed. */
export function integersOf(count: number, most: number, seed: number): Float64Array {
  const random = uniformsOf(seed);
  return Float64Array.from({ length: count }, () => {
    const size = 1 + Math.floor(random() * most);
    return random() < 0.5 ? -size : size;
  });
}

/** Returns numbers with a standard normal distribution, the same for the same seed. */
export function normalsOf(count: number, seed: number): Float64Array {
  const generator = seedGenerator(seed);
  return Float64Array.from({ length: count }, () => (generator.ok ? generator.value.normal() : 0));
}

/** Returns a source of uniform numbers on [0, 1). */
export function uniformsOf(seed: number): () => number {
  const generator = seedGenerator(seed);
  return generator.ok ? generator.value.uniform24 : () => 0;
}
