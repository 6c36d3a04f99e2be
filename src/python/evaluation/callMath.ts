import type { Abstract, GivenArguments } from '../values/abstract.ts';
import { integer, numberOfValue, shapeNumbers } from '../values/make.ts';

/** Functions of numbers in `math` and NumPy, and whether they give an integer. */
const functions: Readonly<Record<string, readonly [compute: (x: number) => number, isInteger: boolean]>> = {
  ceil: [Math.ceil, true],
  floor: [Math.floor, true],
  trunc: [Math.trunc, true],
  sqrt: [Math.sqrt, false],
  log2: [Math.log2, false],
  log: [Math.log, false],
  log10: [Math.log10, false],
  exp: [Math.exp, false],
  fabs: [Math.abs, false],
};

/** Evaluates a function of numbers, such as math.ceil or np.prod; null if it is none or a number is not known. */
export function callMath(api: string, given: GivenArguments): Abstract | null {
  const name = /^(?:math|numpy)\.(\w+)$/.exec(api)?.[1];
  const [first, second] = given.positional.map(({ value }) => value);
  if (name === undefined || first === undefined) return null;
  if (name === 'prod') {
    const numbers = shapeNumbers(first);
    return numbers === null ? null : integer(numbers.reduce((product, number) => product * number, 1));
  }
  const number = numberOfValue(first);
  if (number === null) return null;
  const exponent = second === undefined ? null : numberOfValue(second);
  if (name === 'pow' && exponent !== null) return { kind: 'float', number: number ** exponent };
  if (name === 'log' && exponent !== null) return { kind: 'float', number: Math.log(number) / Math.log(exponent) };
  if (!Object.hasOwn(functions, name)) return null;
  const [compute, isInteger] = functions[name] ?? [() => NaN, false];
  const result = compute(number);
  if (!Number.isFinite(result)) return null;
  return isInteger && api.startsWith('math') ? integer(result) : { kind: 'float', number: result };
}
